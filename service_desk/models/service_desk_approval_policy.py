from odoo import api, fields, models


class ServiceDeskApprovalPolicy(models.Model):
    """Who must agree before something is done, in which order."""

    _name = "service.desk.approval.policy"
    _description = "Approval Policy"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a policy that all companies use.")
    description = fields.Text(help="When to use it; a word for those who choose.")
    step_ids = fields.One2many("service.desk.approval.step", "policy_id", copy=True)
    step_count = fields.Integer(compute="_compute_step_count", string="Steps")
    is_refused_by_first = fields.Boolean(
        string="The First Refusal Refuses",
        default=True,
        help="Otherwise a step goes on for as long as its quorum can still be reached.",
    )
    reminder_hours = fields.Integer(
        string="Remind Every (Hours)",
        default=24,
        help="For steps that do not say it themselves; 0 means never.",
    )
    expiry_hours = fields.Integer(
        string="Expires After (Hours)",
        default=0,
        help="For steps that do not say it themselves; 0 means that a step waits for ever.",
    )

    _hours_sane = models.Constraint("CHECK(reminder_hours >= 0 AND expiry_hours >= 0)", "Hours cannot be negative.")

    @api.depends("step_ids")
    def _compute_step_count(self):
        for policy in self:
            policy.step_count = len(policy.step_ids)

    def _steps_for(self, amount):
        """The steps that something of this worth must pass, in order.

        :param float amount: in the currency of the subject's company
        """
        steps = self.step_ids.sorted(lambda step: (step.sequence, step.id))
        return steps.filtered(lambda step: amount >= step.min_amount)
