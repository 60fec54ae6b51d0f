from odoo import api, fields, models

from ..clock_rules import SLA, UPDATE
from ..words import labels
from ..worktime import NEVER


class ServiceDeskSlaPolicyWarningMixin(models.AbstractModel):
    """Tells those who edit a policy what about it will not do what they expect."""

    _name = "service.desk.sla.policy.warning.mixin"
    _description = "Warnings about a Policy"

    warnings = fields.Text(
        compute="_compute_warnings", help="What about this policy will not do what one expects."
    )

    target_summary = fields.Char(string="In Short", compute="_compute_target_summary")

    @api.depends("target_ids.metric", "target_ids.priority", "target_ids.minutes")
    def _compute_target_summary(self):
        """Metric by metric, the shortest time first: "Response 0:15 to 1:00, Resolution 4:00 to 24:00"."""
        metrics = labels(self.env["service.desk.sla.target"], "metric")
        for policy in self:
            policy.target_summary = ", ".join(
                f"{metrics.get(metric, '')} {_told_range(targets.mapped('minutes'))}"
                for metric in metrics
                if (targets := policy.target_ids.filtered(lambda target, metric=metric: target.metric == metric))
            )

    @api.depends(
        "kind", "active", "company_id", "contract_id.state", "service_ids", "team_ids", "target_ids.metric",
        "calendar_source", "resource_calendar_id", "date_to", "pause_rule", "pending_reason_ids",
        "level_ids.summary",
    )
    def _compute_warnings(self):
        for policy in self:
            policy.warnings = "\n".join(policy._warnings())

    def _warnings(self):
        """Sentences, the most serious first."""
        texts = []
        if not self.target_ids:
            texts.append(self.env._("It promises nothing yet: add a target."))
        texts += [
            self.env._("%s has no working time: clocks by it stand still for ever.", calendar.display_name)
            for calendar in self._closed_calendars()
        ]
        if self.contract_id and not self.contract_id._is_in_force():
            # A contract that is being written has no name yet.
            name = self.contract_id.display_name or self.env._("The contract")
            texts.append(self.env._("%s is not in force: until it is, nothing is promised.", name))
        if self.date_to and self.date_to <= self.env.cr.now():
            texts.append(self.env._("It has ended: new tickets are promised nothing by it."))
        if self.pause_rule == "chosen" and not self.pending_reason_ids:
            texts.append(self.env._("No pending reason is chosen: its clocks never stand still."))
        texts += [
            self.env._("The escalation at %s %% tells nobody and does nothing.", level.percent)
            for level in self.level_ids
            if level._is_idle()
        ]
        if self.kind != SLA and UPDATE in self.target_ids.mapped("metric"):
            texts.append(self.env._("Updates are promised to requesters; nobody else is measured by them."))
        return texts

    def _closed_calendars(self):
        """The calendars that its clocks may run by, and that are never open."""
        # sudo: whether calendars have hours, of whichever company; nothing else is told of them.
        calendars = self.sudo()._possible_calendars()
        schedules = calendars._sla_schedules()
        return calendars.filtered(lambda calendar: schedules[calendar.id] is NEVER)

    def _possible_calendars(self):
        company = (self.company_id or self.env.company).resource_calendar_id
        return {
            "own": self.resource_calendar_id,
            "company": company,
            "contract": self.contract_id.resource_calendar_id,
            "service": self.service_ids.resource_calendar_id or company,
            "team": self.team_ids.resource_calendar_id or company,
        }.get(self.calendar_source, company.browse())


def _told_range(minutes):
    """Minutes as hours and minutes, from the least to the most."""
    told = dict.fromkeys(f"{one // 60}:{one % 60:02}" for one in (min(minutes), max(minutes)))
    return " – ".join(told)
