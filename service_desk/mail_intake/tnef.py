"""winmail.dat, looked through before it is opened.

The package that opens it believes the counts in it: fifty bytes that announce four billion values
would fill the memory of the server.
"""

import struct
from contextlib import suppress

#: Kinds of objects that hold what the desk wants: codepage, text, properties, and of files their
#: beginning, name, content and properties.
WANTED = frozenset({0x9007, 0x800C, 0x9003, 0x9002, 0x8010, 0x800F, 0x9005})
PROPERTIES = frozenset({0x9003, 0x9005})
#: Beyond that a file is built to do harm.
MAX_OBJECTS, MAX_VALUES = 1_000, 10_000
#: The package copies the rest of the file for each object.
MAX_COPIED = 4_000_000_000
HEAD, TAIL = struct.Struct("<BHHI"), 2
#: Kinds of values that have one length, in bytes; those that bring their own.
LENGTHS = {2: 2, 11: 2, 3: 4, 4: 4, 10: 4, 5: 8, 6: 8, 7: 8, 20: 8, 64: 8, 72: 16}
LONG = frozenset({0, 13, 30, 31, 258})
MANY, NAMED, SHORT = 0x1000, 0x8000, 2
#: What stands before a winmail.dat within another, which the package would open too; and what keeps
#: it from doing so.
EMBEDDED = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
CLOSED = EMBEDDED[:-1] + b"\x47"


def thinned(content) -> bytes:
    """The same file with only what the desk reads, other such files in it closed.

    :raise ValueError: when it announces more than any mail program writes
    """
    content = content.replace(EMBEDDED, CLOSED)
    kept, values, place = [content[:6]], 0, 6
    while place + HEAD.size + TAIL < len(content):
        _level, name, _kind, size = HEAD.unpack_from(content, place)
        end = min(len(content), place + HEAD.size + size + TAIL)
        if name in WANTED:
            kept.append(content[place:end])
        if name in PROPERTIES:
            values += _Properties(content[place + HEAD.size : end - TAIL]).count()
        place = end
        if len(kept) > MAX_OBJECTS or values > MAX_VALUES or len(kept) * len(content) > MAX_COPIED:
            raise ValueError("winmail.dat announces too much")
    return b"".join(kept)


class _Properties:
    """Walks through a list of properties as the package will, to see how long that takes."""

    def __init__(self, content):
        self.content = content
        self.place = 0
        self.values = 0

    def count(self) -> int:
        # At the end of the content the package stops as well.
        with suppress(struct.error):
            for _number in range(self._expect(self._integer())):
                self._property()
        return self.values

    def _expect(self, number):
        self.values += number
        if self.values > MAX_VALUES:
            raise ValueError("winmail.dat announces too many values")
        return number

    def _integer(self):
        (number,) = struct.unpack_from("<I", self.content, self.place)
        self.place += 4
        return number

    def _property(self):
        kind, name = struct.unpack_from("<HH", self.content, self.place)
        self.place += 4
        if name >= NAMED:
            self._name()
        many = self._expect(self._integer()) if kind & MANY else 0
        kind &= ~MANY
        for _number in range(many or 1):
            self._value(kind, is_many=bool(many))
        if (many or 1) % 2 and LENGTHS.get(kind) == SHORT:
            self.place += SHORT

    def _name(self):
        self.place += 16
        is_text = self._integer()
        length = self._integer()
        self.place += _padded(length) if is_text else 0

    def _value(self, kind, is_many):
        if kind in LENGTHS:
            self.place += LENGTHS[kind]
            return
        if kind not in LONG:
            raise struct.error  # the package does not know it either
        for _number in range(1 if is_many else self._expect(self._integer())):
            self.place += _padded(self._integer())


def without_mark(content) -> bytes:
    """A file of a winmail.dat; of another winmail.dat what stands behind its mark."""
    return content.removeprefix(CLOSED)


def _padded(length):
    return length + -length % 4
