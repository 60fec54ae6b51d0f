"""What rows mean for the items that are known, and writing it down."""

import logging
from dataclasses import dataclass, field

from psycopg2 import OperationalError

from odoo.exceptions import UserError

from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules, reconcile_rules
from ..models.service_desk_ci_data import CI_LIFECYCLE, GONE_STATES, LIVE_STATES
from ..models.service_desk_ci_source_data import CHANGED, COLUMNS, FAILED, NEW, PROBLEM, UNCHANGED, UNSEEN
from ..reconcile_rules import CLAIM, DIFFERS, TAKE, Ambiguous, Thing
from .cells import Cells
from .headings import ATTRIBUTE, RELATIONS
from .known import Known
from .pen import Pen

#: PostgreSQL keeps no text with this character in it.
NUL = "\0"
_logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Answer:
    """What becomes of a row.

    :param texts: target -> text, as read
    :param outcome: new, changed, same, problem or failed
    :param changes: (column, before, after)
    :param differs: column -> (found, what stays)
    """

    texts: dict
    outcome: str = PROBLEM
    thing: Thing | None = None
    changes: list = field(default_factory=list)
    differs: dict = field(default_factory=dict)
    said: frozenset = frozenset()
    claims: set = field(default_factory=set)
    message: str = ""

    def relations(self):
        """target -> text, of the relations that the row tells."""
        return {target: text for target, text in self.texts.items() if target[0] in RELATIONS}

    def is_in(self):
        return self.outcome not in (PROBLEM, FAILED)


class Reconciler:
    """Looks at rows, batch after batch; nothing is written before :meth:`bring`.

    :param env: of the person who imports; what they may not see or do is neither seen nor done
    :param source: ``service.desk.ci.source``
    :param kind: the class of rows that name none
    """

    def __init__(self, env, source, kind=None, day_order=None, coming=frozenset()):
        self.env, self.source, self.kind = env, source, kind or env["service.desk.ci.class"]
        self.cells = Cells(env, source.company_id, day_order, coming)
        self.known = Known(env, source)
        self._kinds = None

    # -- Looking ---------------------------------------------------------------------------------

    def judge(self, rows, earlier=None):
        """What would become of these rows.

        :param rows: dicts of target -> text
        :param earlier: called with ids of items; gives id -> {column: text} of what rows before said of them
        """
        answers = [Answer({target: text for target, text in row.items() if text}) for row in rows]
        for answer in answers:
            self._check_text(answer)
        kinds = [self._kind_of(answer) for answer in answers]
        told = [self._values_of({} if answer.message else answer.texts) for answer in answers]
        self.known.load(told, {kind for kind in kinds if kind})
        if earlier:
            self.known.remember(earlier(list(self.known.things)))
        self.cells.look_up(told)
        for answer, kind, texts in zip(answers, kinds, told, strict=True):
            try:
                if not answer.message:
                    self._judge(answer, kind, texts)
            except ValueError as error:
                answer.outcome, answer.message = PROBLEM, str(error)
        return answers

    def _check_text(self, answer):
        """Programs send what is no text, too; nothing is asked or kept by it."""
        for text in answer.texts.values():
            if NUL in text or text.encode(errors="ignore").decode() != text:
                answer.message = self.env._("The row contains a character that is not text.")

    @staticmethod
    def _values_of(texts):
        """column or attribute -> text."""
        return {
            target.removeprefix(ATTRIBUTE): text
            for target, text in texts.items()
            if target != "class" and target[0] not in RELATIONS
        }

    def _kind_of(self, answer):
        name = answer.texts.get("class")
        if not name or answer.message:
            return self.kind
        if self._kinds is None:
            everyone = self.env["service.desk.ci.class"].search([])
            self._kinds = {
                plain(one[way]): one for way in ("name", "complete_name", "code") for one in reversed(everyone)
            }
        kind = self._kinds.get(plain(name))
        if not kind:
            answer.message = self.env._("There is no class “%s”.", name[:100])
        return kind or self.env["service.desk.ci.class"]

    def _judge(self, answer, kind, texts):
        """:raise ValueError: with a sentence, when the row cannot go in"""
        thing = self._identify(kind, texts)
        earlier = self.known.said_of(thing)
        column = reconcile_rules.contradiction(
            earlier, {name: reconcile_rules.norm(text) for name, text in texts.items()}
        )
        if column:
            raise ValueError(
                self.env._("Another row says something else of the same item: %s.", self.cells.label(column))
            )
        if thing:
            own = kind.browse(thing.kind)
            kind = kind if kind and own in kind._lineage() else own
        if not kind:
            raise ValueError(self.env._("What is it? The row names no class."))
        attributes = self.known.attributes(kind)
        values = {
            name: self.cells.meaning(name, text, kind, attributes) for name, text in texts.items() if name != "number"
        }
        values = {name: value for name, value in values.items() if value is not None}
        fresh = thing or Thing(None, kind.id)
        self._decide(answer, fresh, kind, values)
        self._check_complete(fresh, answer, kind, attributes)
        self._settle(answer, fresh, kind, texts)

    def _identify(self, kind, texts):
        try:
            return self.known.identify(kind, texts)
        except Ambiguous as error:
            numbers = ", ".join(one.values.get("number") or self.env._("a row above") for one in error.args[0][:5])
            raise ValueError(self.env._("Several items fit: %s.", numbers)) from None
        except LookupError:
            raise ValueError(self.env._("There is no item with the number %s.", texts["number"])) from None

    # -- Deciding --------------------------------------------------------------------------------

    def _decide(self, answer, thing, kind, values):
        words = self.known.words(kind)
        if thing.kind != kind.id:
            answer.changes.append(("class_id", thing.kind, kind.id))
        state = self._state_to_tell(thing, kind, values)
        if state:
            values = {**values, "state": state}
        claims = set()
        for column, found in values.items():
            word = words.get(column) or words[None]
            current, origin = thing.values.get(column), thing.origins.get(column)
            verdict = reconcile_rules.decide(word, current, found, origin)
            if column == "state" and verdict == TAKE and not self._may_become(current, found):
                verdict = DIFFERS
            if column == "state" and verdict == TAKE and "state" not in answer.texts and current and origin != UNSEEN:
                verdict = DIFFERS
            if verdict == TAKE:
                answer.changes.append((column, current, found))
            elif verdict == CLAIM:
                claims.add(column)
            elif verdict == DIFFERS:
                answer.differs[column] = (found, current)
        answer.said = frozenset(values)
        answer.claims = claims

    def _state_to_tell(self, thing, kind, values):
        """What is told of is in use, unless the row says otherwise."""
        if "state" in values:
            return None
        states = self.known.states(kind)
        if thing.id is None and "state" not in thing.values:
            return "in_use" if not states or "in_use" in states else sorted(states)[0]
        current = thing.values.get("state")
        return "in_use" if current == "missing" or current in GONE_STATES else None

    @staticmethod
    def _may_become(current, target):
        return current is None or bool(CI_LIFECYCLE.move(current, target))

    def _check_complete(self, thing, answer, kind, attributes):
        after = {**thing.values, **{column: value for column, _before, value in answer.changes}}
        if not after.get("name"):
            raise ValueError(self.env._("What is new needs a name."))
        concerned = [column for column, _before, _after in answer.changes if column not in COLUMNS or column == "state"]
        if after.get("state") in LIVE_STATES and concerned:
            lacking = attribute_rules.missing(attributes.values(), after)
            if lacking:
                raise ValueError(self.env._("It would be in use and lacks: %s.", ", ".join(lacking)))

    def _settle(self, answer, thing, kind, texts):
        """The row goes in: rows that follow see the item as it will be."""
        code = self.source.code
        for column, _before, value in answer.changes:
            if column != "class_id":
                thing.values[column], thing.origins[column] = value, code
        thing.origins.update(dict.fromkeys(answer.claims, code))
        is_new = self.known.settle(thing, kind, texts)
        answer.thing = thing
        answer.outcome = NEW if is_new else CHANGED if answer.changes else UNCHANGED

    # -- Bringing in -----------------------------------------------------------------------------

    def bring(self, rows, earlier=None, run=0):
        """Write down what these rows say; those that cannot be written fail alone.

        :param run: number of the full run, see ``service.desk.ci.sighting``
        """
        self.source._pass_gate()
        try:
            with self.env.cr.savepoint():
                return self._bring(rows, earlier, run)
        except OperationalError:
            raise
        except Exception as error:
            _logger.info("Import of items: a batch fails (%s), one by one then", error)
        return [answer for row in rows for answer in self._bring_alone(row, earlier, run)]

    def _bring(self, rows, earlier, run):
        self.known = Known(self.env, self.source)
        answers = self.judge(rows, earlier)
        Pen(self.env, self.source, self.cells).note_down([one for one in answers if one.is_in()], run)
        return answers

    def _bring_alone(self, row, earlier, run):
        try:
            with self.env.cr.savepoint():
                return self._bring([row], earlier, run)
        except OperationalError:
            raise
        except Exception as error:
            self.env.invalidate_all(flush=False)
            return [Answer(row, FAILED, message=self._text_refusal(error))]

    def _text_refusal(self, error):
        if isinstance(error, UserError):
            return str(error).strip()
        _logger.exception("An item could not be imported", exc_info=error)
        return self.env._("Something unexpected went wrong. Your administrator finds it in the log.")

    def say_changes(self, answer):
        """What changes, a line each: before → after."""
        return "\n".join(
            f"{self.cells.label(column)}: {self.cells.say(column, before) or '–'} → {self.cells.say(column, after)}"
            for column, before, after in answer.changes
        )
