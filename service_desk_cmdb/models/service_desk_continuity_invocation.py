from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html_escape

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.models.service_desk_filling_mixin import serves

from .. import continuity_rules


class ServiceDeskContinuityInvocation(models.Model):
    """A plan that was carried out for a major incident, and how fast it brought things back.

    Seen by those who see the incident; written by the desk alone.
    """

    _name = "service.desk.continuity.invocation"
    _description = "Invocation of a Continuity Plan"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "date desc, id desc"
    _rec_names_search = ["plan_id.name", "major_id.incident_id.number"]

    plan_id = fields.Many2one("service.desk.continuity.plan", required=True, index=True, ondelete="restrict")
    plan_version = fields.Integer(string="Version")
    major_id = fields.Many2one(
        "service.desk.major", string="Major Incident", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="major_id.company_id", store=True, index=True)
    invoked_by_id = fields.Many2one("res.users")
    date = fields.Datetime(string="Invoked On", default=lambda self: self.env.cr.now().replace(microsecond=0))
    reason = fields.Char(string="Why")
    task_ids = fields.One2many("service.desk.task", "invocation_id", string="Tasks")
    date_done = fields.Datetime(string="Carried Out On")
    is_called_off = fields.Boolean()
    has_target = fields.Boolean()
    target_hours = fields.Float(string="Wanted RTO (Hours)", aggregator="avg")
    restore_hours = fields.Float(
        string="Hours to Recover",
        related="major_id.restore_hours",
        store=True,
        aggregator="avg",
        help="From the beginning of the major incident until it was resolved.",
    )
    outcome = fields.Selection(
        [
            ("running", "Running"),
            ("in_time", "In Time"),
            ("late", "Too Late"),
            ("unknown", "No Target"),
            ("called_off", "Called Off"),
        ],
        compute="_compute_outcome",
        store=True,
    )
    open_count = fields.Integer(string="Open Steps", compute="_compute_open_count")

    _once_at_a_time = models.UniqueIndex(
        "(plan_id, major_id) WHERE date_done IS NULL", "This plan is being carried out already."
    )

    @api.depends("plan_id.display_name", "major_id.incident_id.number")
    def _compute_display_name(self):
        for one in self:
            # sudo: the number of an incident that the reader may see.
            one.display_name = f"{one.plan_id.display_name}, {one.major_id.sudo().incident_id.number or ''}"

    @api.depends("major_id.date_restored", "restore_hours", "target_hours", "has_target", "is_called_off")
    def _compute_outcome(self):
        for one in self:
            if one.is_called_off:
                one.outcome = "called_off"
            elif not one.major_id.date_restored:
                one.outcome = "running"
            elif not one.has_target:
                one.outcome = "unknown"
            else:
                one.outcome = "in_time" if one.restore_hours <= one.target_hours else "late"

    @api.depends("task_ids.state")
    def _compute_open_count(self):
        for one in self:
            # sudo: a number alone; steps of walled teams are steps, too.
            one.open_count = len(one.sudo().task_ids.filtered(lambda task: task.state in plan_rules.OPEN_STATES))

    # -- The tasks -------------------------------------------------------------------------------

    def _make_tasks(self):
        """A task for each step, with its order; called with superuser rights."""
        steps = self.plan_id.step_ids.sorted(lambda step: (step.sequence, step.id))
        ends = self.plan_id._step_ends()
        unordered = self.env["service.desk.task"].with_context(service_desk_task_unordered=True)
        tasks = unordered._add([self._task_values(step, number, ends[step]) for number, step in enumerate(steps)])
        tasks = tasks.with_context(service_desk_task_unordered=False)
        of_step = dict(zip(steps, tasks, strict=True))
        stages = continuity_rules.stages((step, step.is_together) for step in steps)
        for before, stage in zip(stages, stages[1:], strict=False):
            for step in stage:
                of_step[step].predecessor_ids = [of_step[one].id for one in before]
        tasks._update_readiness()

    def _task_values(self, step, number, end):
        """What the task of a step begins with; by the clock, as disasters know no working hours."""
        incident = self.major_id.incident_id
        company = incident.company_id.id
        team, user = (who if who.active and serves(who, company) else who.browse() for who in step._who())
        return {
            "incident_id": incident.id,
            "invocation_id": self.id,
            "name": step.name,
            "description": self._step_words(step),
            "team_id": team.id,
            "user_id": user.id,
            "sequence": number,
            "date_due": self.date + timedelta(minutes=end),
            "is_shown": False,
        }

    def _step_words(self, step):
        """The instructions, and whom to call."""
        person = step.contact_id
        if not person:
            return step.instructions
        reach = ", ".join(filter(None, (person.name, person.phone, person.email)))
        return html_escape(self.env._("To call: %s", reach)) + (step.instructions or "")

    def _task_ended(self, task):
        """A step is over: the timeline says so, and when all of it was."""
        words = self.env._("“%(plan)s”: %(step)s", plan=self.plan_id.name, step=task.name)
        if task.state == plan_rules.CANCELLED:
            words = self.env._("%s (left out)", words)
        self.major_id._log_event("note", words)
        if self.open_count or self.date_done:
            return
        is_left_out = all(one.state == plan_rules.CANCELLED for one in self.sudo().task_ids)  # sudo: see open_count
        self.sudo().write({"date_done": self.env.cr.now().replace(microsecond=0), "is_called_off": is_left_out})
        if is_left_out:
            self._log_called_off()
        else:
            self.major_id._log_event("note", self.env._("“%s” was carried out.", self.plan_id.name))

    def _tasks_dropped(self):
        """The incident goes no further, nor do its steps. Called with superuser rights."""
        over = self.filtered(lambda one: not one.open_count and not one.date_done)
        over.write({"date_done": self.env.cr.now().replace(microsecond=0), "is_called_off": True})

    def _task_failed(self, task):
        self.major_id._log_event(
            "note",
            self.env._(
                "“%(plan)s”: %(step)s has failed: %(why)s",
                plan=self.plan_id.name,
                step=task.name,
                why=task.note or "",
            ),
        )

    # -- The timeline ----------------------------------------------------------------------------

    def _log_begin(self):
        words = self.env._(
            "Plan “%(plan)s” (version %(version)s) was invoked.", plan=self.plan_id.name, version=self.plan_version
        )
        if self.has_target:
            words += " " + self.env._("It should work again after %s h.", f"{self.target_hours:g}")
        if self.reason:
            words += " " + self.reason
        self.major_id._log_event("decision", words)

    def _log_called_off(self):
        self.major_id._log_event("decision", self.env._("Plan “%s” was called off.", self.plan_id.name))

    # -- Verbs -----------------------------------------------------------------------------------

    def action_call_off(self):
        """The plan is not needed any more: what is left of it is given up."""
        self.ensure_one()
        self.check_access("read")
        self.major_id._check_runs()
        if self.date_done:
            raise UserError(self.env._("“%s” is over already.", self.plan_id.name))
        # sudo: also steps of teams whose work the user cannot see; who may was checked.
        known = self.sudo()
        tasks = known.task_ids.filtered(lambda task: task.state in plan_rules.OPEN_STATES)
        tasks.with_context(service_desk_tasks_dropped=True).write(
            {"state": plan_rules.CANCELLED, "note": self.env._("The plan was called off.")}
        )
        known.write({"date_done": self.env.cr.now().replace(microsecond=0), "is_called_off": True})
        self._log_called_off()
        return True

    def action_open_tasks(self):
        """Show its steps."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_task_action")
        return {**action, "domain": [("invocation_id", "in", self.ids)], "context": {}}
