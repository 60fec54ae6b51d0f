from odoo import api, models

from ..clock_rules import LIVE
from ..moments import to_epoch
from .service_desk_sla_data import SUBJECT_COLUMNS

#: What a changed calendar changes about a clock; when it does not, the clock is left alone.
SHOWN_FIELDS = ("date_due", "date_risk", "date_next", "is_breached")
#: Clocks in one transaction of the job.
BATCH_SIZE = 2000


class ServiceDeskSlaRecomputeMixin(models.AbstractModel):
    """Measures clocks anew after somebody changed their calendar: in the background, batch by batch.

    Each calendar remembers how far the job came, so that a killed server goes on where it stopped
    and another change begins anew.
    """

    _name = "service.desk.sla.recompute.mixin"
    _description = "Clocks of Changed Calendars"

    @api.model
    def _calendars_changed(self, calendars):
        """Have the clocks that run by these calendars measured anew soon."""
        # sudo: whoever may change a calendar may not write what the job keeps on it.
        calendars.sudo().write({"sla_is_stale": True, "sla_done_to": 0})
        cron = self.env.ref("service_desk_sla.cron_recompute", raise_if_not_found=False)
        if cron:
            # sudo: it only does what follows from the change.
            cron.sudo()._trigger()

    @api.model
    def _cron_recompute(self):
        """Go on with the calendars that were changed."""
        cron = self.env["ir.cron"]
        while calendar := self._stale_calendar():
            clocks = self._stale_clocks(calendar)
            clocks._recompute_batch()
            if clocks:
                calendar.sla_done_to = clocks[-1].id
            else:
                calendar.sla_is_stale = False
            if not cron._commit_progress(len(clocks), remaining=self._count_stale()):
                return

    @api.model
    def _stale_calendar(self):
        """A calendar whose clocks wait to be measured anew, held against other workers."""
        calendars = self.env["resource.calendar"].with_context(active_test=False)
        stale = calendars.search([("sla_is_stale", "=", True)], order="id")
        return stale.try_lock_for_update(limit=1)

    @api.model
    def _domain_stale(self, calendar):
        """The clocks of a changed calendar to which the job has not come yet."""
        return [
            ("resource_calendar_id", "=", calendar.id),
            ("state", "in", LIVE),
            ("id", ">", calendar.sla_done_to),
        ]

    @api.model
    def _stale_clocks(self, calendar):
        return self.search(self._domain_stale(calendar), order="id", limit=BATCH_SIZE)

    @api.model
    def _count_stale(self):
        """How many clocks are still to be measured anew, as progress for whoever looks."""
        calendars = self.env["resource.calendar"].with_context(active_test=False)
        stale = calendars.search([("sla_is_stale", "=", True)])
        return sum(self.search_count(self._domain_stale(calendar)) for calendar in stale)

    def _recompute_batch(self):
        """Measure these clocks anew, after their calendar changed. What is over is not touched."""
        at = to_epoch(self.env.cr.now())
        self.fetch([*SHOWN_FIELDS, *SUBJECT_COLUMNS.values()])
        live = [clock for clock in self._as_rules() if clock.is_live]
        schedules = self._schedules(live)
        found = []
        for clock in live:
            row, shown = self._row(clock, schedules, at), self.browse(clock.id)
            if any(shown[name] != row[name] for name in SHOWN_FIELDS):
                found.append((clock, row, {}))
        self._store(found)
        self.browse([clock.id for clock, _row, _more in found])._summarize()
