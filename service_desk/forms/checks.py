"""What an answer is worth: a typed value, or what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from .patterns import MAX_PATTERNED, matches
from .spec import FILES, HEADING, is_filled, plain, to_number
from .visibility import required, visible

#: Longest answers, unless a question asks for shorter ones.
MAX_LENGTH = {"text": 500, "long_text": 20_000}
#: Files for one question, and MB of each, unless it says otherwise.
MAX_FILES, MAX_MB = 5, 25
#: More words than a list of choices has are not read.
MAX_CHOICES = 200

#: Characters that no text of people holds, and that databases may not store.
_CONTROLS = dict.fromkeys([*(code for code in range(0x20) if code not in (0x09, 0x0A)), 0x7F])


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer, in a word that screens turn into a sentence."""

    kind: str
    facts: dict = field(default_factory=dict)


class _WrongError(Exception):
    """Carries a problem out of a check."""

    def __init__(self, kind, **facts):
        super().__init__(kind)
        self.problem = Problem(kind, facts)


def check(form, answers, files=None, today=None):
    """Typed values and problems, both by code; what is not shown is in neither.

    :param dict answers: code -> text or list of texts
    :param dict files: code -> list of (name, size in bytes)
    :param date today: as it is where the person is
    """
    answers = {code: cleaned(answer) for code, answer in answers.items()}
    files = files or {}
    named = {code: [name for name, _size in chosen] for code, chosen in files.items()}
    given = {**answers, **named}
    shown, needed = set(visible(form, given)), set(required(form, given))
    values, problems = {}, {}
    for question in form.questions:
        if question.code not in shown or question.kind == HEADING:
            continue
        answer = files.get(question.code, []) if question.kind in FILES else answers.get(question.code, "")
        try:
            value = _value(question, answer, question.code in needed, today or date.today())
        except _WrongError as wrong:
            problems[question.code] = wrong.problem
        else:
            if value is not None:
                values[question.code] = value
    return values, problems


def cleaned(answer):
    """The answer without characters that no text of people holds."""
    if isinstance(answer, (list, tuple)):
        return [str(one).translate(_CONTROLS) for one in answer[:MAX_CHOICES]]
    text = str(answer if answer is not None else "").replace("\r\n", "\n").replace("\r", "\n")
    return text.translate(_CONTROLS)


def _value(question, answer, is_needed, today):
    """The typed value, None without an answer."""
    is_there = bool(answer) if question.kind in FILES else is_filled(answer)
    if not is_there:
        if is_needed:
            raise _WrongError("missing")
        return None
    return _READERS[question.kind](question, answer, today)


# -- One for each kind ------------------------------------------------------------------------------


def _text(question, answer, today):
    text = _one(answer).strip()
    if question.kind == "text":
        text = " ".join(text.split())
    limit = _length_limit(question)
    if len(text) > limit:
        raise _WrongError("too_long", limit=limit, length=len(text))
    shortest = to_number(question.minimum)
    if shortest and len(text) < shortest:
        raise _WrongError("too_short", limit=int(shortest))
    if question.pattern and not matches(question.pattern, text):
        raise _WrongError("pattern")
    return text


def _length_limit(question):
    limits = [MAX_LENGTH[question.kind], to_number(question.maximum)]
    if question.pattern:
        limits.append(MAX_PATTERNED)
    return int(min(limit for limit in limits if limit))


def _number(question, answer, today):
    number = to_number(_one(answer))
    if number is None:
        raise _WrongError("not_number")
    _within(question, number)
    return number


def _within(question, number, small="too_small", large="too_large"):
    lowest, highest = to_number(question.minimum), to_number(question.maximum)
    if lowest is not None and number < lowest:
        raise _WrongError(small, limit=plain(lowest))
    if highest is not None and number > highest:
        raise _WrongError(large, limit=plain(highest))


def _date(question, answer, today):
    text = _one(answer).strip()
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise _WrongError("not_date")
    _between_days(question, day, today)
    return day


def _between_days(question, day, today):
    first, last = (to_number(limit) for limit in (question.minimum, question.maximum))
    if first is not None and day < today + timedelta(days=first):
        raise _WrongError("too_early", limit=(today + timedelta(days=first)).isoformat())
    if last is not None and day > today + timedelta(days=last):
        raise _WrongError("too_late", limit=(today + timedelta(days=last)).isoformat())


def _datetime(question, answer, today):
    """In the person's own time, without a zone."""
    text = _one(answer).strip().replace(" ", "T")
    form = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?"
    try:
        moment = datetime.fromisoformat(text) if re.fullmatch(form, text) else None
    except ValueError:
        moment = None
    if moment is None or not 1900 <= moment.year <= 2200:
        raise _WrongError("not_date")
    _between_days(question, moment.date(), today)
    return moment


def _choice(question, answer, today):
    value = _one(answer)
    if value not in {choice.value for choice in question.choices}:
        raise _WrongError("not_choice")
    return value


def _choices(question, answer, today):
    answer = answer if isinstance(answer, list) else [answer]
    chosen = {one for one in answer if one.strip()}
    values = [choice.value for choice in question.choices if choice.value in chosen]
    if len(values) != len(chosen):
        raise _WrongError("not_choice")
    _within(question, len(values), "too_few", "too_many")
    return values


def _yes_no(question, answer, today):
    value = _one(answer)
    if value not in ("yes", "no"):
        raise _WrongError("not_choice")
    return value == "yes"


def _pointer(question, answer, today):
    """A person or record: its number, or words that the server finds it by."""
    text = _one(answer).strip()
    if len(text) > MAX_LENGTH["text"]:
        raise _WrongError("not_found")
    return text


def _file(question, answer, today):
    _within(question, len(answer), "too_few", "too_many")
    if not question.maximum and len(answer) > MAX_FILES:
        raise _WrongError("too_many", limit=str(MAX_FILES))
    limit = question.max_mb or MAX_MB
    for name, size in answer:
        extension = name.rpartition(".")[2].lower() if "." in name else ""
        if question.extensions and extension not in question.extensions:
            raise _WrongError("file_type", name=name, allowed=", ".join(question.extensions))
        if not size:
            raise _WrongError("file_empty", name=name)
        if size > limit * 1024**2:
            raise _WrongError("file_size", name=name, limit=limit)
    return answer


def _one(answer):
    return answer[0] if isinstance(answer, list) else answer


_READERS = {
    "text": _text,
    "long_text": _text,
    "number": _number,
    "date": _date,
    "datetime": _datetime,
    "choice": _choice,
    "choices": _choices,
    "yes_no": _yes_no,
    "person": _pointer,
    "record": _pointer,
    "file": _file,
}
