import logging

from psycopg2 import DataError, IntegrityError

from odoo import api, models
from odoo.exceptions import UserError

from ..history.loader import Loader
from .service_desk_import_data import BATCH_SIZE, FOREGROUND_TICKETS

_logger = logging.getLogger(__name__)

#: What a single ticket can be refused for; a lost connection or a conflict is not its fault.
REFUSALS = (UserError, IntegrityError, DataError, ValueError)


class ServiceDeskImportLoadMixin(models.AbstractModel):
    """The load: batch after batch, each committed with the note that it is done."""

    _name = "service.desk.import.load.mixin"
    _description = "Load of an Import"
    _inherit = ["service.desk.sheet.job.mixin"]

    def _start(self):
        """Begin, or begin again, to load: here and now when it is little, else as a job.

        :raise UserError: before a check, while it runs, or while anything is wrong that nobody decided to leave out
        """
        job = self._begin_load()
        if job._count_steps() <= FOREGROUND_TICKETS:
            job._load_waiting()
        else:
            self._wake_job()

    def _load_now(self, commit):
        """Begin, or begin again, to load, and stay with it to the end, as the command does.

        :param commit: see :meth:`_load_waiting`
        :raise UserError: as :meth:`_start` does
        """
        self._begin_load()._load_waiting(commit)

    def _begin_load(self):
        """Write down that it has begun.

        :return: the import with superuser rights
        """
        self.ensure_one()
        self._check_startable()
        # sudo: the caller has checked that this user may import; progress is closed to people.
        job = self.sudo()
        failed = job.staged_ids.search([("import_id", "=", job.id), ("state", "=", "failed")])
        failed.write({"state": "waiting", "message": False})
        job.write({**self._start_values(), "failed_count": 0})
        job._skip_numbers()
        return job

    def _check_startable(self):
        if self.state not in ("checked", "failed"):
            raise UserError(self.env._("Check the file first; what the check found is what is loaded."))
        if self.state == "checked" and self.profile_id._changed_after(self.date_checked):
            raise UserError(self.env._("The profile was changed after the check. Check again."))
        if self.error_count and not self.leaves_out_errors:
            raise UserError(
                self.env._(
                    "Lines with errors: %(count)s. Nothing is loaded. Correct them, or choose to"
                    " leave out the tickets with errors.",
                    count=self.error_count,
                )
            )

    # -- The job -------------------------------------------------------------------------------

    @api.model
    def _cron_load(self):
        """Go on with the imports that are running; those of a killed server too."""
        self._cron_run()

    def _count_steps(self):
        return self.env["service.desk.import.ticket"].search_count(
            [("import_id", "=", self.id), ("state", "=", "waiting")]
        )

    def _bring_waiting(self, commit):
        # sudo: what comes in is history, of people and teams that the person may not create alone.
        return self.sudo()._load_waiting(commit)

    def _state_after_stop(self, begun):
        return "failed"

    # -- Batches -------------------------------------------------------------------------------

    def _load_waiting(self, commit=None):
        """Load the tickets that wait, as the superuser.

        :param commit: called with the number of tickets after each batch; commits, and returns
            something false when there is no time left. Without it all is one transaction.
        :return: whether there is time for more; this import is done or somebody else does it then
        """
        self.ensure_one()
        while True:
            # Two servers may run the job, or a person the command; one of them works on an import.
            if not self.try_lock_for_update():
                return True
            batch = self.env["service.desk.import.ticket"].search(
                [("import_id", "=", self.id), ("state", "=", "waiting")],
                order="id",
                limit=BATCH_SIZE,
            )
            if not batch:
                break
            self._load_batch(batch)
            if commit and not commit(len(batch)):
                return False
        self._finish()
        if commit:
            commit(0)
        return True

    def _load_batch(self, batch):
        """Load a batch; when that fails, one by one, so that one bad ticket stops no other."""
        try:
            with self.env.cr.savepoint():
                self._load_tickets(batch)
        except REFUSALS as error:
            _logger.info("Import %s: a batch fails (%s), loading one by one", self.id, error)
            self.env.invalidate_all(flush=False)
            for line in batch:
                self._load_one(line)

    def _load_one(self, line):
        try:
            with self.env.cr.savepoint():
                self._load_tickets(line)
        except REFUSALS as error:
            self.env.invalidate_all(flush=False)
            line.write({"state": "failed", "message": self._text_refusal(error)})
            self.write({"failed_count": self.failed_count + 1})

    def _text_refusal(self, error):
        """What kept a ticket from being created, in a sentence."""
        if isinstance(error, (IntegrityError, DataError)):
            return self.env[self.process]._sql_error_to_message(error).strip()
        return str(error).strip()

    def _load_tickets(self, batch):
        """Load the tickets that are not here yet, and write down what became of each."""
        here = self._existing(batch.mapped("number"))
        known = batch.filtered(lambda line: line.number in here)
        fresh = batch - known
        for line in known:
            line.write({"state": "existing", "res_id": here[line.number], "payload": False})
        for line, ticket_id in Loader(self).load(fresh).items():
            line.write({"state": "loaded", "res_id": ticket_id, "payload": False})
        self.write(
            {
                "loaded_count": self.loaded_count + len(fresh),
                "existing_count": self.existing_count + len(known),
            }
        )
        self.env.flush_all()

    def _skip_numbers(self):
        """Let the desk's own numbers go on above the imported ones, before the first one is used."""
        lines = self.env["service.desk.import.ticket"].search_fetch(
            [("import_id", "=", self.id), ("state", "=", "waiting")], ["number"]
        )
        sequence = self.env[self.process]._number_sequence(self.company_id.id)
        sequence._skip_numbers(lines.mapped("number"))

    # -- End -----------------------------------------------------------------------------------

    def _finish(self):
        result = super()._finish()
        if self.failed_count:
            self.state = "failed"
        return result
