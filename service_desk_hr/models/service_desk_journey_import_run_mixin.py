import logging

from psycopg2 import DataError, IntegrityError, OperationalError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from ..people.judge import Judge
from .service_desk_journey_import_data import DONE, FAILED, PEOPLE_BATCH, WAITING

_logger = logging.getLogger(__name__)


class ServiceDeskJourneyImportRunMixin(models.AbstractModel):
    """The start: batch after batch of people, each committed with the note that they are in.

    It is done by a job alone, one at a time, so that two sheets with the same person bring in one.
    The job acts as the person who pressed the button, with no more rights than theirs.
    """

    _name = "service.desk.journey.import.run.mixin"
    _description = "Start of an Import of People"

    # -- Pressing the button -----------------------------------------------------------------------

    def _start(self):
        """Hand those who are ready to the job.

        :raise UserError: before a check, while it runs, or when nobody is ready
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state == "running":
            raise UserError(self.env._("This import is running already."))
        if self.state == "draft":
            raise UserError(self.env._("Check the sheet first; what the check found is what is started."))
        self._check_complete()
        self._judge_again()
        if not self.waiting_count:
            raise UserError(self.env._("Nobody of this sheet is ready to be started."))
        # sudo: progress is closed to people; who asks was checked
        self.sudo().write(
            {
                "state": "running",
                "failure": False,
                "user_id": self.env.uid,
                "date_started": self.env.cr.now().replace(microsecond=0),
                "date_done": False,
            }
        )
        self._wake_job()

    def _retry(self):
        """Look at those again who failed, and start them where nothing speaks against it."""
        # sudo: see _start
        self.sudo().row_ids.filtered(lambda row: row.state == FAILED).write({"state": WAITING, "message": False})
        self._start()

    def _wake_job(self):
        # sudo: HR may not touch scheduled jobs; this one only does what they asked for.
        self.env.ref("service_desk_hr.cron_journey_import").sudo()._trigger()

    # -- The job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Go on with the imports that are running; those of a killed server too."""
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "=", "running")], order="id")
        cron._commit_progress(remaining=sum(job.waiting_count for job in jobs))
        for job in jobs:
            if not job._bring_or_stop(cron._commit_progress):
                # Others get their turn; this one goes on right after them.
                self._wake_job()
                return

    def _bring_or_stop(self, commit):
        """Go on with one import; what stops it stands on it, and the others still get their turn."""
        try:
            return self._bring_waiting(commit)
        except OperationalError:
            # A conflict with somebody else, or the database went away: the job comes back.
            raise
        except Exception as error:
            _logger.exception("Import of people %s stopped", self.id)
            self.env.cr.rollback()
            failure = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            self.write({"state": "checked", "failure": failure})
            return bool(commit(0))

    def _bring_waiting(self, commit):
        """Bring in those who wait, as the person who asked for it.

        :param commit: called with the number of people after each batch; commits, and returns
            something false when there is no time left
        :return: whether there is time for more; this import is done then
        """
        while True:
            if not self.try_lock_for_update():
                return True
            self._as_person()._check_may_import()
            batch = self.env["service.desk.journey.import.row"].search(
                [("import_id", "=", self.id), ("state", "=", WAITING)], order="line, id", limit=PEOPLE_BATCH
            )
            if not batch:
                break
            self._as_person()._bring_batch(batch.ids)
            if not commit(len(batch)):
                return False
        self._finish()
        return bool(commit(0))

    def _as_person(self):
        """This import as the person who started it sees it, in its company alone."""
        person = self.user_id
        if not person.active and person.id != SUPERUSER_ID:
            raise UserError(self.env._("The login of the person who started this is closed."))
        company = self.company_id
        return self.with_user(person).with_company(company).with_context(allowed_company_ids=company.ids)

    def _finish(self):
        """It is over. The sheet is not kept: it may hold more of people than was read of it."""
        values = {"state": "done", "date_done": self.env.cr.now().replace(microsecond=0)}
        if not self.problem_ids:
            values["file"] = False
        self.write(values)

    # -- A batch -----------------------------------------------------------------------------------

    def _bring_batch(self, row_ids):
        """Look at these people once more, for much may have happened since the check, and bring them in."""
        rows = self.env["service.desk.journey.import.row"].browse(row_ids)
        self._write_verdicts(Judge(self).judge(rows))
        rows = rows.filtered(lambda row: row.state == WAITING)
        try:
            with self.env.cr.savepoint():
                self._bring(rows)
        except OperationalError:
            # Somebody else works on the same records: with the next run.
            raise
        except Exception as error:
            _logger.info("Import of people %s: a batch fails (%s), one by one then", self.id, error)
            self.env.invalidate_all(flush=False)
            for row in rows:
                self._bring_one(row)
        self._link_managers()

    def _bring_one(self, row):
        try:
            with self.env.cr.savepoint():
                self._bring(row)
        except OperationalError:
            raise
        except Exception as error:
            self.env.invalidate_all(flush=False)
            # sudo: what became of a person is the import's own writing
            row.sudo().write({"state": FAILED, "message": self._text_refusal(error)})

    def _text_refusal(self, error):
        """What kept a person from being started, in a sentence that HR can read."""
        if isinstance(error, (IntegrityError, DataError)):
            return self.env["hr.employee"]._sql_error_to_message(error).strip()
        if isinstance(error, UserError):
            return str(error).strip()
        _logger.exception("A person of the import %s could not be started", self.id, exc_info=error)
        return self.env._("Something unexpected went wrong. Your administrator finds it in the log.")

    def _bring(self, rows):
        """Create those who are new, and start the journeys of all of these rows."""
        if not rows:
            return
        people = self._bring_contacts(rows) if self.is_of_contacts else self._bring_employees(rows)
        journeys = self._propose_rows(people)
        # sudo: these are the engine's; who may start them was checked
        self.env["service.desk.journey"].sudo().union(*journeys.values())._start()
        for row, person in people.items():
            field = "partner_id" if self.is_of_contacts else "employee_id"
            values = {field: person.id, "journey_id": journeys[row].id, "state": DONE, "message": False}
            # sudo: see _bring_one. The private address stands on the journey by now, and nowhere else.
            row.sudo().write({**values, "private_email": False})
        self.env.flush_all()
