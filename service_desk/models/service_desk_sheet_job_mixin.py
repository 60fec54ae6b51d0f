import logging
from datetime import timedelta

from psycopg2 import OperationalError
from psycopg2.extensions import TransactionRollbackError

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

#: So often a batch is tried while somebody else changes what it changes.
MAX_TRIES = 5
#: After so long it is looked again at what somebody else had.
LATER = timedelta(minutes=1)


class ServiceDeskSheetJobMixin(models.AbstractModel):
    """The start of a sheet: batch after batch of rows, each committed with the note that they are in.

    It is done by a job alone. The job acts as the person who pressed the button, with no more rights
    than theirs, unless it says otherwise; killed in the middle, it goes on where it stopped.
    """

    _name = "service.desk.sheet.job.mixin"
    _description = "Start of a Sheet"

    #: XML id of the job.
    _job = None

    # -- Pressing the button -----------------------------------------------------------------------

    def _start(self):
        """Hand the rows that are ready to the job.

        :raise UserError: before a check, while it runs, or when nothing is ready
        """
        self.ensure_one()
        if not self.try_lock_for_update() or self.state in self._busy_states:
            raise UserError(self.env._("This import is running already."))
        if self.state == "draft":
            raise UserError(self.env._("Check the sheet first; what the check found is what is started."))
        values = self._start_values()
        if not self._has_work():
            raise UserError(self.env._("No row of this sheet is ready."))
        # sudo: progress is closed to people; who asks was checked
        self.sudo().write(values)
        self._wake_job()

    def _has_work(self):
        """Whether there is anything to start."""
        return bool(self.waiting_count)

    def _start_values(self):
        """What is written down of the start; the last look before it belongs here, too."""
        return {
            "state": "running",
            "failure": False,
            "user_id": self.env.uid,
            "date_started": self.env.cr.now().replace(microsecond=0),
            "date_done": False,
        }

    def _retry(self):
        """Look at the rows again that failed, and bring them in."""
        self._look_again()
        self._start()

    def _look_again(self):
        """Rows that could not go in get another chance; much may have been mended meanwhile."""
        # sudo: see _start
        self.sudo().row_ids.filtered(lambda row: row.state == "failed").write({"state": "waiting", "message": False})

    def _wake_job(self, moment=None):
        """:param moment: when, UTC; now where nothing is said"""
        # sudo: nobody may touch scheduled jobs; this one only does what they asked for.
        self.env.ref(self._job).sudo()._trigger(moment)

    # -- The job -----------------------------------------------------------------------------------

    @api.model
    def _cron_run(self):
        """Go on with the imports that a job works on; those of a killed server too."""
        cron = self.env["ir.cron"]
        jobs = self.search([("state", "in", self._busy_states)], order="id")
        if not cron._commit_progress(remaining=sum(job._count_steps() for job in jobs)):
            # No time is left of this turn; to begin for a single batch takes longer than the batch.
            return
        for job in jobs:
            if not job._go_on_or_stop(cron._commit_progress):
                # Others get their turn; this one goes on right after them.
                self._wake_job()
                return
        cron._commit_progress(remaining=0)

    def _count_steps(self):
        """What is to be done yet, as the job counts it."""
        return self.waiting_count

    def _go_on_or_stop(self, commit):
        """Go on with one import; what stops it stands on it, and the others still get their turn."""
        begun = self.state
        try:
            return self._try_to_go_on(commit)
        except OperationalError:
            # The database went away, or somebody is in the way all the time: the job comes back.
            raise
        except Exception as error:
            _logger.exception("%s stopped", self)
            self.env.cr.rollback()
            failure = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            self.write({"state": self._state_after_stop(begun), "failure": failure})
            return bool(commit(0))

    def _state_after_stop(self, begun):
        """In which state an import is that was in another when something has stopped it."""
        return "checked" if begun == "running" else "draft"

    def _try_to_go_on(self, commit):
        """Somebody else may change what a batch changes: then once more, with what is there by now."""
        for left in reversed(range(MAX_TRIES)):
            try:
                if not self.try_lock_for_update():
                    # Somebody has it: others get their turn now, and this one soon.
                    self._wake_job(self.env.cr.now() + LATER)
                    return True
                self._as_person()._check_may_import()
                return self._go_on(commit)
            except TransactionRollbackError:
                if not left:
                    raise
                self.env.cr.rollback()

    def _go_on(self, commit):
        """Do the next part of it.

        :param commit: called with the number of rows after each batch; commits, and returns something
            false when there is no time left
        :return: whether there is time for more; this import is done then
        """
        return self._bring_waiting(commit)

    def _bring_waiting(self, commit):
        """Bring in the rows that wait; see :meth:`_go_on`."""
        raise NotImplementedError

    def _as_person(self):
        """This import as the person who started it sees it, in its company alone.

        :raise UserError: when their login has been closed since
        """
        person = self.user_id
        if not person.active and person.id != SUPERUSER_ID:
            raise UserError(self.env._("The login of the person who started this is closed."))
        company = self.company_id
        return self.with_user(person).with_company(company).with_context(allowed_company_ids=company.ids)

    def _finish(self):
        """It is over."""
        self.write({"state": "done", "date_done": self.env.cr.now().replace(microsecond=0)})
