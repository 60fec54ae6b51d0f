import logging

from psycopg2 import DataError, IntegrityError

from odoo import models
from odoo.exceptions import UserError

from ..people.judge import Judge
from .service_desk_journey_import_data import DONE, FAILED, PEOPLE_BATCH, WAITING

_logger = logging.getLogger(__name__)


class ServiceDeskJourneyImportRunMixin(models.AbstractModel):
    """The start: batch after batch of people, each committed with the note that they are in.

    One sheet at a time, so that two sheets with the same person bring in one.
    """

    _name = "service.desk.journey.import.run.mixin"
    _description = "Start of an Import of People"
    _inherit = ["service.desk.sheet.job.mixin", "service.desk.batch.mixin"]

    def _start_values(self):
        self._check_complete()
        self._judge_again()
        return super()._start_values()

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

    def _finish(self):
        result = super()._finish()
        # Managers are told now, of all their people at once.
        self.env.ref("service_desk_hr.cron_journeys")._trigger()
        return result

    # -- A batch -----------------------------------------------------------------------------------

    def _bring_batch(self, row_ids):
        """Look at these people once more, for much may have happened since the check, and bring them in."""
        rows = self.env["service.desk.journey.import.row"].browse(row_ids)
        self._write_verdicts(Judge(self).judge(rows))
        rows = rows.filtered(lambda row: row.state == WAITING)
        self._try_together(rows, self._bring, self._note_refusal)
        self._link_managers()

    def _note_refusal(self, row, error):
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
        self.env["service.desk.journey"].sudo().union(*journeys.values())._start(is_part=True)
        for row, person in people.items():
            field = "partner_id" if self.is_of_contacts else "employee_id"
            values = {field: person.id, "journey_id": journeys[row].id, "state": DONE, "message": False}
            # sudo: see _note_refusal. The private address stands on the journey by now, and nowhere else.
            row.sudo().write({**values, "private_email": False})
        self.env.flush_all()
