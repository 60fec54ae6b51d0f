from datetime import timedelta

from odoo import fields, models

from ..downtime_rules import uptime

MONTH_DAYS, YEAR_DAYS = 30, 365
HOUR = timedelta(hours=1)


class ServiceDeskUptimeMixin(models.AbstractModel):
    """How reliable something was lately: around the clock, planned time left out, as far back as the desk knows it.

    The host says in ``_downtime_field`` by which field of ``service.desk.ci.downtime`` it is meant.
    """

    _name = "service.desk.uptime.mixin"
    _description = "Availability"
    _downtime_field = None

    availability_month = fields.Float(
        string="Availability (30 Days)", compute="_compute_uptime", digits=(6, 3), groups="service_desk.group_agent"
    )
    availability_year = fields.Float(
        string="Availability (365 Days)", compute="_compute_uptime", digits=(6, 3), groups="service_desk.group_agent"
    )
    failure_count = fields.Integer(
        string="Failures (365 Days)", compute="_compute_uptime", groups="service_desk.group_agent"
    )
    mttr_hours = fields.Float(
        string="Mean Time to Repair (Hours)", compute="_compute_uptime", groups="service_desk.group_agent"
    )
    mtbf_hours = fields.Float(
        string="Mean Time Between Failures (Hours)", compute="_compute_uptime", groups="service_desk.group_agent"
    )

    def _compute_uptime(self):
        """One query for all."""
        now = self.env.cr.now()
        start = now - timedelta(days=YEAR_DAYS)
        # sudo: how long it was down is for whoever may see it, also what a walled team's source has told.
        rows = self.env["service.desk.ci.downtime"].sudo()
        spans = rows._spans(self._downtime_field, self._origin.ids, start)
        for record in self:
            downs, planned = spans.get(record._origin.id, ((), ()))
            # Before the desk knew of it nobody would have told a failure; what was told later counts from there.
            known = min([record.create_date or now, *(begin for begin, _end in (*downs, *planned))])
            year = uptime(downs, (max(start, known), now), planned)
            month = uptime(downs, (max(now - timedelta(days=MONTH_DAYS), known), now), planned)
            record.availability_month, record.availability_year = month.availability, year.availability
            record.failure_count = year.failures
            record.mttr_hours = year.mttr / HOUR if year.mttr else 0
            record.mtbf_hours = year.mtbf / HOUR if year.mtbf else 0

    def action_open_downtime(self):
        """Show when these were down."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_downtime_action")
        return {**action, "domain": [(self._downtime_field, "in", self.ids)], "context": {}}
