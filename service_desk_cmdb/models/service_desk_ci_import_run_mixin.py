import logging

from psycopg2 import OperationalError
from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ..reconcile.bringer import Bringer
from ..reconcile.headings import RELATIONS
from ..reconcile.linker import Linker
from ..reconcile.reconciler import values_of
from .service_desk_ci_source_data import (
    DONE,
    FAILED,
    LINKING,
    MAX_TRIES,
    PROBLEM,
    READ,
    ROW_BATCH,
    WAITING,
)

_logger = logging.getLogger(__name__)


class ServiceDeskCiImportRunMixin(models.AbstractModel):
    """The start: batch after batch of rows, each committed with the note that they are in.

    It is done by a job alone. The job acts as the person who pressed the button, with no more rights
    than theirs.
    """

    _name = "service.desk.ci.import.run.mixin"
    _description = "Start of an Import of Items"

    # -- Pressing the button -----------------------------------------------------------------------

    def _start(self):
        """Hand the rows that are ready to the job.

        :raise UserError: before a check, while it runs, or when nothing is ready
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state in ("running", "checking"):
            raise UserError(self.env._("This import is running already."))
        if self.state == "draft":
            raise UserError(self.env._("Check the sheet first; what the check found is what is started."))
        if self.is_full:
            # What it has not told of is missed: no row of it is left out unlooked at.
            self._look_again((PROBLEM,))
        if not self.waiting_count:
            raise UserError(self.env._("No row of this sheet is ready."))
        is_first = not self.date_started
        # sudo: progress is closed to people; who asks was checked
        self.sudo().write(
            {
                "state": "running",
                "failure": False,
                "notice": False,
                "tally": False,
                "user_id": self.env.uid,
                "run": self.source_id.run_count + (1 if self.is_full else 0) if is_first else self.run,
                "date_started": self.env.cr.now().replace(microsecond=0),
                "date_done": False,
            }
        )
        self._wake_job()

    def _retry(self):
        """Look at the rows again that failed, and bring them in."""
        self._look_again((FAILED, PROBLEM))
        self._start()

    def _look_again(self, states):
        """Rows that could not go in get another chance; much may have been mended meanwhile."""
        rows = self._rows().sudo()  # sudo: see _start
        rows = rows.search_fetch([("import_id", "=", self.id), ("state", "in", states)], ["texts"])
        rows.filtered("texts").write({"state": WAITING, "message": False})
        self.sudo().tally = False  # sudo: see _start

    def _wake_job(self):
        # sudo: nobody may touch scheduled jobs; this one only does what they asked for.
        self.env.ref("service_desk_cmdb.cron_ci_import").sudo()._trigger()

    # -- The job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Go on with the imports that are checked or running; those of a killed server too."""
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "in", ("checking", "running"))], order="id")
        cron._commit_progress(remaining=sum(job._count_steps() for job in jobs))
        for job in jobs:
            if not job._go_on_or_stop(cron._commit_progress):
                # Others get their turn; this one goes on right after them.
                self._wake_job()
                return
        cron._commit_progress(remaining=0)

    def _count_steps(self):
        """What is to be done yet: each row is a step, its relations are another; and the end of it."""
        groups = self._rows()._read_group(
            [("import_id", "=", self.id), ("state", "in", (READ, WAITING, LINKING))], ["state"], ["__count"]
        )
        weights = {READ: 2, WAITING: 2 if self.state == "running" else 0, LINKING: 1}
        return 1 + sum(weights[state] * count for state, count in groups)

    def _go_on_or_stop(self, commit):
        """Go on with one import; what stops it stands on it, and the others still get their turn."""
        begun = self.state
        try:
            return self._try_to_go_on(commit)
        except OperationalError:
            # The database went away, or somebody is in the way all the time: the job comes back.
            raise
        except Exception as error:
            _logger.exception("Import of items %s stopped", self.id)
            self.env.cr.rollback()
            failure = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            self.write({"state": "draft" if begun == "checking" else "checked", "failure": failure})
            return bool(commit(1))

    def _try_to_go_on(self, commit):
        """Somebody else may change what a batch changes: then once more, with what is there by now."""
        for left in reversed(range(MAX_TRIES)):
            try:
                if not self.try_lock_for_update():
                    return True
                self._as_person()._check_may_import()
                return self._check_on(commit) if self.state == "checking" else self._bring_waiting(commit)
            except TransactionRollbackError:
                if not left:
                    raise
                self.env.cr.rollback()

    def _check_on(self, commit):
        if not self._rows().search_count([("import_id", "=", self.id)], limit=1):
            self._read_sheet()
            if self.state != "checking" or not commit(1):
                return self.state != "checking"
        return self._judge_waiting(commit)

    def _bring_waiting(self, commit):
        """Bring in what waits, then its relations.

        :return: whether there is time for more; this import is done then
        """
        for state, step in ((WAITING, self._bring_batch), (LINKING, self._link_batch)):
            while rows := self._next_rows(state):
                step(rows)
                if not commit(len(rows)):
                    return False
        return self._retire_unseen(commit) and self._finish(commit)

    def _next_rows(self, state):
        if not self.try_lock_for_update():
            return self._rows()
        self._as_person()._check_may_import()
        domain = [("import_id", "=", self.id), ("state", "=", state)]
        names = ["texts", "rank", "outcome", "changes", "message", "ci_id"]
        rows = self._rows().search_fetch(domain, names, order="rank, line, id", limit=ROW_BATCH)
        # What stands in others comes after them, in a batch of its own.
        return rows.filtered(lambda row: row.rank == rows[0].rank)

    def _as_person(self):
        """This import as the person who started it sees it, in its company alone."""
        person = self.user_id
        if not person.active and person.id != SUPERUSER_ID:
            raise UserError(self.env._("The login of the person who started this is closed."))
        company = self.company_id
        return self.with_user(person).with_company(company).with_context(allowed_company_ids=company.ids)

    # -- A batch -----------------------------------------------------------------------------------

    def _bring_batch(self, rows):
        """Look at these rows once more, for much may have happened since the check, and bring them in."""
        reconciler = self._make_reconciler()
        answers = Bringer(reconciler, self._said_before, self.run).bring([row.texts for row in rows])
        answers = zip(rows, answers, strict=True)
        self._rows()._note({row: self._verdict(reconciler, answer, DONE) for row, answer in answers})

    def _said_before(self, ids):
        """id of an item -> what rows of this import said of it that are in already."""
        said = {}
        for one, texts in self._rows_about(ids, (LINKING, DONE)):
            said.setdefault(one, {}).update(values_of(texts))
        return said

    def _told_of(self, ids):
        """(id of an item, its relations) of all rows about these items that are not left out."""
        return [
            (one, {target: text for target, text in texts.items() if target[0] in RELATIONS})
            for one, texts in self._rows_about(ids, (WAITING, LINKING, DONE))
        ]

    def _rows_about(self, ids, states):
        rows = self._rows().search_fetch(
            [("import_id", "=", self.id), ("ci_id", "in", list(ids)), ("state", "in", states)], ["ci_id", "texts"]
        )
        return [(row.ci_id.id, row.texts) for row in rows]

    def _link_batch(self, rows):
        mine = self._as_person()
        linker = Linker(mine.env, mine.source_id, self._told_of)
        notices = linker.link([(row.ci_id.id, self._relations_of(row)) for row in rows if row.ci_id])
        self._rows()._note(
            {row: row._linked(DONE, notices.get(row.ci_id.id, ()), row.ci_id.id in linker.changed) for row in rows}
        )

    @staticmethod
    def _relations_of(row):
        return {target: text for target, text in row.texts.items() if target[0] in RELATIONS}

    def _retire_unseen(self, commit):
        """A full run says also what is gone.

        :return: whether it is done with time left
        """
        mine = self._as_person().source_id
        if self.is_full and self.run == mine.run_count + 1:
            notice = mine._finish_run()
            self.write({"notice": notice, "is_retiring": bool(mine.retire_state) and not notice})
        last = 0
        while self.is_retiring and (gone := mine._find_unseen(last, ROW_BATCH)):
            mine._retire(gone)
            last = gone[-1]
            if not commit(len(gone)):
                return False
        return True

    def _finish(self, commit):
        """It is over. The sheet is not kept when all of it is in."""
        values = {"state": "done", "date_done": self.env.cr.now().replace(microsecond=0), "is_retiring": False}
        if not (self.problem_count or self.failed_count):
            values["file"] = False
        self.write({**values, "tally": self._counted()})
        return bool(commit(1))
