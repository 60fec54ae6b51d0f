import logging

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ..reconcile.linker import Linker
from ..reconcile.reconciler import Reconciler
from .service_desk_ci_source_data import DONE, FAILED, LINKING, ROW_BATCH, WAITING

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
        if not self.waiting_count:
            raise UserError(self.env._("No row of this sheet is ready."))
        is_first = not self.date_started
        # sudo: progress is closed to people; who asks was checked
        self.sudo().write(
            {
                "state": "running",
                "failure": False,
                "notice": False,
                "user_id": self.env.uid,
                "run": self.source_id.run_count + (1 if self.is_full else 0) if is_first else self.run,
                "date_started": self.env.cr.now().replace(microsecond=0),
                "date_done": False,
            }
        )
        self._wake_job()

    def _retry(self):
        """Look at the rows again that failed, and bring them in."""
        # sudo: see _start
        self.sudo().row_ids.filtered(lambda row: row.state == FAILED).write({"state": WAITING, "message": False})
        self._start()

    def _wake_job(self):
        # sudo: nobody may touch scheduled jobs; this one only does what they asked for.
        self.env.ref("service_desk_cmdb.cron_ci_import").sudo()._trigger()

    # -- The job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Go on with the imports that are checked or running; those of a killed server too."""
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "in", ("checking", "running"))], order="id")
        cron._commit_progress(remaining=len(jobs))
        for job in jobs:
            if not job._go_on_or_stop(lambda _count: cron._commit_progress(0)):
                # Others get their turn; this one goes on right after them.
                self._wake_job()
                return
            cron._commit_progress(1)

    def _go_on_or_stop(self, commit):
        """Go on with one import; what stops it stands on it, and the others still get their turn."""
        begun = self.state
        try:
            if not self.try_lock_for_update():
                return True
            self._as_person()._check_may_import()
            return self._check_on(commit) if begun == "checking" else self._bring_waiting(commit)
        except OperationalError:
            # A conflict with somebody else, or the database went away: the job comes back.
            raise
        except Exception as error:
            _logger.exception("Import of items %s stopped", self.id)
            self.env.cr.rollback()
            failure = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            self.write({"state": "draft" if begun == "checking" else "checked", "failure": failure})
            return bool(commit(0))

    def _check_on(self, commit):
        if not self.row_ids:
            self._read_sheet()
            if self.state != "checking" or not commit(0):
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
        self._finish()
        return bool(commit(0))

    def _next_rows(self, state):
        if not self.try_lock_for_update():
            return self.row_ids.browse()
        self._as_person()._check_may_import()
        domain = [("import_id", "=", self.id), ("state", "=", state)]
        return self.env["service.desk.ci.import.row"].search(domain, order="rank, line, id", limit=ROW_BATCH)

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
        mine = self._as_person()
        reconciler = Reconciler(mine.env, mine.source_id, mine.class_id, self.day_order_found)
        answers = reconciler.bring([row.texts for row in rows], self._said_before, self.run)
        for row, answer in zip(rows, answers, strict=True):
            row.write(self._verdict(reconciler, answer, LINKING if answer.relations() else DONE))

    def _said_before(self, ids):
        """id of an item -> what rows of this import said of it that are in already."""
        rows = self.env["service.desk.ci.import.row"].search_fetch(
            [("import_id", "=", self.id), ("ci_id", "in", ids), ("state", "in", (LINKING, DONE))], ["ci_id", "texts"]
        )
        said = {}
        for row in rows:
            said.setdefault(row.ci_id.id, {}).update(Reconciler._values_of(row.texts))
        return said

    def _link_batch(self, rows):
        mine = self._as_person()
        told = [(row.ci_id.id, self._relations_of(row)) for row in rows if row.ci_id]
        notices = Linker(mine.env, mine.source_id).link(told)
        for row in rows:
            said = " ".join(dict.fromkeys(notices.get(row.ci_id.id, ())))
            row.write({"state": DONE, "message": said or row.message, "has_notice": bool(said)})

    @staticmethod
    def _relations_of(row):
        return {target: text for target, text in row.texts.items() if target[0] in "><"}

    def _finish(self):
        """It is over. A full run says also what is gone; the sheet is not kept when all of it is in."""
        mine = self._as_person()
        values = {"state": "done", "date_done": self.env.cr.now().replace(microsecond=0)}
        if self.is_full and self.run == self.source_id.run_count + 1:
            values["notice"] = mine.source_id._finish_run()
        if not (self.problem_count or self.failed_count):
            values["file"] = False
        self.write(values)
