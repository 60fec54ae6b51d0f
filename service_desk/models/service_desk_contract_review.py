from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .service_desk_contract_data import MONEY_GROUP, RATINGS, REVIEW_LIFECYCLE, REVIEW_STATES


class ServiceDeskContractReview(models.Model):
    """Both sides look at how it goes: who met, what was said, what will be done about it.

    For contract managers; what is to be done is in the register of improvements, which agents see.
    """

    _name = "service.desk.contract.review"
    _description = "Contract Review Meeting"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
        "service.desk.discreet.mixin",
        "service.desk.contract.door.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _rec_names_search = ["contract_id.name", "contract_id.number"]

    _lifecycle = REVIEW_LIFECYCLE
    _company_from = frozenset({"contract_id"})
    _talk_group = MONEY_GROUP

    contract_id = fields.Many2one("service.desk.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True)
    kind = fields.Selection(related="contract_id.kind")
    user_id = fields.Many2one(related="contract_id.user_id")
    state = fields.Selection(REVIEW_STATES, required=True, default="planned", copy=False, index=True, tracking=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    date_from = fields.Date(
        string="Period From",
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
        help="What is looked at: since the last review, three months when it is the first one.",
    )
    date_to = fields.Date(string="Until", compute="_compute_period", store=True, readonly=False, precompute=True)
    participant_ids = fields.Many2many("res.partner", string="Participants")
    rating = fields.Selection(RATINGS, tracking=True)
    note = fields.Html(string="Notes")
    improvement_ids = fields.One2many("service.desk.improvement", "review_id", string="Actions")
    scorecard_html = fields.Html(string="Scorecard", compute="_compute_scorecard_html", sanitize=False)
    open_count = fields.Integer(string="Open Actions", compute="_compute_open_count")

    _one_planned_uniq = models.UniqueIndex(
        "(contract_id) WHERE state = 'planned'", "A review of this contract is planned already."
    )

    @api.depends("contract_id", "date")
    def _compute_display_name(self):
        for review in self:
            day = format_date(self.env, review.date) if review.date else ""
            review.display_name = f"{review.contract_id.name}, {day}"

    @api.depends("contract_id", "date")
    def _compute_period(self):
        for review in self:
            former = review.contract_id.review_ids.filtered(
                lambda one, review=review: one.state == "done" and one.date < (review.date or fields.Date.today())
            )
            last = review.date or fields.Date.today()
            review.date_to = last
            review.date_from = max(former.mapped("date"), default=fields.Date.subtract(last, months=3))

    @api.depends("contract_id", "date_from", "date_to")
    def _compute_scorecard_html(self):
        for review in self:
            is_known = review.contract_id and review.date_from and review.date_to
            body = is_known and review.contract_id._scorecard_body(review.date_from, review.date_to)
            review.scorecard_html = body

    @api.depends("improvement_ids.state")
    def _compute_open_count(self):
        for review in self:
            review.open_count = len(review.improvement_ids.filtered(lambda one: one.state == "open"))

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._schedule()
        return reviews

    def write(self, vals):
        result = super().write(vals)
        if {"date", "state"} & vals.keys():
            self._schedule()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_planned(self):
        for review in self:
            if review.state == "done":
                raise UserError(self.env._("“%s” was held and is kept.", review.display_name))

    def _schedule(self):
        """A to-do on the day for whoever looks after the contract, until the review was held."""
        self.activity_unlink(["mail.mail_activity_data_todo"])
        for review in self.filtered(lambda one: one.state == "planned"):
            contract = review.contract_id
            # sudo: whose work contracts are is a matter of roles, which is looked up.
            user = contract.user_id or contract.sudo()._contract_managers()[:1]
            if user:
                review.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=review.date,
                    summary=self.env._("Review the contract"),
                    user_id=user.id,
                )

    # -- Verbs -------------------------------------------------------------------------------

    def action_done(self):
        """It was held; the next one is due an interval after it."""
        return self._go_to("done")

    def action_cancel(self):
        """It is left out this time, for the reason in the notes."""
        return self._go_to("cancelled")

    def action_plan(self):
        """It was not held after all."""
        return self._go_to("planned")

    def _go_to(self, state):
        self.env["service.desk.contract"]._check_is_manager()
        self.check_access("write")
        self.write({"state": state})
        return True
