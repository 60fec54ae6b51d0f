import logging
import random
import time
from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .. import level_rules
from ..clock_rules import RUNNING
from ..moments import to_epoch
from .service_desk_sla_data import SUBJECT_COLUMNS

#: Clocks in one transaction of the job; their tickets are held so long.
BATCH_SIZE = 200
#: Of these, how many may reach a level: to tell people takes longer than to note a breach.
ACTIONS_AT_ONCE = 40
#: So often a batch is begun anew when somebody changes the same tickets meanwhile.
TRIES_AT_ONCE = 5
#: A clock that fails is looked at again after so many minutes, and later each time, up to a day.
POSTPONE_MINUTES = 10
MAX_POSTPONE_MINUTES = 24 * 60
#: Of an error, what is kept on the clock.
MAX_DETAIL = 500

_logger = logging.getLogger(__name__)


class ServiceDeskSlaJobMixin(models.AbstractModel):
    """Looks at clocks in the minute in which something about them falls due, and at no others.

    What a clock reached, what is done about it and the mark that it was done are one transaction: a
    job that is killed has done all of it or nothing. A ticket that somebody is changing right now
    is left for the next minute, and a clock that fails is put aside; the others never wait for them.
    """

    _name = "service.desk.sla.job.mixin"
    _description = "Clocks That Fall Due"
    _inherit = ["service.desk.batch.mixin"]

    failures = fields.Integer(
        readonly=True, help="How many times in a row the job failed to deal with this clock."
    )
    failure = fields.Char(string="Failed With", readonly=True, groups="service_desk.group_manager")

    @api.model
    def _cron_due(self):
        """Note breaches and act on escalation levels, then tell who heard of too many at once."""
        self._work_all()
        # sudo: the job of the desk.
        if self.env["service.desk.sla.escalation"].sudo()._tell_together():
            self.env["ir.cron"]._commit_progress()

    @api.model
    def _work_all(self):
        """What falls due, batch after batch, each committed."""
        cron = self.env["ir.cron"]
        busy = set()
        while True:
            done, left = self._work_batch(busy)
            busy.update(left)
            if not done and not left:
                return
            remaining = max(self._count_due() - len(busy), 0)
            if not cron._commit_progress(done, remaining=remaining):
                return

    # -- Taking what is due ------------------------------------------------------------------

    @api.model
    def _work_batch(self, busy):
        """Deal with the clocks that fell due first; once more from the start after a collision.

        :param busy: ids of clocks that are left for the next run
        :return: how many were dealt with, and the ids of those whose tickets somebody holds
        """
        for tries_left in reversed(range(TRIES_AT_ONCE)):
            try:
                due = self._next_due(busy)
                free = due._of_free_subjects()
                free._fall_due_safely()
                self.env.flush_all()
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                if not tries_left:
                    _logger.warning("Clocks fell due while others kept writing; the next run goes on.")
                    return 0, ()
                time.sleep(random.uniform(0, 0.02 * 2 ** (TRIES_AT_ONCE - tries_left)))
            else:
                return len(free), (due - free).ids
        return 0, ()

    @api.model
    def _domain_due(self):
        return [("date_next", "<=", self.env.cr.now())]

    @api.model
    def _count_due(self):
        return self.search_count(self._domain_due())

    @api.model
    def _next_due(self, busy=()):
        """The clocks that fell due first, locked; what another transaction works on is left to it."""
        self.flush_model()
        self.invalidate_model()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE date_next <= %s AND id != ALL(%s) ORDER BY date_next, id"
                " LIMIT %s FOR UPDATE SKIP LOCKED",
                SQL.identifier(self._table),
                self.env.cr.now(),
                list(busy),
                BATCH_SIZE,
            )
        )
        return self.browse(row[0] for row in rows)

    def _of_free_subjects(self):
        """Those of these clocks whose tickets and tasks nobody is changing; they are held now."""
        free = self.browse()
        for column in SUBJECT_COLUMNS.values():
            held = self[column].try_lock_for_update(allow_referencing=True)
            held.invalidate_recordset()
            free |= self.filtered(lambda clock, column=column, held=held: clock[column] & held)
        return self & free

    # -- Dealing with it ---------------------------------------------------------------------

    def _fall_due_safely(self):
        """Deal with all of these at once; those that fail are put aside for a while, and say so."""

        def put_aside(clock, error):
            _logger.error("The clock %s could not be dealt with.", clock.id, exc_info=error)
            clock._postpone(f"{type(error).__name__}: {error}")

        self._try_together(self, lambda some: some._fall_due(), put_aside, fatal=PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)

    def _postpone(self, words):
        """Look at this clock later, so that one that always fails costs little."""
        failures = self.failures + 1
        minutes = min(POSTPONE_MINUTES * 2 ** min(self.failures, 10), MAX_POSTPONE_MINUTES)
        self.write({
            "failures": failures,
            "failure": words.replace("\0", "")[:MAX_DETAIL],
            "date_next": self.env.cr.now() + timedelta(minutes=minutes),
        })

    def _fall_due(self):
        """Note what these clocks reached, and act on it, each level exactly once.

        When too many reach a level the rest of them stay due, for the next transaction.
        """
        at = to_epoch(self.env.cr.now())
        self.fetch([*SUBJECT_COLUMNS.values(), "failures"])
        clocks = self._as_rules()
        schedules = self._schedules(clocks)
        reached, count = {}, 0
        found = []
        for clock in clocks:
            passed = self._levels_passed(clock, schedules, at)
            if passed:
                count += 1
                if count > ACTIONS_AT_ONCE:
                    continue
                reached.setdefault(passed[-1], []).append(clock.id)
            clock = self._with_fired(clock, passed)
            found.append((clock, self._row(clock, schedules, at), {}))
        self.filtered("failures").write({"failures": 0, "failure": False})
        self._store(found)
        self._summarize()
        for level, ids in reached.items():
            self.env["service.desk.sla.level"].browse(level)._act(self.browse(ids))

    @api.model
    def _levels_passed(self, clock, schedules, at):
        """Ids of the levels whose time has come, the highest last: it alone is acted upon."""
        if clock.state != RUNNING:
            return []
        reaches = self._levels_ahead(clock, schedules)
        return level_rules.passed(reaches, schedules[clock.calendar], at)

    @api.model
    def _with_fired(self, clock, levels):
        """The clock, with these levels as acted upon."""
        return replace(clock, fired=(*clock.fired, *levels))

    @api.model
    def _by_model(self, subjects):
        """Tickets and tasks as one recordset of each model."""
        for model in SUBJECT_COLUMNS:
            yield self.env[model].browse(one.id for one in subjects if one._name == model)

    def _summarize(self):
        """Bring what tickets and tasks show up to date."""
        for column in SUBJECT_COLUMNS.values():
            self[column]._sla_summarize()
