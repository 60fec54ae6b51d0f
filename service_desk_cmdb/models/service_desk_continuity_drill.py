from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .service_desk_continuity_data import (
    DRILL_KINDS,
    DRILL_LIFECYCLE,
    DRILL_STATES,
    MEASURED_KINDS,
    RESULTS,
)


class ServiceDeskContinuityDrill(models.Model):
    """A plan was practiced: who took part, how fast it went, what was found and what will be done about it.

    What was found goes into the one register of improvements, with somebody who answers for it.
    """

    _name = "service.desk.continuity.drill"
    _description = "Continuity Drill"
    _inherit = ["service.desk.continuity.settled.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["plan_id.name", "plan_id.number"]

    _lifecycle = DRILL_LIFECYCLE
    _company_from = frozenset({"plan_id"})
    _facts = frozenset({"plan_version", "target_hours", "has_target"})
    #: What is said of it; settled when it was held or left out.
    _contents = frozenset(
        {
            "plan_id",
            "date",
            "kind",
            "user_id",
            "participant_ids",
            "reached_rto_hours",
            "reached_rpo_hours",
            "result",
            "note",
        }
    )

    plan_id = fields.Many2one("service.desk.continuity.plan", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    state = fields.Selection(DRILL_STATES, required=True, default="planned", copy=False, index=True, tracking=True)
    date = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    kind = fields.Selection(DRILL_KINDS, required=True, default="tabletop", tracking=True)
    is_measured = fields.Boolean(compute="_compute_is_measured")
    user_id = fields.Many2one(
        "res.users",
        string="Led By",
        default=lambda self: self.env.user,
        index="btree_not_null",
        domain="[('share', '=', False)]",
    )
    participant_ids = fields.Many2many("res.partner", string="Participants", check_company=True)
    plan_version = fields.Integer(string="Version", readonly=True, copy=False, help="Of the plan, when it was held.")
    target_hours = fields.Float(string="Wanted RTO (Hours)", readonly=True, copy=False)
    has_target = fields.Boolean(readonly=True, copy=False, help="Its services were promised something, be it no hours.")
    reached_rto_hours = fields.Float(string="Reached RTO (Hours)", copy=False, tracking=True)
    reached_rpo_hours = fields.Float(string="Reached RPO (Hours)", copy=False, tracking=True)
    is_too_slow = fields.Boolean(string="Too Slow", compute="_compute_is_too_slow", store=True)
    result = fields.Selection(RESULTS, copy=False, tracking=True)
    note = fields.Html(string="Notes", copy=False)
    improvement_ids = fields.One2many("service.desk.improvement", "drill_id", string="Findings")
    open_count = fields.Integer(string="Open Findings", compute="_compute_open_count")

    _hours_sane = models.Constraint(
        "CHECK(reached_rto_hours >= 0 AND reached_rpo_hours >= 0)", "Hours are not negative."
    )

    @api.depends("plan_id", "date")
    def _compute_display_name(self):
        for drill in self:
            day = format_date(self.env, drill.date) if drill.date else ""
            drill.display_name = f"{drill.plan_id.name or ''}, {day}"

    @api.depends("kind")
    def _compute_is_measured(self):
        for drill in self:
            drill.is_measured = drill.kind in MEASURED_KINDS

    @api.depends("reached_rto_hours", "target_hours", "has_target", "state")
    def _compute_is_too_slow(self):
        for drill in self:
            is_held = drill.state == "done" and drill.has_target
            drill.is_too_slow = bool(is_held and drill.reached_rto_hours > drill.target_hours)

    @api.depends("improvement_ids.state")
    def _compute_open_count(self):
        for drill in self:
            drill.open_count = len(drill.improvement_ids.filtered(lambda one: one.state == "open"))

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        drills = super().create(vals_list)
        # Whoever plans a drill keeps the plan; a default from a client's context is looked at, too.
        drills.plan_id.check_access("write")
        return drills

    def write(self, vals):
        result = super().write(vals)
        if "plan_id" in vals:
            self.plan_id.check_access("write")
        return result

    def _text_settled(self, state):
        return self.env._(
            "“%(drill)s” is %(state)s. Put it back to planned first; its history tells so.",
            drill=self.display_name,
            state=state,
        )

    def _why_kept(self):
        return self.state == "done" and self.env._("“%s” was held and is kept.", self.display_name)

    # -- The door --------------------------------------------------------------------------------

    def _guard_done(self, roles):
        """What lies ahead was not held; what was measured is said; what failed has a consequence."""
        for drill in self:
            if drill.date > fields.Date.context_today(drill):
                raise UserError(self.env._("“%s” lies ahead.", drill.display_name))
            if drill.is_measured and drill.result != "failed" and not drill.reached_rto_hours:
                raise UserError(self.env._("Say after how many hours it worked again (reached RTO)."))
            if drill.result != "passed" and not drill.improvement_ids:
                raise UserError(self.env._("Write down what was found, and who sees to it until when."))
            loose = drill.improvement_ids.filtered(lambda one: not one.user_id or not one.date_deadline)
            if loose:
                raise UserError(self.env._("Who sees to “%s”, and until when?", loose[0].name))

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "done" and not self._was_before_this_version():
            plan = self.plan_id
            values |= {"plan_version": plan.version, "target_hours": plan.rto_hours, "has_target": plan.has_rto}
        return values

    def _was_before_this_version(self):
        """Whether it was held and is put right, while the plan has been approved anew since."""
        return bool(self.plan_version and self.plan_id.date_approved and self.date < self.plan_id.date_approved)

    def _after_moves(self, sources, target):
        if target == "done":
            # sudo: the owner's to-do is done by whoever leads the drill.
            self.plan_id.sudo()._clear_drill_todo()
        return super()._after_moves(sources, target)

    # -- Verbs -----------------------------------------------------------------------------------

    def action_done(self):
        """It was held; the next one is due so many months later."""
        self.write({"state": "done"})
        return True

    def action_cancel(self):
        """It is left out, for the reason in the notes."""
        self.write({"state": "cancelled"})
        return True

    def action_plan(self):
        """It was not held after all, or something is to be put right."""
        self.write({"state": "planned"})
        return True
