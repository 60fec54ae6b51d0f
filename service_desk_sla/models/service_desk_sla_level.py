from odoo import api, fields, models

from .service_desk_sla_data import METRICS


class ServiceDeskSlaLevel(models.Model):
    """Who hears of it, and what is done, when so many percent of a promised time are used up."""

    _name = "service.desk.sla.level"
    _description = "Service Level Escalation"
    _order = "policy_id, percent, id"

    policy_id = fields.Many2one(
        "service.desk.sla.policy", required=True, index=True, ondelete="cascade"
    )
    percent = fields.Integer(
        required=True,
        default=75,
        help="Of the promised time; 100 is when it is due, 150 half as much again later.",
    )
    metric = fields.Selection(METRICS, help="Empty: every clock of the policy.")

    _percent_sane = models.Constraint(
        "CHECK(percent BETWEEN 1 AND 1000)", "A level is between 1 and 1,000 percent."
    )

    @api.model_create_multi
    def create(self, vals_list):
        levels = super().create(vals_list)
        self.env.registry.clear_cache()
        return levels

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    def _act(self, clocks):
        """What this level does about these clocks, which have just reached it. Extended."""
