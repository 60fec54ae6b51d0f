"""Whether what a source tells is about something known, and whose word counts. Pure Python without Odoo inside.

A thing is known by the first of its keys that it has: a serial number, a tag, a name, several attributes
together. What a weaker key finds is not it where a stronger key says otherwise. Of what sources say of
one value, the strongest source's word stays, in whatever order they come.
"""

from dataclasses import dataclass, field

#: What becomes of a value: written, remembered as also told by a stronger source, left, reported.
TAKE, CLAIM, SAME, DIFFERS = "take", "claim", "same", "differs"
NUMBER, NAME, SERIAL = "number", "name", "serial_number"
#: By what things are known whose class does not say it.
DEFAULT_KEYS = ((SERIAL,), ("asset_tag",), ("name",))
#: Weaker than any source there is.
WEAKEST = 10**9
#: Of these alone something stands for nothing: -, ?, 0.0.0.0, 00:00:00:00:00:00.
_HOLLOW = frozenset("-._:/?*# 0")
#: PostgreSQL keeps no text with this character in it.
NUL = "\0"


class Ambiguous(Exception):
    """Several known things fit; ``args[0]`` has them."""


@dataclass(eq=False)
class Thing:
    """A configuration item as far as sources are concerned.

    :param id: of the item, None for a new one
    :param values: column or attribute -> value; nothing that is empty
    :param origins: column or attribute -> code of the source whose word it is; people's are not in it
    """

    id: int | None
    kind: int
    values: dict = field(default_factory=dict)
    origins: dict = field(default_factory=dict)


def keys_of(text):
    """The columns of one key, as people write them: hostname + ip."""
    words = (text or "").replace("+", ",").split(",")
    return tuple(dict.fromkeys(word.strip() for word in words if word.strip()))


def is_placeholder(column, text, placeholders):
    """Whether a key says that there is none. A name is a name, whatever it is."""
    if column in (NAME, NUMBER):
        return False
    plain = norm(text)
    signs = set(plain)
    if plain in placeholders or (column == SERIAL and len(signs) <= 1):
        return True
    # 0 alone may be a number.
    return signs <= _HOLLOW and plain != "0"


def norm(value):
    """A value as it is compared to know a thing by it: letters are made small as the database does it."""
    return " ".join(str(value).split()).lower()


def is_text(text):
    """Whether the database can keep it."""
    return NUL not in text and text.encode(errors="ignore").decode() == text


def levels(parents):
    """How deep each thing stands in others, which have to be there before it.

    :param parents: name -> name of what it stands in
    :return: name -> number; what stands in nothing of these, or in itself by a circle, is 0
    """
    found = {}
    for name in parents:
        path = {}
        while name in parents and name not in found and name not in path:
            path[name] = True
            name = parents[name]
        depth = found.get(name, -1)
        for one in reversed(path):
            depth += 1
            found[one] = depth
    return found


class Index:
    """Known things by the values of some columns; new ones join as they come."""

    def __init__(self, columns, placeholders=frozenset()):
        self.columns, self.placeholders = set(columns) | {NUMBER}, placeholders
        self._places = {}

    def add(self, thing):
        for column in self.columns & thing.values.keys():
            value = self.value(column, thing.values)
            if value is not None:
                self._places.setdefault((column, value), {})[id(thing)] = thing

    def value(self, column, values):
        """What a thing can be known by in this column, or None."""
        value = values.get(column)
        if value is None or value == "" or is_placeholder(column, value, self.placeholders):
            return None
        return norm(value)

    def identify(self, keys, values, fits):
        """The known thing that these values are about, or None.

        :param keys: tuples of columns, the strongest first
        :param fits: says of a thing whether its class can be meant
        :raise LookupError: when they name a number that nothing has
        :raise Ambiguous: when several fit
        """
        if values.get(NUMBER):
            found = self._with((NUMBER,), values)
            if not found:
                raise LookupError(values[NUMBER])
            return self._only(found)
        for place, columns in enumerate(keys):
            found = [one for one in self._with(columns, values) if fits(one)]
            found = [one for one in found if not self._contradicts(keys[:place], values, one)]
            if found:
                return self._only(found)
        return None

    def _with(self, columns, values):
        wanted = [(column, self.value(column, values)) for column in columns]
        if not wanted or any(value is None for _column, value in wanted):
            return []
        return [
            one
            for one in self._places.get(wanted[0], {}).values()
            if all(self.value(column, one.values) == value for column, value in wanted)
        ]

    def _contradicts(self, stronger, values, thing):
        """Whether a stronger key says that it is another thing."""
        for columns in stronger:
            mine = [self.value(column, values) for column in columns]
            its = [self.value(column, thing.values) for column in columns]
            if None not in mine and None not in its and mine != its:
                return True
        return False

    @staticmethod
    def _only(found):
        if len(found) > 1:
            raise Ambiguous(found)
        return found[0]


@dataclass(frozen=True)
class Word:
    """How much the word of a source counts for one value.

    :param ranks: code of a source -> place, the strongest is 0
    :param is_locked: only people change what is there
    :param overrules: it may change what people wrote
    """

    mine: str
    ranks: dict
    is_locked: bool = False
    overrules: bool = True

    def rank(self, code):
        return self.ranks.get(code, WEAKEST)

    def is_stronger(self, origin):
        """Whether it counts more than the word of another, or of people (None)."""
        if origin is None:
            return self.overrules
        return origin != self.mine and self.rank(self.mine) < self.rank(origin)


def decide(word, current, found, origin):
    """What becomes of a value that a source tells.

    :param current: what is written down, None for nothing
    :param origin: the code of the source that said so, None for people
    :return: ``take``, ``claim`` (the same, told by a stronger source now), ``same`` or ``differs``
    """
    if current is None:
        return TAKE
    if current == found:
        return CLAIM if word.is_stronger(origin) and not word.is_locked else SAME
    if word.is_locked:
        return DIFFERS
    return TAKE if origin == word.mine or word.is_stronger(origin) else DIFFERS


def contradiction(earlier, later):
    """The first column of which two rows about one thing say different things, or None."""
    return next((one for one in sorted(later) if one in earlier and earlier[one] != later[one]), None)
