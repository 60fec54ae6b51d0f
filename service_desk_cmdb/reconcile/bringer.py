"""Writing down what rows mean, a batch at a time."""

import logging
from itertools import chain

from odoo.exceptions import UserError

from ..models.service_desk_ci_source_data import FAILED
from .answer import Answer, values_of
from .known import Known
from .pen import Pen

_logger = logging.getLogger(__name__)


class Bringer:
    """Brings in the rows of one import, batch after batch. Rows that cannot be written fail alone.

    :param earlier: called with ids of items; gives id -> {column: text} of what rows said of them
        that are in already
    :param run: number of the full run, see ``service.desk.ci.sighting``
    """

    def __init__(self, reconciler, earlier=None, run=0):
        self.reconciler, self.run = reconciler, run
        self.env, self.source = reconciler.env, reconciler.source
        self._earlier, self._told = earlier, {}

    def bring(self, rows):
        """Write down what these rows say.

        :param rows: dicts of target -> text
        :return: an answer for each
        """
        self.source._pass_gate()
        answers = self.env["service.desk.batch.mixin"]._try_together(rows, self._write, self._refuse)
        return list(chain.from_iterable(answers))

    def _write(self, rows):
        self.reconciler.known = Known(self.env, self.source)
        answers = self.reconciler.judge(rows, self._said_before)
        Pen(self.env, self.source, self.reconciler.cells).note_down([one for one in answers if one.is_in()], self.run)
        self._sight(one for one in answers if not one.is_in())
        # What the database refuses, it refuses before anybody relies on it.
        self.env.flush_all()
        for answer in answers:
            if answer.is_in():
                self._told.setdefault(answer.thing.id, {}).update(values_of(answer.texts))
        return answers

    def _said_before(self, ids):
        said = self._earlier(ids) if self._earlier else {}
        for one in ids:
            said.setdefault(one, {}).update(self._told.get(one, {}))
        return said

    def _refuse(self, rows, error):
        """The answer for a row that stays out."""
        answer = Answer(rows[0], FAILED, message=self._text_refusal(error))
        self.reconciler.known = Known(self.env, self.source)
        answer.about = self.reconciler.judge(rows)[0].about
        self._sight([answer])
        return [answer]

    def _sight(self, answers):
        """What is told of was seen, even where the rest of the row cannot be."""
        ids = {one for answer in answers for one in answer.about}
        self.env["service.desk.ci.sighting"].sudo()._note(self.source, ids, self.run)  # sudo: the desk keeps sightings

    def _text_refusal(self, error):
        if isinstance(error, UserError):
            return str(error).strip()
        _logger.exception("An item could not be imported", exc_info=error)
        return self.env._("Something unexpected went wrong. Your administrator finds it in the log.")
