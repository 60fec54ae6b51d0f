"""What programs send."""

from odoo.exceptions import ValidationError

from odoo.addons.service_desk.history.sheet import MAX_COLUMNS

from ..models.service_desk_ci_source_data import PROBLEM, ROW_BATCH
from .bringer import Bringer
from .headings import Headings
from .linker import Linker
from .order import Order
from .reconciler import Reconciler


class Intake:
    """Takes in rows that a program sends, in one transaction.

    :param run: number of the full run, see ``service.desk.ci.sighting``
    """

    def __init__(self, env, source, run):
        self.env, self.source, self.run = env, source, run

    def take(self, rows, dry_run=False):
        """See ``service.desk.ci.import_items``."""
        rows = self._targets(rows)
        order = Order(self.env, rows)
        coming = order.names() if dry_run else frozenset()
        reconciler = Reconciler(self.env, self.source, coming=coming)
        if dry_run:
            answers = order.restore(reconciler.judge(order.rows))
            return [self._say(reconciler, answer) for answer in answers]
        bringer = Bringer(reconciler, run=self.run)
        answers = order.restore([answer for some in order.batches(ROW_BATCH) for answer in bringer.bring(some)])
        told = [(answer.thing.id, answer.relations()) for answer in answers if answer.is_in()]
        notices = Linker(self.env, self.source).link(told)
        return [self._say(reconciler, answer, notices) for answer in answers]

    def _targets(self, rows):
        """The same rows by what their names mean.

        :raise ValidationError: for names that mean nothing
        """
        names = list(dict.fromkeys(str(name) for row in rows for name in row))
        if len(names) > MAX_COLUMNS:
            raise ValidationError(self.env._("Up to %s different names are possible.", MAX_COLUMNS))
        places = Headings(self.env).recognize(names)
        unknown = [name for place, name in enumerate(names) if place not in places]
        if unknown:
            raise ValidationError(self.env._("These names mean nothing here: %s.", ", ".join(unknown)[:500]))
        targets = {name: places[place] for place, name in enumerate(names)}
        return [{targets[str(name)]: self._text(value) for name, value in row.items()} for row in rows]

    def _text(self, value):
        """:raise ValidationError: for what is no value of anything"""
        if value is None:
            return ""
        if isinstance(value, list):
            return ";".join(map(self._text, value))
        if isinstance(value, dict):
            raise ValidationError(self.env._("Values are texts, numbers, or lists of them."))
        return str(value)

    def _say(self, reconciler, answer, notices=None):
        thing, cells = answer.thing, reconciler.cells
        sentences = [answer.message, *(notices or {}).get(thing.id if thing else None, ())]
        return {
            "outcome": answer.outcome if answer.is_in() else PROBLEM,
            "id": thing and thing.id or False,
            "number": thing and thing.values.get("number") or False,
            "changes": [
                [column, cells.say(column, before), cells.say(column, after)]
                for column, before, after in answer.changes
            ],
            "message": " ".join(filter(None, sentences)),
        }
