from odoo import api, fields, models

from .. import plan_rules


class ServiceDeskTaskPlan(models.Model):
    """Work that is always done in the same order, written down once: set up a laptop, let somebody go.

    Catalog items, changes and journeys start it on a ticket, and so may an agent.
    """

    _name = "service.desk.task.plan"
    _description = "Task Plan"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for the tickets of all companies.")
    is_offered = fields.Boolean(
        string="Offered on Tickets",
        help="Agents may start it on any ticket of theirs. Leave it out where something has to be"
        " ordered and approved first.",
    )
    note = fields.Text(translate=True, help="What the plan is for; requesters do not see it.")
    template_ids = fields.One2many("service.desk.task.template", "plan_id", string="Steps", copy=False)
    template_count = fields.Integer(string="Number of Steps", compute="_compute_template_count")

    @api.depends("template_ids")
    def _compute_template_count(self):
        for plan in self:
            plan.template_count = len(plan.template_ids)

    plan_timeline = fields.Json(compute="_compute_plan_timeline")

    @api.depends("template_ids.predecessor_ids", "template_ids.name", "template_ids.team_id")
    def _compute_plan_timeline(self):
        """The steps in the columns of a drawing."""
        for plan in self:
            graph = {step: step.predecessor_ids._origin for step in plan.template_ids._origin}
            if plan_rules.find_cycle(graph):
                plan.plan_timeline = []
                continue
            plan.plan_timeline = [[step._timeline_values() for step in column] for column in plan_rules.columns(graph)]

    def copy(self, default=None):
        """With its steps, which wait for each other as those of the original do."""
        copies = super().copy(default)
        for plan, copied in zip(self, copies, strict=True):
            plan.template_ids._copy_into(copied)
        return copies

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", plan.name)}
            for plan, vals in zip(self, super().copy_data(default), strict=True)
        ]
