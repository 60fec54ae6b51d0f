"""What programs send."""

from odoo.exceptions import ValidationError

from odoo.addons.service_desk.history.sheet import MAX_COLUMNS

from ..models.service_desk_ci_data import GONE_STATES
from ..models.service_desk_ci_source_data import CHANGED, PROBLEM, ROW_BATCH, UNCHANGED
from .bringer import Bringer
from .coming import Coming
from .headings import Headings
from .linker import Linker
from .named import WAYS
from .order import Order
from .preview import Preview
from .reconciler import Reconciler


class Intake:
    """Takes in rows that a program sends, in one transaction.

    :param run: number of the full run, see ``service.desk.ci.sighting``
    """

    def __init__(self, env, source, run):
        self.env, self.source, self.run = env, source, run

    def take(self, rows, dry_run=False):
        """See ``service.desk.ci.import_items``."""
        order = Order(self.env, self._targets(rows))
        return self._foresee(order) if dry_run else self._bring(order)

    def _foresee(self, order):
        """What would become of the rows and of their relations; nothing is written."""
        reconciler = Reconciler(self.env, self.source, coming=order.names())
        answers = order.restore(reconciler.judge(order.rows))
        going = [answer for answer in answers if answer.is_in()]
        # What is new has no id yet: numbers below zero stand for it.
        ids = {answer.thing: answer.thing.id or -place for place, answer in enumerate(going, 1)}
        preview = Preview(self.env, self.source, None, self._coming(ids))
        looks = preview.look([(ids[answer.thing], answer.relations()) for answer in going])
        looks = dict(zip(going, looks, strict=True))
        return [
            {**self._say(reconciler, answer, notices, bool(lines)), "relations": lines}
            for answer in answers
            for lines, notices in [looks.get(answer, ([], []))]
        ]

    @staticmethod
    def _coming(ids):
        """What will be there when the rows are in."""
        return Coming(
            (one, thing.kind, thing.values.get("state") in GONE_STATES, *map(thing.values.get, WAYS))
            for thing, one in ids.items()
        )

    def _bring(self, order):
        """Bring the rows in, then relate them."""
        reconciler = Reconciler(self.env, self.source)
        bringer, linker = Bringer(reconciler, run=self.run), Linker(self.env, self.source)
        answers = order.restore([answer for some in order.batches(ROW_BATCH) for answer in bringer.bring(some)])
        notices = linker.link([(answer.thing.id, answer.relations()) for answer in answers if answer.is_in()])
        ids = {answer: answer.thing.id for answer in answers if answer.is_in()}
        return [
            self._say(reconciler, answer, notices.get(one, ()), one in linker.changed)
            for answer in answers
            for one in [ids.get(answer)]
        ]

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

    def _say(self, reconciler, answer, notices, is_related):
        """:param is_related: whether its item is related otherwise than before"""
        thing, cells = answer.thing, reconciler.cells
        outcome = answer.outcome if answer.is_in() else PROBLEM
        return {
            "outcome": CHANGED if is_related and outcome == UNCHANGED else outcome,
            "id": thing and thing.id or False,
            "number": thing and thing.values.get("number") or False,
            "changes": [
                [column, cells.say(column, before), cells.say(column, after)]
                for column, before, after in answer.changes
            ],
            "message": " ".join(filter(None, [answer.message, *notices])),
        }
