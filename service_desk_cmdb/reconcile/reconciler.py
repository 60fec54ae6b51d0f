"""What rows mean for the items that are known, and writing it down."""

from dataclasses import dataclass, field

from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules, reconcile_rules
from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..models.service_desk_ci_data import CI_LIFECYCLE, GONE_STATES, LIVE_STATES
from ..models.service_desk_ci_source_data import (
    CHANGED,
    COLUMNS,
    FAILED,
    MAX_RELATIONS,
    MAX_TEXT,
    NEW,
    PROBLEM,
    UNCHANGED,
    UNSEEN,
)
from ..reconcile_rules import CLAIM, DIFFERS, TAKE, Ambiguous, Thing
from .cells import Cells
from .headings import ATTRIBUTE, RELATIONS
from .known import Known

#: Columns in which people and machines write that there is none.
_NUMBERS = ("serial_number", "asset_tag")


@dataclass(eq=False)
class Answer:
    """What becomes of a row.

    :param texts: target -> text, as read
    :param outcome: new, changed, same, problem or failed
    :param changes: (column, before, after)
    :param differs: column -> (found, what stays)
    :param about: ids of the items that it may be about, also when it cannot go in
    """

    texts: dict
    outcome: str = PROBLEM
    thing: Thing | None = None
    changes: list = field(default_factory=list)
    differs: dict = field(default_factory=dict)
    said: frozenset = frozenset()
    claims: set = field(default_factory=set)
    about: tuple = ()
    message: str = ""

    def relations(self):
        """target -> text, of the relations that the row tells."""
        return {target: text for target, text in self.texts.items() if target[0] in RELATIONS}

    def is_in(self):
        return self.outcome not in (PROBLEM, FAILED)

    def said_values(self):
        """(column, values …) of what is said about changes and differences."""
        yield from self.changes
        yield from ((column, *values) for column, values in self.differs.items())


def values_of(texts):
    """column or attribute -> text, of what a row says by target. “N/A” of a number says nothing."""
    return {
        target.removeprefix(ATTRIBUTE): text
        for target, text in texts.items()
        if target != "class" and target[0] not in RELATIONS and not _says_nothing(target, text)
    }


def _says_nothing(target, text):
    return target in _NUMBERS and reconcile_rules.is_placeholder(target, text[:MAX_TEXT], PLACEHOLDERS)


class Reconciler:
    """Looks at rows, batch after batch, and writes nothing.

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
            answer.message = self._text_unfit(answer)
        told = [values_of({} if answer.message else answer.texts) for answer in answers]
        kinds = [self._kind_of(answer) for answer in answers]
        keyed = [self.known.keyed(kind, texts) for kind, texts in zip(kinds, told, strict=True)]
        self.known.load(keyed, {kind for kind in kinds if kind})
        if earlier:
            self.known.remember(earlier(list(self.known.things)))
        self.cells.look_up(told)
        for answer, kind, texts, keys in zip(answers, kinds, told, keyed, strict=True):
            try:
                thing = self._identify(answer, kind, keys)
                if not answer.message:
                    self._judge(answer, kind, texts, thing)
            except ValueError as error:
                answer.message = answer.message or str(error)
        self.cells.learn_names(change for answer in answers for change in answer.said_values())
        return answers

    def _text_unfit(self, answer):
        """What keeps the texts of a row from being looked at, or nothing. Programs send anything."""
        for target, text in answer.texts.items():
            most = MAX_TEXT * (MAX_RELATIONS if target[0] in RELATIONS else 1)
            if not reconcile_rules.is_text(text):
                return self.env._("The row contains a character that is not text.")
            if len(text) > most:
                label = self.cells.label(target.removeprefix(ATTRIBUTE))
                return self.env._(
                    "%(column)s: up to %(count)s characters of text are possible.", column=label, count=most
                )
        return ""

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

    def _judge(self, answer, kind, texts, thing):
        """:raise ValueError: with a sentence, when the row cannot go in"""
        self._check_agrees(kind, texts, thing)
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
        self._check_state(kind, values, texts)
        fresh = thing or Thing(None, kind.id)
        self._decide(answer, fresh, kind, values)
        self._check_complete(fresh, answer, kind, attributes)
        self._settle(answer, fresh, kind, texts)

    def _check_agrees(self, kind, texts, thing):
        plain_texts = {name: reconcile_rules.norm(text) for name, text in texts.items()}
        said = self.known.said_of(thing)
        column = reconcile_rules.contradiction(said, plain_texts)
        if column:
            raise ValueError(
                self.env._(
                    "Another row is about the same item and says something else: there, its %(column)s is “%(value)s”.",
                    column=self.cells.label(column, kind),
                    value=said[column][:100],
                )
            )

    def _check_state(self, kind, values, texts):
        states = self.known.states(kind)
        if states and "state" in values and values["state"] not in states:
            label = self.cells.label("state")
            raise ValueError(self.env._("%(column)s cannot be “%(text)s”.", column=label, text=texts["state"]))

    def _identify(self, answer, kind, keys):
        """The item that a row is about, or None.

        :raise ValueError: with a sentence, when that cannot be told
        """
        try:
            thing = self.known.identify(kind, keys)
        except Ambiguous as error:
            answer.about = tuple(one.id for one in error.args[0] if one.id)
            numbers = ", ".join(one.values.get("number") or self.env._("a row above") for one in error.args[0][:5])
            raise ValueError(self.env._("Several items fit: %s.", numbers)) from None
        except LookupError:
            raise ValueError(self.env._("There is no item with the number %s.", keys["number"][:100])) from None
        answer.about = (thing.id,) if thing and thing.id else ()
        return thing

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
