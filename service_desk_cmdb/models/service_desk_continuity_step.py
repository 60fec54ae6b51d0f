from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_continuity_data import MOST_STEP_MINUTES


class ServiceDeskContinuityStep(models.Model):
    """One thing to do when a plan is invoked: who does it, how, and how long it takes."""

    _name = "service.desk.continuity.plan.step"
    _description = "Step of a Continuity Plan"
    _inherit = ["service.desk.continuity.part.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    _parent_field = "plan_id"

    plan_id = fields.Many2one("service.desk.continuity.plan", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Step", required=True)
    is_together = fields.Boolean(
        string="With the One Before", help="At the same time as the step before it, instead of after it."
    )
    team_id = fields.Many2one("service.desk.team", check_company=True, index="btree_not_null")
    user_id = fields.Many2one(
        "res.users", string="Responsible", index="btree_not_null", domain="[('share', '=', False)]"
    )
    minutes = fields.Integer(default=15)
    instructions = fields.Html()
    contact_id = fields.Many2one("res.partner", check_company=True, index="btree_not_null", help="Whom to call for it.")

    _minutes_sane = models.Constraint(
        f"CHECK(minutes BETWEEN 0 AND {MOST_STEP_MINUTES})", "A step takes between no time and 30 days."
    )

    def _who(self):
        """(team, person) that do it, whether they are still there or not."""
        known = self.sudo()  # sudo: people may not read every colleague's user record
        return known.team_id, known.user_id

    @api.constrains("user_id")
    def _check_user(self):
        # sudo: people may not read every colleague's user record.
        for step in self.sudo():
            if step.user_id.share:
                raise ValidationError(
                    self.env._("%s is not a colleague and cannot be made responsible.", step.user_id.name)
                )
