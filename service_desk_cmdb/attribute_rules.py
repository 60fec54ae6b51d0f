"""What a class of configuration items says about them: types of attributes, and what fits them.

Pure Python without Odoo inside. Attributes become the properties that Odoo keeps with each item.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timezone

CHAR, TEXT, INTEGER, FLOAT, BOOLEAN, DATE, DATETIME, SELECTION = (
    "char",
    "text",
    "integer",
    "float",
    "boolean",
    "date",
    "datetime",
    "selection",
)
#: Codes are names in imports and in the database.
CODE = re.compile(r"[a-z][a-z0-9_]{0,62}")
#: What is no text in JSON, as Python and PostgreSQL write it.
PLAIN = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,17})?|true|false", re.IGNORECASE)
TRUE = frozenset({"1", "true", "yes", "y", "on", "x"})
FALSE = frozenset({"0", "false", "no", "n", "off"})


@dataclass(frozen=True)
class Attribute:
    """One attribute of a class.

    :param options: what may be chosen, for a selection
    :param unit: said after the value
    """

    code: str
    name: str
    kind: str = CHAR
    options: tuple[str, ...] = ()
    unit: str = ""
    is_required: bool = False


def is_code(text: str) -> bool:
    """Whether a text can be the code of an attribute; Odoo keeps this ending for HTML."""
    return bool(CODE.fullmatch(text or "")) and not text.endswith("_html")


def code_of(name: str | None) -> str:
    """The code that a name suggests: “CPU Cores (total)” is cpu_cores_total; nothing, where it suggests none."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    code = re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:60]
    return code if is_code(code) else ""


def options_of(text: str | None) -> tuple[str, ...]:
    """Options as people write them, one a line; in a single line, divided by semicolons, else by commas."""
    lines = [line.strip() for line in (text or "").strip().splitlines()]
    if len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(";" if ";" in lines[0] else ",")]
    return tuple(dict.fromkeys(filter(None, lines)))


def definition(attributes: Iterable[Attribute]) -> list[dict]:
    """The same as Odoo's definition of properties."""
    return [
        {
            "name": one.code,
            # The form marks fields that are required, and knows of none among properties.
            "string": f"{one.name} *" if one.is_required else one.name,
            "type": one.kind,
            **({"suffix": one.unit} if one.unit and one.kind in (INTEGER, FLOAT, CHAR) else {}),
            **({"selection": [[option, option] for option in one.options]} if one.kind == SELECTION else {}),
        }
        for one in attributes
    ]


def clean(attribute: Attribute, value):
    """A value as it is kept, from what somebody or some program gave.

    :return: the value, or None for nothing
    :raise ValueError: when it does not fit the type
    """
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "" or (value is False and attribute.kind != BOOLEAN):
        return None
    return _CLEANERS[attribute.kind](attribute, value)


def fitting(attributes: Iterable[Attribute], values: Mapping[str, object]) -> dict:
    """code -> value as it is kept, of those values that these attributes know and that fit them."""
    found = {}
    for one in attributes:
        with suppress(ValueError, TypeError, OverflowError):
            found[one.code] = clean(one, values.get(one.code))
    return {code: value for code, value in found.items() if value is not None}


def parts(code: str, text: str) -> list[str]:
    """A value by its text, as it can stand among the attributes of an item in JSON: a number may be a text, too."""
    values = [json.dumps(text, ensure_ascii=False), *([text] if PLAIN.fullmatch(text) else [])]
    return [f'{{"{code}": {value}}}' for value in values]


def missing(attributes: Iterable[Attribute], values: dict) -> list[str]:
    """Names of required attributes that have no value; zero and no are values."""
    return [
        one.name
        for one in attributes
        if one.is_required and not is_said(one, values.get(one.code))
    ]


def is_said(attribute: Attribute, value) -> bool:
    """Whether a value as it is kept says something; zero and no do."""
    return value not in (None, "") and (value is not False or attribute.kind == BOOLEAN)


def _to_text(attribute, value):
    text = str(value)
    # No database keeps half a character, nor NUL.
    if isinstance(value, (dict, list)) or "\0" in text or text.encode(errors="ignore").decode() != text:
        raise ValueError(value)
    return text


def _to_integer(attribute, value):
    number = float(value)
    if isinstance(value, bool) or not number.is_integer() or abs(number) >= 2**53:
        raise ValueError(value)
    return int(number)


def _to_float(attribute, value):
    number = float(value)
    # Not a number is no number of anything, and JSON does not know it.
    if isinstance(value, bool) or number != number or abs(number) == float("inf"):
        raise ValueError(value)
    return number


def _to_boolean(attribute, value):
    if isinstance(value, bool):
        return value
    word = str(value).lower()
    if word in TRUE | FALSE:
        return word in TRUE
    raise ValueError(value)


def _to_date(attribute, value):
    if isinstance(value, datetime):
        value = value.date()
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return day.isoformat()


def _to_datetime(attribute, value):
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    if moment.tzinfo:
        moment = moment.astimezone(timezone.utc)
    return moment.replace(tzinfo=None, microsecond=0).isoformat(" ")


def _to_option(attribute, value):
    wanted = str(value).casefold()
    for option in attribute.options:
        if option.casefold() == wanted:
            return option
    raise ValueError(value)


_CLEANERS = {
    CHAR: _to_text,
    TEXT: _to_text,
    INTEGER: _to_integer,
    FLOAT: _to_float,
    BOOLEAN: _to_boolean,
    DATE: _to_date,
    DATETIME: _to_datetime,
    SELECTION: _to_option,
}
