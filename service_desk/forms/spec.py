"""What a form asks, as data."""

import re
from dataclasses import dataclass, field

HEADING = "heading"
#: Kinds whose answer is a list of words.
LISTS = frozenset({"choices"})
#: Kinds that are answered with files.
FILES = frozenset({"file"})
#: Text that people type freely.
TEXTS = frozenset({"text", "long_text"})

SHOW, REQUIRE = "show", "require"

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,6})?")


@dataclass(frozen=True)
class Condition:
    """A question is shown, or must be answered, only if an earlier one is answered like this."""

    on: str
    operator: str
    value: str = ""


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from. The value is what conditions look at."""

    value: str
    name: str = ""
    price: float = 0.0


@dataclass(frozen=True)
class Question:
    """One question, or a heading that begins a section.

    :param minimum: smallest number, shortest text, fewest choices or files, or for dates the first
        day, counted from today; empty for none. ``maximum`` likewise
    :param show: all of these must hold, else nobody sees the question
    :param require: once all of these hold it must be answered
    """

    code: str
    kind: str
    name: str = ""
    required: bool = False
    minimum: str = ""
    maximum: str = ""
    pattern: str = ""
    extensions: tuple[str, ...] = ()
    max_mb: int = 0
    choices: tuple[Choice, ...] = ()
    show: tuple[Condition, ...] = ()
    require: tuple[Condition, ...] = ()

    @classmethod
    def from_data(cls, data):
        known = {name: data[name] for name in cls.__dataclass_fields__ if name in data}
        for name in (SHOW, REQUIRE):
            known[name] = tuple(Condition(**one) for one in data.get(name, ()))
        known["choices"] = tuple(
            Choice(one["value"], one.get("name", ""), one.get("price", 0.0))
            for one in data.get("choices", ())
        )
        known["extensions"] = tuple(data.get("extensions", ()))
        return cls(**known)


@dataclass(frozen=True)
class Form:
    """The questions in the order in which they are asked."""

    questions: tuple[Question, ...] = field(default=())

    @classmethod
    def from_data(cls, data):
        """:param data: list of dicts, as it is sent to the browser"""
        return cls(tuple(map(Question.from_data, data)))

    def flaws(self):
        """What keeps this form from working: pairs of question code and kind of flaw."""
        flaws, earlier = [], {}
        for question in self.questions:
            if question.code in earlier:
                flaws.append((question.code, "double"))
            for condition in (*question.show, *question.require):
                if condition.on not in earlier:
                    flaws.append((question.code, "order"))
                elif earlier[condition.on].kind == HEADING:
                    flaws.append((question.code, "on_heading"))
            if question.kind in ("choice", "choices") and not question.choices:
                flaws.append((question.code, "no_choice"))
            earlier[question.code] = question
        return flaws


def to_number(text):
    """The number that somebody typed, or None."""
    text = str(text or "").strip()
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None


def plain(number):
    """A number as people write it, with as many digits as it has."""
    return f"{number:.6f}".rstrip("0").rstrip(".")


def is_filled(answer):
    """Whether there is an answer at all; blanks are none."""
    return any(one.strip() for one in answer) if isinstance(answer, list) else bool(answer.strip())
