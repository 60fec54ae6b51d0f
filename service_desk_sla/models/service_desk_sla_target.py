from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES

from .. import policy_rules
from ..words import labels
from .service_desk_sla_data import ANY_PRIORITY, METRICS


class ServiceDeskSlaTarget(models.Model):
    """How many working minutes one metric of a policy may take, for one priority or for all."""

    _name = "service.desk.sla.target"
    _description = "Service Level Target"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.cached.mixin",
        "service.desk.boundary.mixin",
    ]
    _order = "policy_id, metric desc, priority, id"

    _company_from = frozenset({"policy_id"})

    policy_id = fields.Many2one(
        "service.desk.sla.policy", required=True, index=True, ondelete="cascade"
    )
    metric = fields.Selection(METRICS, required=True, default="resolution")
    priority = fields.Selection(
        [*PRIORITIES, (ANY_PRIORITY, "All others")],
        required=True,
        default=ANY_PRIORITY,
        help="All others: the priorities for which this policy has no target of their own.",
    )
    minutes = fields.Integer(required=True, default=480, help="Working minutes.")
    hours = fields.Float(
        compute="_compute_hours",
        inverse="_inverse_hours",
        string="Working Time",
        help="Working hours and minutes that it may take.",
    )

    _minutes_positive = models.Constraint(
        "CHECK(minutes BETWEEN 1 AND 5256000)",
        "A target is at least one minute and at most ten years long.",
    )
    _target_uniq = models.Constraint(
        "UNIQUE(policy_id, metric, priority)",
        "This policy has a target for this metric and priority already.",
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for target in self:
            target.hours = target.minutes / 60

    def _inverse_hours(self):
        for target in self:
            target.minutes = round(target.hours * 60)

    @api.depends("metric", "priority")
    def _compute_display_name(self):
        metrics, priorities = labels(self, "metric"), labels(self, "priority")
        for target in self:
            target.display_name = (
                f"{metrics.get(target.metric, '')}, {priorities.get(target.priority, '')}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        # A policy that is made with its targets begins as its first version.
        now = self.env.cr.now()
        targets.policy_id.filtered(lambda policy: policy.create_date < now)._count_version()
        return targets

    def write(self, vals):
        result = super().write(vals)
        self.policy_id._count_version()
        return result

    def unlink(self):
        policies = self.policy_id
        result = super().unlink()
        policies._count_version()
        return result

    def _as_rule(self):
        """This target as :class:`~..policy_rules.Target`."""
        priority = "" if self.priority == ANY_PRIORITY else self.priority
        return policy_rules.Target(self.id, self.metric, priority, self.minutes * 60)
