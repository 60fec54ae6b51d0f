from datetime import timedelta

from odoo import api, fields, models

from .service_desk_contract_data import IN_FORCE, MONEY_GROUP

#: So many days before the next assessment of a supplier somebody is reminded of it.
RISK_AHEAD_DAYS = 30


class ServiceDeskRiskReminderMixin(models.AbstractModel):
    """Reminds of the next assessment of a supplier's risk, once for each date."""

    _name = "service.desk.risk.reminder.mixin"
    _description = "Reminds of a Supplier's Assessment"

    service_desk_risk_reminded = fields.Date(
        string="Reminded Of", readonly=True, copy=False, groups=MONEY_GROUP, help="The assessment somebody was told of."
    )

    @api.model
    def _service_desk_remind_of_risk(self, today):
        """A to-do for whoever looks after the supplier's contract; called by a job."""
        near = today + timedelta(days=RISK_AHEAD_DAYS)
        suppliers = self.search(
            [("service_desk_risk_tier", "!=", False), ("service_desk_risk_date_next", "<=", near)], order="id"
        ).filtered(lambda one: one.service_desk_risk_reminded != one.service_desk_risk_date_next)
        domain = [("partner_id", "in", suppliers.ids), ("state", "in", IN_FORCE)]
        contracts = self.env["service.desk.contract"].search(domain, order="id").grouped("partner_id")
        for supplier, theirs in contracts.items():
            users = theirs.user_id.filtered("active") or theirs[:1]._contract_managers()
            supplier._service_desk_ask_for_assessment(users[:1])

    def _service_desk_ask_for_assessment(self, user):
        if not user:
            return
        self.service_desk_risk_reminded = self.service_desk_risk_date_next
        supplier = self.with_context(lang=user.lang, mail_activity_quick_update=True)
        # Anybody may see what is to be done on a contact: it does not say how risky that is.
        supplier.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.service_desk_risk_date_next,
            summary=supplier.env._("Assess the supplier anew"),
            user_id=user.id,
        )
