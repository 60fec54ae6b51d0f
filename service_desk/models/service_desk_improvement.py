from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_desk_improvement_data import IMPROVEMENT_LIFECYCLE, IMPROVEMENT_STATES

#: How the to-do of the one who answers for it is found again.
_TODO = "mail.mail_activity_data_todo"


class ServiceDeskImprovement(models.Model):
    """Something the desk has decided to do better: what, who, until when.

    The one register of improvements. Whatever finds something to improve, a contract's review for
    instance, adds a pointer to itself here and is shown as ``Comes From``.
    """

    _name = "service.desk.improvement"
    _description = "Improvement"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.discreet.mixin",
        "service.desk.lifecycle.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_deadline, id"
    _check_company_auto = True

    _lifecycle = IMPROVEMENT_LIFECYCLE
    _facts = frozenset({"date_done"})
    _company_from = frozenset({"contract_id", "major_id"})

    name = fields.Char(string="What", required=True, tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    state = fields.Selection(
        IMPROVEMENT_STATES, required=True, default="open", copy=False, index=True, tracking=True, group_expand=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index="btree_not_null",
        check_company=True,
        tracking=True,
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
    )
    date_deadline = fields.Date(string="Deadline", index="btree_not_null", tracking=True)
    date_done = fields.Date(string="Done On", readonly=True, copy=False)
    note = fields.Html(help="Why, and how.")
    outcome = fields.Char(tracking=True, copy=False, help="What came of it, or why it was dropped.")
    contract_id = fields.Many2one(
        "service.desk.contract", check_company=True, index="btree_not_null", ondelete="cascade"
    )
    review_id = fields.Many2one(
        "service.desk.contract.review",
        index="btree_not_null",
        ondelete="set null",
        groups="service_desk.group_contract_manager",
    )
    major_id = fields.Many2one(
        "service.desk.major", string="Major Incident", check_company=True, index="btree_not_null", ondelete="set null"
    )
    is_overdue = fields.Boolean(compute="_compute_is_overdue")

    @api.depends("contract_id", "major_id")
    def _compute_company_id(self):
        for improvement in self:
            company = improvement.contract_id.company_id or improvement.major_id.company_id
            improvement.company_id = company or improvement.company_id or self.env.company

    @api.depends("date_deadline", "state")
    def _compute_is_overdue(self):
        today = fields.Date.context_today(self)
        for improvement in self:
            day = improvement.date_deadline
            improvement.is_overdue = bool(improvement.state == "open" and day and day < today)

    @api.constrains("user_id")
    def _check_user(self):
        # sudo: asks for the role of a colleague.
        for user in self.sudo().user_id:
            if not user.has_group("service_desk.group_agent"):
                raise ValidationError(self.env._("%s has no role in the service desk.", user.name))

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._with_origin(vals) for vals in vals_list]
        improvements = super().create(vals_list)
        improvements._schedule()
        return improvements

    def write(self, vals):
        result = super().write(vals)
        if {"user_id", "date_deadline", "state"} & vals.keys():
            self._schedule()
        return result

    @api.model
    def _with_origin(self, vals):
        """An action of a review belongs to the review's contract."""
        review = self.env["service.desk.contract.review"].browse(vals.get("review_id") or ())
        return {**vals, "contract_id": review.contract_id.id} if review else dict(vals)

    def _schedule(self):
        """Keep one to-do for whoever answers for it, on the deadline, as long as it is open."""
        self.activity_unlink([_TODO])
        for improvement in self.filtered(lambda one: one.state == "open" and one.user_id):
            improvement.activity_schedule(
                _TODO,
                date_deadline=improvement.date_deadline or fields.Date.context_today(improvement),
                summary=improvement.name,
                user_id=improvement.user_id.id,
            )

    def _door_values(self, target):
        values = super()._door_values(target)
        return {**values, "date_done": fields.Date.today() if target == "done" else False}

    # -- Verbs -------------------------------------------------------------------------------

    def action_done(self, outcome=None):
        """It was done.

        :param str outcome: what came of it
        """
        self._check_may_act()
        self.write({"state": "done", **({"outcome": outcome} if isinstance(outcome, str) else {})})
        return True

    def action_drop(self, reason):
        """It will not be done.

        :raise UserError: without a reason
        """
        self._check_may_act()
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say why it is dropped."))
        self.write({"state": "dropped", "outcome": reason.strip()})
        return True

    def action_drop_with_outcome(self):
        """Drop it for the reason that stands in the form."""
        self._check_may_act()
        self.write({"state": "dropped"})
        return True

    def action_reopen(self):
        """It is to be done after all."""
        self._check_may_act()
        self.write({"state": "open"})
        return True

    def _check_may_act(self):
        """:raise AccessError: unless the user works at the desk and sees these"""
        if not self.env.su and not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Improvements are the desk's work."))
        self.check_access("write")
