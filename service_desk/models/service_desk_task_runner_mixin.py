import logging
import random
import time

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL

from .. import plan_rules
from ..webhook.errors import WebhookError
from .service_desk_task_data import (
    BROKEN,
    LOST,
    MANUAL,
    MAX_DETAIL,
    OVERTAKEN,
    RUNNING,
    SUCCEEDED,
    TRIES_AT_ONCE,
)

_logger = logging.getLogger(__name__)


class ServiceDeskTaskRunnerMixin(models.AbstractModel):
    """Makes automatic steps run exactly once, whatever stops in the middle.

    An attempt is a row that is committed before anything happens. What a step changes in the
    database is committed together with its result, so that a killed server leaves neither. What it
    does outside cannot be undone: it is done without a transaction that decides anything, under a
    key that stays the same in all attempts, and its result is stored after. A worker that is at it
    holds a lock on the row of its attempt; an attempt whose time is over and whose row nobody holds
    was lost with its worker, and is made again.
    """

    _name = "service.desk.task.runner.mixin"
    _description = "Running Automatic Steps"

    @api.model
    def _kinds_outside(self):
        """Kinds whose effect is outside the database."""
        return {"webhook"}

    @api.model
    def _cron_run(self):
        """Make the attempts that are due, one after the other."""
        cron = self.env["ir.cron"]
        self._release_stuck()
        cron._commit_progress(remaining=self.search_count(self._due_domain()))
        while run := self._claim_safely():
            run.task_id._attempt(run)
            if not cron._commit_progress(1):
                return
        cron._commit_progress()

    @api.model
    def _due_domain(self):
        return [
            ("state", "in", (plan_rules.READY, plan_rules.IN_PROGRESS)),
            ("kind", "!=", MANUAL),
            ("date_next", "<=", self.env.cr.now()),
        ]

    # -- Claiming ----------------------------------------------------------------------------

    @api.model
    def _claim_safely(self):
        """The next attempt, on record already; nothing when none is due."""
        for tries_left in reversed(range(TRIES_AT_ONCE)):
            try:
                run = self._claim()
                # The attempt must be known before anything happens.
                self.env["ir.cron"]._commit_progress()
                return run
            except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                self.env.cr.rollback()
                if not tries_left:
                    raise
                self._let_others_finish(tries_left)
        return None

    @api.model
    def _claim(self):
        """Take the step that has been due longest, and write down that an attempt begins."""
        while rows := self._lock_due():
            task = self.browse(rows[0][0])
            task.invalidate_recordset()
            last = task.run_ids.filtered(lambda run: run.outcome == RUNNING)
            if last and not last.try_lock_for_update():
                # Its worker is alive and slow: nobody else does the same meanwhile.
                task.date_next = self._in_minutes(1)
                continue
            last.write({"outcome": LOST, "date_end": self._now(), "detail": self._text_lost()})
            if task.attempts >= task.last_attempt:
                task.write({"state": plan_rules.FAILED, "note": self._text_lost()})
                continue
            return task._begin_attempt()
        return None

    @api.model
    def _lock_due(self):
        """Lock the row that is due, or none; others that look at the same moment take the next."""
        self.flush_model(["state", "kind", "date_next"])
        return self.env.execute_query(
            SQL(
                """
                SELECT id
                  FROM service_desk_task
                 WHERE state IN %(states)s AND kind != %(manual)s AND date_next <= %(now)s
                 ORDER BY date_next, id
                 LIMIT 1
                   FOR UPDATE SKIP LOCKED
                """,
                states=(plan_rules.READY, plan_rules.IN_PROGRESS),
                manual=MANUAL,
                now=self._now(),
            )
        )

    def _begin_attempt(self):
        attempt = self.attempts + 1
        values = {"attempts": attempt, "date_next": self._in_minutes(self.timeout_minutes)}
        self.write({"state": plan_rules.IN_PROGRESS, **values})
        return self.env["service.desk.task.run"].create(
            {
                "task_id": self.id,
                "attempt": attempt,
                "key": self.key,
                "date_start": self._now(),
            }
        )

    # -- Attempting --------------------------------------------------------------------------

    def _attempt(self, run):
        """Make one attempt that is on record. Ends with what is still to be committed."""
        self.ensure_one()
        task = self.with_company(self.company_id)
        if self.kind in self._kinds_outside():
            task._attempt_outside(run)
        else:
            task._attempt_inside(run)

    def _attempt_inside(self, run):
        """Effect and result in one transaction: both or neither."""
        try:
            self._retried(lambda: self._act_and_finish(run))
        except Exception as error:
            _logger.info("Attempt %s of %s has failed.", run.attempt, self.number, exc_info=True)
            words = self._words(error)
            self._retried(lambda: self._fail_attempt(run, words))

    def _act_and_finish(self, run):
        run.lock_for_update()
        self._lock_patiently()
        if not self._waits_for(run):
            self._end_run(run, OVERTAKEN, "")
            return
        limit = self.timeout_minutes * 60_000
        self.env.cr.execute(SQL("SELECT set_config('statement_timeout', %s, true)", str(limit)))
        detail = getattr(self, f"_run_{self.kind}")()
        self.env.flush_all()
        self.env.cr.execute("SELECT set_config('statement_timeout', '0', true)")
        self._finish_attempt(run, detail)

    def _attempt_outside(self, run):
        """The effect first, alone; then what is known of it."""
        try:
            # Held until the call is over; the task itself stays free for whoever writes it.
            run.lock_for_update()
            if not self._waits_for(run):
                self._end_run(run, OVERTAKEN, "")
                return
            detail, is_done = getattr(self, f"_run_{self.kind}")(), True
        except Exception as error:
            _logger.info("Attempt %s of %s has failed.", run.attempt, self.number, exc_info=True)
            detail, is_done = self._words(error), False
        # The call may have taken its time: what others wrote meanwhile must be seen.
        self.env.cr.rollback()
        store = self._finish_attempt if is_done else self._fail_attempt
        self._retried(lambda: store(run, detail))

    def _retried(self, action):
        """Do it, once more from the start when somebody changed the same rows, and commit."""
        for tries_left in reversed(range(TRIES_AT_ONCE)):
            try:
                self.env.invalidate_all()
                action()
                self.env["ir.cron"]._commit_progress()
                return
            except Exception as error:
                self.env.cr.rollback()
                is_collision = isinstance(error, PG_CONCURRENCY_EXCEPTIONS_TO_RETRY)
                if not (is_collision and tries_left):
                    raise
                self._let_others_finish(tries_left)

    @staticmethod
    def _let_others_finish(tries_left):
        """Wait some hundredths of a second, longer each time, and not all of us equally long."""
        time.sleep(random.uniform(0, 0.02 * 2 ** (TRIES_AT_ONCE - tries_left)))

    # -- Ending an attempt -------------------------------------------------------------------

    def _lock_patiently(self):
        """Wait until nobody else writes this task; a result must not be lost to a busy row."""
        self.env.execute_query(SQL("SELECT FROM service_desk_task WHERE id = %s FOR UPDATE", self.id))
        self.invalidate_recordset()

    def _waits_for(self, run):
        """Whether it is about this very attempt, and nobody took the task over or gave it up."""
        is_going = self.state == plan_rules.IN_PROGRESS and self.kind != MANUAL
        return is_going and self.attempts == run.attempt

    def _finish_attempt(self, run, detail):
        self._lock_patiently()
        is_awaited = self._waits_for(run)
        self._end_run(run, SUCCEEDED if is_awaited else OVERTAKEN, detail)
        if is_awaited:
            self.write({"state": plan_rules.DONE})

    def _fail_attempt(self, run, detail):
        self._lock_patiently()
        if not self._waits_for(run):
            self._end_run(run, OVERTAKEN, detail)
            return
        self._end_run(run, BROKEN, detail)
        if self.attempts >= self.last_attempt:
            self.write({"state": plan_rules.FAILED, "note": detail})
            return
        failures = self.attempts - (self.last_attempt - self.max_attempts)
        self.date_next = self._now() + plan_rules.retry_delay(failures, self.retry_minutes)
        self._trigger_runner(at=self.date_next)

    def _end_run(self, run, outcome, detail):
        run.write(
            {
                "outcome": outcome,
                "date_end": self._now(),
                "detail": str(detail or "").replace("\0", "")[:MAX_DETAIL],
            }
        )

    @api.model
    def _words(self, error):
        """Why it failed, for whoever looks at the task: what was meant for people as it is."""
        if isinstance(error, WebhookError | UserError):
            return str(error)
        return self.env._("It stopped with an error: %s", f"{type(error).__name__}: {error}")

    @api.model
    def _in_minutes(self, minutes):
        return self._now() + plan_rules.retry_delay(1, minutes)

    @api.model
    def _text_lost(self):
        return self.env._("The server stopped during this attempt.")
