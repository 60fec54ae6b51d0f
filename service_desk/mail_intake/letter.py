"""The outside of a mail: headers as people meant them, however badly they are written."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

from .parsing import MAX_HEADER, headers_of, parsed

#: Where the addresses of a mail stand, the envelope's first.
RECIPIENT_HEADERS = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "To",
    "Cc",
    "Resent-To",
    "Resent-Cc",
)
#: More references than that make no thread, only a slow search.
MAX_REFERENCES = 50
#: Longer than any address that is deliverable.
MAX_ADDRESS = 320
#: A longer id fits into no index, and is none that anybody answers to.
MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
ENCLOSED_ID = re.compile(
    rb"^(?:message-id|x-microsoft-original-message-id):\s*(<[^<>\s\x00-\x1f\x7f]{1,500}>)", re.I | re.M
)
#: As much of a mail as is looked through for ids.
MAX_SCANNED = 1_000_000
# With limits, since a search without them takes the square of the length.
ADDRESS = re.compile(r"[^@\s<>\",;:]{1,320}@[^@\s<>\",;:]{1,320}")
BLANK_LINE = re.compile(rb"\r?\n\r?\n")
#: Headers of one name that are read.
MAX_VALUES = 20
#: Characters in which encoded words are looked for, which takes the square of the length as well.
MAX_ENCODED = 4_000
#: In one piece: what begins anew at each of a million spaces takes the square of their number.
BLANKS = re.compile(r"[ \t\r\n]+")
#: Also what turns the direction of writing, and so what a name seems to say.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")


@dataclass(frozen=True)
class Letter:
    """One mail, as it arrived."""

    raw: bytes

    @cached_property
    def message(self) -> Message:
        """With all its parts, which takes as long as the mail is large."""
        return parsed(self.raw)

    def header(self, name) -> str:
        """The first header of that name, decoded, on one line; empty when there is none."""
        return next(iter(self.headers(name)), "")

    def headers(self, name) -> list[str]:
        return [decoded(value) for value in self._values.get(name.lower(), [])]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """The headers as they stand, by name; as objects they have lost bytes already."""
        values = {}
        for name, value in headers_of(self.raw).raw_items():
            same = values.setdefault(name.lower(), [])
            if len(same) < MAX_VALUES and sum(map(len, same)) < MAX_HEADER:
                same.append(value)
        return values

    @cached_property
    def message_id(self) -> str:
        """With its brackets; empty when the sender gave none."""
        found = MESSAGE_ID.search(self.header("Message-ID"))
        return found.group() if found else ""

    @cached_property
    def fingerprint(self) -> str:
        """The same for copies of one mail that took several ways, another for any other mail."""
        facts = [self.header(name).encode() for name in ("From", "Date", "Subject")]
        if not self.message_id:
            # Without a date nothing else tells two short notes of one sender apart.
            facts.append(self._body if self.header("Date") else self.raw)
        return hashlib.sha256(b"\0".join(facts)).hexdigest()

    @property
    def _body(self) -> bytes:
        """What stands under the headers; servers on the way write into those alone.

        Mail servers hand lines over with either end.
        """
        found = BLANK_LINE.search(self.raw)
        return self.raw[found.end() :].replace(b"\r\n", b"\n").strip() if found else b""

    @cached_property
    def key(self) -> str:
        """What this mail is known by: its Message-ID, else its fingerprint."""
        return self.message_id or f"sha256:{self.fingerprint}"

    @cached_property
    def senders(self) -> list[tuple[str, str]]:
        """Name and address of everybody in From, else of whom a server named as the sender."""
        return self._people("From") or self._people("Sender")

    @property
    def sender(self) -> str:
        """The address this mail claims to be from, in lower case; empty when there is none."""
        return self.senders[0][1] if self.senders else ""

    @property
    def sender_name(self) -> str:
        return self.senders[0][0] if self.senders else ""

    @cached_property
    def recipients(self) -> list[str]:
        """Addresses this mail was meant for, in the order of :data:`RECIPIENT_HEADERS`."""
        found = (address for name in RECIPIENT_HEADERS for _name, address in self._people(name))
        return list(dict.fromkeys(found))

    @cached_property
    def copied(self) -> list[str]:
        """Addresses people see as recipients: To and Cc."""
        found = (address for name in ("To", "Cc") for _name, address in self._people(name))
        return list(dict.fromkeys(found))

    @cached_property
    def references(self) -> list[str]:
        """Message-IDs this mail answers, the nearest first."""
        nearest = MESSAGE_ID.findall(self.header("In-Reply-To"))
        thread = MESSAGE_ID.findall(self.header("References"))
        return list(dict.fromkeys([*nearest, *reversed(thread)]))[:MAX_REFERENCES]

    @property
    def enclosed_ids(self) -> list[str]:
        """Message-IDs that are written anywhere in it, as in reports on other mails."""
        found = ENCLOSED_ID.findall(self.raw[:MAX_SCANNED])
        return list(dict.fromkeys(one.decode("ascii", "ignore") for one in found))[:MAX_REFERENCES]

    @cached_property
    def subject(self) -> str:
        return self.header("Subject")

    @cached_property
    def date(self) -> datetime | None:
        """When it says it was sent, in UTC without a zone; None when it does not say."""
        try:
            sent = parsedate_to_datetime(self.header("Date"))
            return sent.astimezone(timezone.utc).replace(tzinfo=None) if sent.tzinfo else sent
        except (ValueError, TypeError, IndexError, OverflowError):
            return None

    def _people(self, name) -> list[tuple[str, str]]:
        """Name and address of everybody in the headers of that name."""
        people = []
        # Parsed before it is decoded: an encoded name may hold commas and brackets.
        for label, address in _addresses(map(_flat, self._values.get(name.lower(), []))):
            # As it stands first: decoded, the part before the @ may hold another address.
            readings = (address, decoded(address), decoded(label))
            found = next(filter(None, map(_address_in, readings)), "")
            if found:
                people.append((decoded(label), found))
        return people


def _address_in(text) -> str:
    """The address in a text; none where a quoted one stands before the @ of another."""
    found = ADDRESS.search(text) if text.count("@") == 1 else None
    if not found or len(found.group()) > MAX_ADDRESS:
        return ""
    local, _at, domain = found.group().partition("@")
    # Some letters of other alphabets become plain ones in lower case, and the address another's.
    return f"{local.lower() if local.isascii() else local}@{domain.lower()}"


def _addresses(values) -> list[tuple[str, str]]:
    values = list(values)
    try:
        return getaddresses(values)
    except RecursionError:  # comments in comments in comments
        return [("", address) for value in values for address in ADDRESS.findall(value)]


def _flat(value) -> str:
    """A header as one line of text, still encoded."""
    content = BLANKS.sub(_unfolded, str(value)).encode("utf-8", "surrogateescape")
    return UNPRINTABLE.sub(" ", _text(content, "utf-8"))


def _unfolded(blanks) -> str:
    """One space for the end of a line, with the blanks around it."""
    return " " if "\n" in blanks[0] or "\r" in blanks[0] else blanks[0]


def decoded(value) -> str:
    """A header as a person reads it; bytes that no charset explains become question marks."""
    if value is None:
        return ""
    flat = _flat(value)
    head, tail = flat[:MAX_ENCODED], flat[MAX_ENCODED:]
    try:
        encoded = decode_header(head)
    except Exception:  # whatever is wrong in it, there is the text as it stands
        encoded = [(head, None)]
    pieces = [piece if isinstance(piece, str) else _text(piece, charset) for piece, charset in encoded]
    return UNPRINTABLE.sub(" ", "".join([*pieces, tail])).strip()


def _text(piece, charset) -> str:
    for candidate in (charset, "utf-8"):
        try:
            return piece.decode(candidate or "ascii").encode("utf-8", "replace").decode()
        except (LookupError, UnicodeError, ValueError):
            continue
    return piece.decode("cp1252", "replace")
