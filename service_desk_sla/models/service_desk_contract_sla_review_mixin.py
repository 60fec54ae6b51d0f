from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_desk.days import in_zone, zone_of
from odoo.addons.service_desk.models.service_desk_contract_data import IN_FORCE

from ..review_rules import latest_period
from .service_desk_sla_review_data import REVIEW_MONTHS

PERIOD_OF_MONTHS = {1: "month", 3: "quarter"}


class ServiceDeskContractSlaReviewMixin(models.AbstractModel):
    """Service reviews that a contract asks for: drafted by the desk when a period is over, once each."""

    _name = "service.desk.contract.sla.review.mixin"
    _description = "Service Reviews of a Contract"

    sla_review_months = fields.Integer(
        string="Service Review Every (Months)",
        tracking=True,
        help="A review of the promises is drafted when so many months of the calendar are over. 0 means none.",
    )
    date_sla_review = fields.Date(
        string="Reviewed Until", readonly=True, copy=False, help="The last day of the latest review that was drafted."
    )

    @api.constrains("sla_review_months")
    def _check_sla_review_months(self):
        for contract in self:
            if contract.sla_review_months not in REVIEW_MONTHS:
                raise ValidationError(
                    self.env._(
                        "Reviews follow the calendar: every %s months, or 0 for none.",
                        ", ".join(str(months) for months in REVIEW_MONTHS[1:]),
                    )
                )

    def action_open_sla_reviews(self):
        """The service reviews of this contract."""
        self.ensure_one()
        self.env["service.desk.sla.review"].check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_sla.service_desk_sla_review_action")
        context = {"default_contract_id": self.id, "default_company_id": self.company_id.id}
        return {**action, "domain": [("contract_id", "=", self.id)], "context": context}

    @api.model
    def _cron_draft_sla_reviews(self):
        """Draft the reviews of periods that are over; each is committed for itself."""
        domain = [("state", "in", IN_FORCE), ("sla_review_months", ">", 0)]
        self._run_due(domain, "_draft_sla_review", lambda contract: contract._period_to_review())

    def _period_to_review(self):
        """The first and the last day of the latest period that is over and was not drafted yet."""
        zone = zone_of(self.company_id)
        first, last = latest_period(in_zone(self.env.cr.now(), zone).date(), self.sla_review_months)
        is_done = self.date_sla_review and self.date_sla_review >= last
        is_early = self.date_start and self.date_start > last
        return None if is_done or is_early else (first, last)

    def _draft_sla_review(self):
        """One period, and never that period again: also when the draft is thrown away."""
        for contract in self:
            period = contract._period_to_review()
            if not period:
                continue
            first, last = period
            contract.date_sla_review = last
            review = self.env["service.desk.sla.review"].create(
                {
                    "company_id": contract.company_id.id,
                    "contract_id": contract.id,
                    "period": PERIOD_OF_MONTHS.get(contract.sla_review_months, "custom"),
                    "date_from": first,
                    "date_to": last,
                }
            )
            review._fill()
            contract._ask_for_words(review)

    def _ask_for_words(self, review):
        """A to-do for whoever looks after the contract: figures alone are no review."""
        user = self.user_id.filtered("active") or self._contract_managers()[:1]
        if user:
            contract = self.with_context(lang=user.lang, mail_activity_quick_update=True)
            contract.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=contract.env._("Look through the service review of %s", review._period_text()),
                user_id=user.id,
            )
