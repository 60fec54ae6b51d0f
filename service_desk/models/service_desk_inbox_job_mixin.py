import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .service_desk_inbox_data import (
    CLAIM,
    CLEAN_AT_ONCE,
    DONE,
    FAILED,
    IGNORED,
    KEEP_DAYS,
    NEW,
    RETRY_MINUTES,
    TRIES_AT_ONCE,
)

_logger = logging.getLogger(__name__)


class ServiceDeskInboxJobMixin(models.AbstractModel):
    """The inbox's jobs: one claims a few rows and does each in a transaction of its own, one cleans up."""

    _name = "service.desk.inbox.job.mixin"
    _description = "Jobs of the Inbox"

    attempts = fields.Integer(readonly=True)
    date_next = fields.Datetime(string="Next Attempt", readonly=True, default=lambda self: self.env.cr.now())

    @api.model
    def _cron_process(self):
        """Turn what arrived into tickets and replies."""
        cron = self.env["ir.cron"]
        self._give_up()
        cron._commit_progress(remaining=self.search_count(self._due_domain()))
        while claimed := self._claim():
            # Known to be in work before the work begins: what kills the server is not read again
            # and again, and not by two at once.
            cron._commit_progress()
            for row in claimed:
                row._process_alone()
                if not cron._commit_progress(1):
                    return

    @api.model
    def _due_domain(self):
        return [("state", "=", NEW), ("date_next", "<=", self.env.cr.now())]

    @api.model
    def _claim(self):
        """Take the oldest rows that are due; they are due again when nobody finishes them."""
        later = SQL(
            "CASE attempts %s ELSE %s END",
            SQL(" ").join(SQL("WHEN %s THEN %s", count, minutes) for count, minutes in enumerate(RETRY_MINUTES)),
            RETRY_MINUTES[-1],
        )
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE service_desk_inbox
                   SET attempts = attempts + 1,
                       date_next = %(now)s + make_interval(mins => %(later)s)
                 WHERE id IN (SELECT id
                                FROM service_desk_inbox
                               WHERE state = %(new)s AND date_next <= %(now)s
                               ORDER BY id
                               LIMIT %(limit)s
                                 FOR UPDATE SKIP LOCKED)
             RETURNING id
                """,
                now=self.env.cr.now(),
                later=later,
                new=NEW,
                limit=CLAIM,
            )
        )
        claimed = self.browse(sorted(row_id for (row_id,) in rows))
        claimed.invalidate_recordset(["attempts", "date_next"])
        return claimed

    @api.model
    def _give_up(self):
        """What killed the server each time is not tried for ever."""
        stuck = self.search([*self._due_domain(), ("attempts", ">=", len(RETRY_MINUTES))])
        stuck.write({"state": FAILED, "reason": self.env._("The server stopped each time it read this.")})

    def _process_alone(self):
        """Do one row, or note why it could not be done. Ends with a whole transaction."""
        self.ensure_one()
        for tries_left in reversed(range(TRIES_AT_ONCE)):
            try:
                self._process_locked()
                return
            except Exception as error:
                self.env.cr.rollback()
                # Somebody worked on the same ticket at the same moment: they are done by now.
                is_collision = isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
                if not (is_collision and tries_left):
                    _logger.info("Row %s of the inbox could not be done.", self.id, exc_info=True)
                    self._note_failure(error)
                    return

    def _process_locked(self):
        """Do one row that nobody else is doing, and that still waits."""
        row = self.try_lock_for_update().filtered(lambda one: one.state == NEW)
        if row:
            getattr(row, f"_process_{row.kind}")()
        self.env.cr.flush()

    def _note_failure(self, error):
        """Remember what went wrong, and whether to try again."""
        is_last = self.attempts >= len(RETRY_MINUTES)
        reason = f"{type(error).__name__}: {error}".replace("\0", "")[:1000]
        self.write({"reason": reason, "state": FAILED if is_last else NEW})

    # -- Housekeeping ----------------------------------------------------------------------------

    @api.autovacuum
    def _gc_originals(self):
        """Delete old originals; that a mail has been here is remembered, so that it stays single.

        :return: how many there were, and whether there may be more
        """
        if self._abstract:
            # Odoo cleans up everything that has such a method, also what is no table.
            return 0, False
        self.env.cr.execute(
            SQL(
                "UPDATE service_desk_inbox SET raw = NULL WHERE id IN ("
                " SELECT id FROM service_desk_inbox WHERE state IN %s AND raw IS NOT NULL"
                " AND create_date < %s LIMIT %s)",
                (DONE, IGNORED),
                self.env.cr.now() - timedelta(days=KEEP_DAYS),
                CLEAN_AT_ONCE,
            )
        )
        count = self.env.cr.rowcount
        self.invalidate_model(["raw"])
        return count, count == CLEAN_AT_ONCE
