from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import plan_rules
from .service_desk_task_data import DUE_ORIGINS


class ServiceDeskTaskTemplate(models.Model):
    """One step of a plan: what to do, by whom, after what, and when it is left out."""

    _name = "service.desk.task.template"
    _description = "Step of a Task Plan"
    _inherit = ["service.desk.condition.mixin", "service.desk.task.step.mixin"]
    _order = "plan_id, sequence, id"
    _check_company_auto = True

    plan_id = fields.Many2one("service.desk.task.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(translate=True)
    description = fields.Html(translate=True)
    predecessor_ids = fields.Many2many(
        "service.desk.task.template",
        "service_desk_task_template_order_rel",
        "template_id",
        "predecessor_id",
        string="Waits For",
        copy=False,
        domain="[('plan_id', '=', plan_id), ('id', '!=', id)]",
    )
    due_hours = fields.Float(
        string="Due",
        help="Working hours of the team that does it; negative ones lie before the promise. Zero"
        " after it can begin means no due time.",
    )
    due_from = fields.Selection(DUE_ORIGINS, string="After", default="ready", required=True)

    @api.model
    def _in_working_hours(self, calendar, hours, start):
        """The moment that lies so many working hours after another one, before it if negative.

        :param calendar: ``resource.calendar``, empty for hours by the clock
        :param datetime start: in UTC, naive, as what is returned
        """
        planned = hours and calendar and calendar.plan_hours(hours, start, compute_leaves=True)
        # A calendar without any working time must not leave a task without its due time.
        return planned or start + timedelta(hours=hours)

    @api.constrains("predecessor_ids", "plan_id")
    def _check_order(self):
        for plan in self.plan_id:
            graph = {step: step.predecessor_ids for step in plan.template_ids}
            if any(one.plan_id != plan for waits_for in graph.values() for one in waits_for):
                raise ValidationError(self.env._("A step waits for steps of its own plan only."))
            circle = plan_rules.find_cycle(graph)
            if circle:
                raise ValidationError(
                    self.env._(
                        "These steps would wait for one another for ever: %s.",
                        ", ".join(step.name for step in circle),
                    )
                )

    def _timeline_values(self):
        """What the drawing of a plan tells about this step."""
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "key": f"step_{self.id}",
            "name": self.name,
            "state_label": "" if self.kind == "manual" else kinds[self.kind],
            "team": self.team_id.display_name or "",
        }

    def _copy_into(self, plan):
        """The same steps in the same order in another plan."""
        copies = dict(zip(self, (step.copy({"plan_id": plan.id}) for step in self), strict=True))
        for step, copied in copies.items():
            copied.predecessor_ids = [copies[one].id for one in step.predecessor_ids]
