from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

from ..lifecycle import DONE

#: Tickets a job handles between two commits.
BATCH_SIZE = 100


class ServiceDeskClosingMixin(models.AbstractModel):
    """What the desk does by itself as working days go by."""

    _name = "service.desk.closing.mixin"
    _description = "Closing by Time"

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
            key = (calendar, self._local(calendar, moment).date())
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
        zone = timezone(calendar.tz or "UTC")
        first = self._local(calendar, moment).date() + timedelta(days=1)
        midnight = zone.localize(datetime.combine(first, time.min))
        planned = calendar and calendar.plan_days(days, midnight, compute_leaves=True)
        # A calendar without any working time must not keep tickets open for ever.
        last = planned.date() if planned else first + timedelta(days=days - 1)
        end = zone.localize(datetime.combine(last + timedelta(days=1), time.min))
        return end.astimezone(utc).replace(tzinfo=None)

    @api.model
    def _local(self, calendar, moment):
        return utc.localize(moment).astimezone(timezone(calendar.tz or "UTC"))

    # -- Jobs --------------------------------------------------------------------------------

    @api.model
    def _run_jobs(self, jobs, field_name):
        """Do what falls due, committing now and then so that a crash loses little.

        Each batch is locked and looked at again before the work: somebody may have reopened or
        answered a ticket since the job began.

        :param list jobs: (domain, name of the method that does the work, working days or None)
        :param str field_name: since when the working days count
        """
        cron = self.env["ir.cron"]
        due = [(self._due(domain, days, field_name), domain, work) for domain, work, days in jobs]
        cron._commit_progress(remaining=sum(len(tickets) for tickets, _domain, _work in due))
        for tickets, domain, work in due:
            for ids in split_every(BATCH_SIZE, tickets.ids):
                locked = self.browse(ids).try_lock_for_update()
                getattr(locked.filtered_domain(domain), work)()
                if not cron._commit_progress(len(ids)):
                    return

    @api.model
    def _due(self, domain, days, field_name):
        tickets = self.search(domain)
        return tickets._older_than_working_days(field_name, days) if days else tickets
