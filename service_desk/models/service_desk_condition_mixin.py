from odoo import api, fields, models

from .. import plan_rules
from .service_desk_task_data import CONDITIONS


class ServiceDeskConditionMixin(models.AbstractModel):
    """A step of a plan that was written down, which answers may leave out.

    The host names in ``_plan_field`` the plan that it is a step of: whoever may not change a plan
    puts no steps into it.
    """

    _name = "service.desk.condition.mixin"
    _description = "Step with a Condition"

    _plan_field = "plan_id"

    condition_code = fields.Char(
        string="Only If", help="The code of a question; the step is left out when it does not hold."
    )
    condition_operator = fields.Selection(CONDITIONS, string="Condition", default=plan_rules.IS)
    condition_value = fields.Char(string="Value")

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps[self._plan_field].check_access("write")
        return steps

    def write(self, vals):
        result = super().write(vals)
        if self._plan_field in vals:
            # Rules looked at where the steps came from; here is where they went.
            self[self._plan_field].check_access("write")
        return result

    def _applies(self, answers):
        """Whether the step is needed, given what was answered (code of a question -> answer)."""
        self.ensure_one()
        if not self.condition_code:
            return True
        answer = answers.get(self.condition_code.strip())
        return plan_rules.holds(self.condition_operator, answer, self.condition_value or "")
