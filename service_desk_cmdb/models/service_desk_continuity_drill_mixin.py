from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import format_date

from .service_desk_continuity_data import DRILL_TODO, RETIRED
from .service_desk_expiry_mixin import who_hears
from .service_desk_license_data import BATCH_SIZE


class ServiceDeskContinuityDrillMixin(models.AbstractModel):
    """How often a plan is practiced, and whether that was forgotten."""

    _name = "service.desk.continuity.drill.mixin"
    _description = "Drills of a Plan"

    drill_months = fields.Integer(string="Drill Every (Months)", default=12, help="0 means never.")
    drill_ids = fields.One2many("service.desk.continuity.drill", "plan_id", string="Drills")
    drill_count = fields.Integer(compute="_compute_drill_count")
    date_last_drill = fields.Date(string="Last Drill", compute="_compute_drill_dates", store=True)
    date_next_drill = fields.Date(
        string="Drill Due",
        compute="_compute_drill_dates",
        store=True,
        index="btree_not_null",
        help="So many months after the last one, or after it came in force.",
    )
    drill_told_of = fields.Date(readonly=True, copy=False, help="The due day of which the owner was told.")
    drill_days_late = fields.Integer(string="Days Overdue", compute="_compute_drill_days_late")

    _drill_months_sane = models.Constraint("CHECK(drill_months BETWEEN 0 AND 120)", "Between 0 and 120 months.")

    @api.depends("drill_ids")
    def _compute_drill_count(self):
        groups = self.env["service.desk.continuity.drill"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
        )
        counts = {plan.id: count for plan, count in groups}
        for one in self:
            one.drill_count = counts.get(one._origin.id, 0)

    @api.depends("drill_months", "drill_ids.state", "drill_ids.date", "date_in_force", "state")
    def _compute_drill_dates(self):
        for one in self:
            held = one.drill_ids.filtered(lambda drill: drill.state == "done" and drill.date)
            one.date_last_drill = max(held.mapped("date"), default=False)
            start = one.date_last_drill or one.date_in_force
            # A plan that is being revised can be invoked, and is to be practiced, as before.
            is_due = one.state != RETIRED and one.date_in_force and one.drill_months
            one.date_next_drill = is_due and start + relativedelta(months=one.drill_months)

    @api.depends("date_next_drill")
    def _compute_drill_days_late(self):
        today = fields.Date.context_today(self)
        for one in self:
            one.drill_days_late = max((today - one.date_next_drill).days, 0) if one.date_next_drill else 0

    def write(self, vals):
        result = super().write(vals)
        if "drill_months" in vals:
            told = self.filtered(lambda one: one.drill_told_of and one.drill_told_of != one.date_next_drill)
            told.sudo()._clear_drill_todo()  # sudo: the owner's to-do ends, whoever says how often
        return result

    # -- The job ---------------------------------------------------------------------------------

    @api.model
    def _cron_drills(self):
        """Tell owners of drills that are overdue, once each; called by a job once a day."""
        domain = Domain("state", "!=", RETIRED) & Domain("date_next_drill", "<", fields.Date.context_today(self))
        due = self.search(domain).filtered(lambda one: one.drill_told_of != one.date_next_drill)
        self._run_batches([(due, domain, "_tell_of_drill")], BATCH_SIZE)

    def _tell_of_drill(self):
        for one in self.filtered(lambda plan: plan.drill_told_of != plan.date_next_drill):
            hears = who_hears(one)
            words = one.with_context(lang=hears.lang).env
            one.activity_schedule(
                DRILL_TODO,
                date_deadline=fields.Date.context_today(one),
                summary=words._("The drill was due on %s", format_date(words, one.date_next_drill)),
                user_id=hears.id,
            )
            one.drill_told_of = one.date_next_drill

    def _clear_drill_todo(self):
        """Nobody has to see to it any more; whoever has to later on is told again. Called with superuser rights."""
        self.activity_unlink([DRILL_TODO])
        self.filtered("drill_told_of").drill_told_of = False

    # -- Verbs -----------------------------------------------------------------------------------

    def action_open_drills(self):
        """Show when it was practiced."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_continuity_drill_action")
        return {**action, "domain": [("plan_id", "=", self.id)], "context": {"default_plan_id": self.id}}

    def action_new_drill(self):
        """Open the drill that is planned, or plan one for today."""
        self.ensure_one()
        self.check_access("write")
        planned = self.drill_ids.filtered(lambda drill: drill.state == "planned").sorted("date")[:1]
        return (planned or self.env["service.desk.continuity.drill"].create({"plan_id": self.id}))._get_records_action()
