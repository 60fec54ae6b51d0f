import json

from odoo import api, models
from odoo.tools import SQL

from ..clock_rules import LIVE
from ..measuring import Measure
from ..moments import LAST, to_epoch
from .service_desk_sla_store_mixin import MOST_SECONDS

#: What a changed calendar can change about a clock.
MEASURED_FIELDS = (
    "date_due",
    "date_risk",
    "date_next",
    "date_breached",
    "is_breached",
    "elapsed",
    "paused",
    "overrun",
)
#: Writes what was measured. A clock that shows the same as before is left alone, so that the time
#: for which it ran stays what it was when something last happened to it.
REMEASURE = """
    UPDATE service_desk_sla_clock clock
       SET date_due = measured.due, date_risk = measured.risk, date_next = measured.next,
           date_breached = measured.missed, is_breached = measured.missed IS NOT NULL,
           elapsed = measured.elapsed, paused = measured.paused, overrun = measured.overrun
      FROM (SELECT id, elapsed, paused, overrun,
                   to_timestamp(due) AT TIME ZONE 'UTC' AS due,
                   to_timestamp(risk) AT TIME ZONE 'UTC' AS risk,
                   to_timestamp(next) AT TIME ZONE 'UTC' AS next,
                   to_timestamp(missed) AT TIME ZONE 'UTC' AS missed
              FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
                          %s::int[], %s::int[], %s::int[])
                   AS told(id, due, risk, next, missed, elapsed, paused, overrun)) measured
     WHERE clock.id = measured.id
       AND (clock.date_due, clock.date_risk, clock.date_next, clock.is_breached)
           IS DISTINCT FROM
           (measured.due, measured.risk, measured.next, measured.missed IS NOT NULL)
 RETURNING clock.id
"""
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
        # Counted once: to count what is left after each batch takes longer the more there is.
        remaining = self._count_stale()
        while calendar := self._stale_calendar():
            clocks = self._stale_clocks(calendar)
            clocks._recompute_batch()
            if len(clocks) == BATCH_SIZE:
                calendar.sla_done_to = clocks[-1].id
            else:
                calendar.sla_is_stale = False
            remaining = max(remaining - len(clocks), 0)
            if not cron._commit_progress(len(clocks), remaining=remaining):
                return

    @api.model
    def _stale_calendar(self):
        """A calendar whose clocks wait to be measured anew, held against other workers."""
        calendars = self.env["resource.calendar"].with_context(active_test=False)
        stale = calendars.search([("sla_is_stale", "=", True)], order="id")
        return stale.try_lock_for_update(limit=1)

    @api.model
    def _stale_clocks(self, calendar):
        """The next ones by a changed calendar to which the job has not come yet."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE %s ORDER BY id LIMIT %s",
                SQL.identifier(self._table),
                self._sql_stale(calendar),
                BATCH_SIZE,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _count_stale(self):
        """How many clocks are still to be measured anew, as progress for whoever looks."""
        calendars = self.env["resource.calendar"].with_context(active_test=False)
        table = SQL.identifier(self._table)
        counts = [
            self.env.execute_query(SQL("SELECT count(*) FROM %s WHERE %s", table, self._sql_stale(calendar)))
            for calendar in calendars.search([("sla_is_stale", "=", True)])
        ]
        return sum(count for ((count,),) in counts)

    @api.model
    def _sql_stale(self, calendar):
        """Clocks of a changed calendar that are still to be measured anew.

        Also those that ran by it earlier, and run by another one now.
        """
        self.flush_model(["state", "resource_calendar_id", "spans"])
        return SQL(
            "state IN %s AND id > %s AND (resource_calendar_id = %s OR spans @> %s::jsonb)",
            LIVE,
            calendar.sla_done_to,
            calendar.id,
            json.dumps([[calendar.id]]),
        )

    def _recompute_batch(self):
        """Measure these clocks anew, after their calendar changed. What is over is not touched."""
        self.check_access("read")
        found = self._load_rules("id", self.ids)
        live = [clock for clocks in found.values() for clock in clocks if clock.is_live]
        if not live:
            return
        schedules, at = self._schedules(live), to_epoch(self.env.cr.now())
        moved = self._update_measures(live, [self._measure(clock, schedules, at) for clock in live])
        # sudo: what tickets show follows from their clocks.
        moved.sudo()._summarize()

    @api.model
    def _update_measures(self, clocks, measures):
        """Write what a changed calendar changes about clocks, in one statement.

        When it changes nothing of what they show, a clock is left alone.

        :return: the clocks that were written
        """
        self.flush_model(MEASURED_FIELDS)
        columns = dict(zip(Measure._fields, zip(*measures, strict=True), strict=True))
        instants = [_at_most(LAST, columns[name]) for name in ("due", "risk", "next", "missed")]
        lengths = [_at_most(MOST_SECONDS, columns[name]) for name in ("elapsed", "paused", "overrun")]
        ids = [clock.id for clock in clocks]
        rows = self.env.execute_query(SQL(REMEASURE, ids, *instants, *lengths))
        moved = self.browse(row[0] for row in rows)
        moved.invalidate_recordset(MEASURED_FIELDS, flush=False)
        moved.modified(MEASURED_FIELDS)
        return moved


def _at_most(most, values):
    """What a column can hold of these numbers."""
    return [value if value is None or value < most else most for value in values]
