from datetime import datetime, time, timedelta

from pytz import timezone

from odoo import api, fields, models
from odoo.fields import Domain

from ..days import in_zone, start_of_day
from ..lifecycle import DONE

#: Tickets a job handles between two commits.
BATCH_SIZE = 100


class ServiceDeskClosingMixin(models.AbstractModel):
    """What the desk does by itself as working days go by."""

    _name = "service.desk.closing.mixin"
    _description = "Closing by Time"
    _inherit = "service.desk.batch.mixin"

    date_autoclose = fields.Datetime(
        string="Closes On",
        compute="_compute_date_autoclose",
        help="When a resolved ticket closes by itself unless the requester objects.",
    )

    @api.depends("state", "date_resolved", "team_id")
    def _compute_date_autoclose(self):
        for ticket in self:
            # sudo: working hours and settings hold for requesters too.
            company = ticket.company_id.sudo()
            is_waiting = ticket.phase == DONE and ticket.date_resolved
            days = is_waiting and company.service_desk_autoclose_days
            ticket.date_autoclose = days and self._end_of_working_day(
                ticket.team_id.sudo()._working_calendar(company), ticket.date_resolved, days
            )

    @api.model
    def _cron_autoclose(self):
        """Close resolved tickets nobody objected to, and ask how the service was."""
        jobs = []
        for company in self.env["res.company"].search([("service_desk_autoclose_days", ">", 0)]):
            days = company.service_desk_autoclose_days
            domain = (
                Domain("phase", "=", DONE)
                & Domain("company_id", "=", company.id)
                & Domain("date_resolved", "<=", self.env.cr.now() - timedelta(days=days))
            )
            jobs.append((domain, "_close_silently_accepted", days))
        self._run_jobs(jobs, "date_resolved")

    def _close_silently_accepted(self):
        """Close what nobody objected to."""
        self.with_context(service_desk_notify=True).write({"state": self._lifecycle.closing})

    def _older_than_working_days(self, field_name, days):
        """Those whose ``field_name`` lies at least ``days`` working days of their team back."""
        now = self.env.cr.now()
        ends = {}

        def is_over(ticket):
            calendar = ticket.team_id._working_calendar(ticket.company_id)
            moment = ticket[field_name]
            key = (calendar, in_zone(moment, calendar.tz or "UTC").date())
            if key not in ends:
                ends[key] = self._end_of_working_day(calendar, moment, days)
            return ends[key] <= now

        return self.filtered(is_over)

    @api.model
    def _end_of_working_day(self, calendar, moment, days):
        """The midnight that ends the ``days``-th working day after the day of ``moment``.

        :param calendar: ``resource.calendar``, empty for every day of the week
        :param datetime moment: in UTC, naive
        :return: in UTC, naive
        """
        zone = calendar.tz or "UTC"
        first = in_zone(moment, zone).date() + timedelta(days=1)
        midnight = timezone(zone).localize(datetime.combine(first, time.min))
        planned = calendar and calendar.plan_days(days, midnight, compute_leaves=True)
        # A calendar without any working time must not keep tickets open for ever.
        last = planned.date() if planned else first + timedelta(days=days - 1)
        return start_of_day(last + timedelta(days=1), zone)

    # -- Jobs --------------------------------------------------------------------------------

    @api.model
    def _run_jobs(self, jobs, field_name):
        """Do what falls due, a batch at a time.

        :param list jobs: (domain, name of the method that does the work, working days or None)
        :param str field_name: since when the working days count
        """
        due = [(self._due(domain, days, field_name), domain, work) for domain, work, days in jobs]
        self._run_batches(due, BATCH_SIZE)

    @api.model
    def _due(self, domain, days, field_name):
        tickets = self.search(domain)
        return tickets._older_than_working_days(field_name, days) if days else tickets
