"""What rows mean for the items that are known, and writing it down."""


from odoo.addons.service_desk.sheets.headings import plain

from .. import attribute_rules, reconcile_rules
from ..models.service_desk_ci_data import CI_LIFECYCLE, GONE_STATES, LIVE_STATES
from ..models.service_desk_ci_source_data import (
    CHANGED,
    COLUMNS,
    NEW,
    UNCHANGED,
    UNSEEN,
)
from ..reconcile_rules import CLAIM, DIFFERS, TAKE, Ambiguous, Thing
from .answer import Answer, most, values_of
from .cells import Cells
from .headings import ATTRIBUTE
from .known import Known
from .problems import Problems, text_no_class


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
        self._defaults = env["service.desk.ci"].default_get(list(COLUMNS))

    # -- Looking ---------------------------------------------------------------------------------

    def judge(self, rows, earlier=None):
        """What would become of these rows.

        :param rows: dicts of target -> text
        :param earlier: called with ids of items; gives id -> {column: text} of what rows before said of them
        """
        answers = [Answer({target: text for target, text in row.items() if text}) for row in rows]
        for answer in answers:
            answer.message = self._text_unfit(answer)
        # Also a row that stays out for one cell is about something, which is told of by it.
        told = [values_of(answer.fit_texts()) for answer in answers]
        kinds = [self._kind_of(answer) for answer in answers]
        told = [self.known.resolved(kind, texts) for kind, texts in zip(kinds, told, strict=True)]
        keyed = [self.known.keyed(kind, texts) for kind, texts in zip(kinds, told, strict=True)]
        self.known.load(keyed, {kind for kind in kinds if kind})
        if earlier:
            self.known.remember(earlier(list(self.known.things)))
        self.cells.look_up(told)
        for answer, kind, texts, keys in zip(answers, kinds, told, keyed, strict=True):
            self._judge(answer, kind, texts, keys)
        self.cells.learn_names(change for answer in answers for change in answer.said_values())
        return answers

    def _text_unfit(self, answer):
        """What keeps the texts of a row from being looked at, or nothing. Programs send anything."""
        for target, text in answer.texts.items():
            if not reconcile_rules.is_text(text):
                return self.env._("The row contains a character that is not text.")
            if len(text) > most(target):
                label = self.cells.label(target.removeprefix(ATTRIBUTE))
                return self.env._(
                    "%(column)s: up to %(count)s characters of text are possible.", column=label, count=most(target)
                )
        return ""

    def _kind_of(self, answer):
        name = answer.fit_texts().get("class")
        if not name:
            return self.kind
        if self._kinds is None:
            everyone = self.env["service.desk.ci.class"].search([])
            self._kinds = {
                plain(one[way]): one for way in ("name", "complete_name", "code") for one in reversed(everyone)
            }
        kind = self._kinds.get(plain(name))
        if not kind:
            answer.message = answer.message or text_no_class(self.env, name, self._kinds.values())
        return kind or self.env["service.desk.ci.class"]

    def _judge(self, answer, kind, texts, keys):
        """Say what becomes of a row, or all that keeps it out at once."""
        if answer.message and not texts:
            return
        problems = Problems([answer.message] if answer.message else [])
        thing = self._find(answer, kind, texts, keys, problems)
        kind = self._class_of(kind, thing)
        if not kind and not problems:
            problems.append(self.env._("What is it? The row names no class."))
        # What a row names no class for is told by the class of its item.
        texts = self.known.resolved(kind, texts)
        attributes = self.known.attributes(kind) if kind else {}
        values = self._values(kind, texts, attributes, problems)
        fresh = thing or Thing(None, kind.id)
        if kind and not problems.is_lost:
            self._decide_all(answer, fresh, kind, texts, values, problems)
        if not problems:
            return self._settle(answer, fresh, kind, texts)
        answer.message = problems.text(self.env)
        answer.changes, answer.differs = [], {}

    def _find(self, answer, kind, texts, keys, problems):
        """The item that it is about; None for a new one, and where nobody can tell."""
        with problems.noted():
            thing = self._identify(answer, kind, keys)
            with problems.noted():
                kind = self._class_of(kind, thing)
                self._check_agrees(kind, self.known.resolved(kind, texts), thing)
            return thing
        problems.is_lost = True
        return None

    def _decide_all(self, answer, thing, kind, texts, values, problems):
        with problems.noted():
            self._check_state(kind, values, texts)
        self._decide(answer, thing, kind, values)
        with problems.noted():
            self._check_complete(thing, answer, kind, self.known.attributes(kind), problems.columns)

    @staticmethod
    def _class_of(kind, thing):
        """What it is by the row, unless it is known to be something narrower."""
        if not thing:
            return kind
        own = kind.browse(thing.kind)
        return kind if kind and own in kind._lineage() else own

    def _values(self, kind, texts, attributes, problems):
        """column -> value of the cells that mean one; what is said against others is noted."""
        values = {}
        for name, text in texts.items():
            # What attributes there are nobody knows without a class.
            if name == "number" or (not kind and name not in COLUMNS):
                continue
            try:
                values[name] = self.cells.meaning(name, text, kind, attributes)
            except ValueError as error:
                problems.note(error, name)
        return {name: value for name, value in values.items() if value is not None}

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
                if self._is_word_of_person(column, current, origin) and (column != "state" or not state):
                    answer.overruled.add(column)
            elif verdict == CLAIM:
                claims.add(column)
            elif verdict == DIFFERS:
                answer.differs[column] = (found, current)
        answer.said = frozenset(values)
        answer.claims = claims

    def _is_word_of_person(self, column, value, origin):
        """Whether somebody wrote it: what nobody chose says nothing."""
        return value is not None and not origin and value != self._defaults.get(column)

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

    def _check_complete(self, thing, answer, kind, attributes, wrong):
        """:raise ValueError: when it lacks something; what is ``wrong`` it does not lack"""
        after = {**thing.values, **{column: value for column, _before, value in answer.changes}}
        if not after.get("name") and "name" not in wrong:
            raise ValueError(self.env._("What is new needs a name."))
        concerned = [column for column, _before, _after in answer.changes if column not in COLUMNS or column == "state"]
        if after.get("state") in LIVE_STATES and concerned:
            asked = (one for one in attributes.values() if one.code not in wrong)
            lacking = attribute_rules.missing(asked, after)
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
