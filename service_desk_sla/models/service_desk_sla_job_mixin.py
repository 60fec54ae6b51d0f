from dataclasses import replace

from odoo import api, models
from odoo.tools import SQL

from ..clock_rules import RUNNING
from ..moments import to_epoch
from .service_desk_sla_data import SUBJECT_COLUMNS
from .service_desk_sla_store_mixin import READ_FIELDS

#: Clocks in one transaction of the job.
BATCH_SIZE = 500


class ServiceDeskSlaJobMixin(models.AbstractModel):
    """Looks at clocks in the minute in which something about them falls due, and at no others."""

    _name = "service.desk.sla.job.mixin"
    _description = "Clocks That Fall Due"

    @api.model
    def _cron_due(self):
        """Note breaches and act on escalation levels, batch after batch, each committed."""
        cron = self.env["ir.cron"]
        while clocks := self._next_due():
            count = len(clocks)
            clocks._fall_due()
            if not cron._commit_progress(count, remaining=self._count_due()):
                return

    @api.model
    def _domain_due(self):
        return [("date_next", "<=", self.env.cr.now())]

    @api.model
    def _count_due(self):
        return self.search_count(self._domain_due())

    @api.model
    def _next_due(self):
        """The clocks that fell due first, locked; what another transaction works on is left to it."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE date_next <= %s ORDER BY date_next, id LIMIT %s"
                " FOR UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                self.env.cr.now(),
                BATCH_SIZE,
            )
        )
        return self.browse(row[0] for row in rows)

    def _fall_due(self):
        """Note what these clocks reached, and act on it, each level exactly once."""
        at = to_epoch(self.env.cr.now())
        self.fetch([*READ_FIELDS, *SUBJECT_COLUMNS.values()])
        clocks = self._as_rules()
        schedules = self._schedules(clocks)
        reached = {}
        found = []
        for clock in clocks:
            passed = self._levels_passed(clock, schedules, at)
            if passed:
                reached.setdefault(passed[-1], []).append(clock.id)
            found.append((self._with_fired(clock, passed), {}))
        self._store(found, at)
        self._summarize()
        for level, ids in reached.items():
            self.env["service.desk.sla.level"].browse(level)._act(self.browse(ids))

    @api.model
    def _levels_passed(self, clock, schedules, at):
        """Ids of the levels that are reached now, the highest last: it alone is acted upon."""
        if clock.state != RUNNING:
            return []
        levels = [pair for pair in self._levels_ahead(clock, schedules) if pair[1] <= at]
        return [level for level, _instant in sorted(levels, key=lambda pair: pair[1])]

    @api.model
    def _with_fired(self, clock, levels):
        """The clock, with these levels as acted upon."""
        return replace(clock, fired=(*clock.fired, *levels))

    def _recompute_batch(self):
        """Measure these clocks anew, after their calendar changed. What is over is not touched."""
        at = to_epoch(self.env.cr.now())
        self.fetch([*READ_FIELDS, *SUBJECT_COLUMNS.values()])
        live = [(clock, {}) for clock in self._as_rules() if clock.is_live]
        self._store(live, at)
        self._summarize()

    def _summarize(self):
        """Bring what tickets and tasks show up to date."""
        for column in SUBJECT_COLUMNS.values():
            self[column]._sla_summarize()
