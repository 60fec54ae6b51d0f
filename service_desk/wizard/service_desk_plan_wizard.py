from odoo import fields, models
from odoo.exceptions import UserError

from ..lifecycle import OPEN_PHASES


class ServiceDeskPlanWizard(models.TransientModel):
    """Start one of the plans that are offered, on the tickets this was opened from."""

    _name = "service.desk.plan.wizard"
    _description = "Start a Plan"
    _inherit = ["service.desk.ticket.wizard"]

    plan_id = fields.Many2one(
        "service.desk.task.plan", required=True, domain="[('is_offered', '=', True)]"
    )

    def action_confirm(self):
        """Create the tasks of the plan, unless they are open already."""
        self.check_access("write")
        tickets = self._tickets()
        tickets.check_access("write")
        plan = self.plan_id
        if not plan.is_offered:
            # Others may change systems after an approval that nobody has given here.
            raise UserError(self.env._("%s is not started by hand.", plan.name))
        for ticket in tickets:
            if ticket.phase not in OPEN_PHASES:
                raise UserError(self.env._("%s is over already.", ticket.display_name))
            if plan.company_id and plan.company_id != ticket.company_id:
                raise UserError(self.env._("%s is a plan of another company.", plan.name))
            ticket._start_plan(plan)
        return {"type": "ir.actions.act_window_close"}
