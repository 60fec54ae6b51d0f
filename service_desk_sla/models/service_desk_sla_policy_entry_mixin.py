from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES

from ..clock_rules import RESOLUTION, RESPONSE
from .service_desk_sla_data import ANY_PRIORITY

#: What most policies promise, in the order in which people think of it. Updates are added by hand.
USUAL_METRICS = (RESPONSE, RESOLUTION)
#: The time a first line is offered with.
USUAL_MINUTES = 480


class ServiceDeskSlaPolicyEntryMixin(models.AbstractModel):
    """Offers the line that comes next while somebody writes down what a policy promises.

    Most policies promise a response and a resolution for each priority, or one of both for all of
    them. So a new line goes on where the last one ended, and only its time is left to be typed.
    """

    _name = "service.desk.sla.policy.entry.mixin"
    _description = "Entering the Targets of a Policy"

    next_metric = fields.Char(compute="_compute_next_target")
    next_priority = fields.Char(compute="_compute_next_target")
    next_minutes = fields.Integer(compute="_compute_next_target")

    @api.depends("target_ids.metric", "target_ids.priority", "target_ids.hours")
    def _compute_next_target(self):
        for policy in self:
            policy.next_metric, policy.next_priority = policy._next_target()
            policy.next_minutes = policy._next_minutes()

    def _next_target(self):
        """Metric and priority of the first line that is missing; a line for all others ends a metric."""
        targets = self.target_ids
        there = {(target.metric, target.priority) for target in targets}
        single = bool(targets) and all(priority == ANY_PRIORITY for _metric, priority in there)
        wanted = [ANY_PRIORITY] if single else [key for key, _label in PRIORITIES]
        open_lines = (
            (metric, priority)
            for metric in USUAL_METRICS
            if (metric, ANY_PRIORITY) not in there
            for priority in wanted
            if (metric, priority) not in there
        )
        return next(open_lines, (RESOLUTION, ANY_PRIORITY))

    def _next_minutes(self):
        """As long as the longest line of its metric: who goes down in priority has longer."""
        same = self.target_ids.filtered(lambda target: target.metric == self.next_metric)
        # While it is typed only the hours are there, as the screen shows them.
        return round(max(same.mapped("hours"), default=USUAL_MINUTES / 60) * 60)
