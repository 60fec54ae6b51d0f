"""The outside of a mail: headers as people meant them, however badly they are written."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import cached_property

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
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
ENCLOSED_ID = re.compile(rb"^(?:message-id|x-microsoft-original-message-id):\s*(<[^<>\s]+>)", re.I | re.M)
#: As much of a mail as is looked through for ids.
MAX_SCANNED = 1_000_000
ADDRESS = re.compile(r"[^@\s<>\",;:]+@[^@\s<>\",;:]+")
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")


@dataclass(frozen=True)
class Letter:
    """One mail, as it arrived."""

    raw: bytes

    @cached_property
    def message(self) -> Message:
        # The lenient policy: the modern ones raise on headers that do not follow the rules.
        return message_from_bytes(self.raw, policy=policy.compat32)

    def header(self, name) -> str:
        """The first header of that name, decoded, on one line; empty when there is none."""
        return next(iter(self.headers(name)), "")

    def headers(self, name) -> list[str]:
        return [decoded(value) for value in self._values.get(name.lower(), [])]

    @cached_property
    def _values(self) -> dict[str, list[str]]:
        """The headers as they stand, by name; as objects they have lost bytes already."""
        values = {}
        for name, value in self.message.raw_items():
            values.setdefault(name.lower(), []).append(value)
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
            facts.append(self._body or self.raw)
        return hashlib.sha256(b"\0".join(facts)).hexdigest()

    @property
    def _body(self) -> bytes:
        """What stands under the headers; servers on the way write into those alone."""
        return self.raw.partition(b"\r\n\r\n")[2] or self.raw.partition(b"\n\n")[2]

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
        for label, address in getaddresses([_flat(one) for one in self._values.get(name.lower(), [])]):
            found = ADDRESS.search(decoded(address)) or ADDRESS.search(decoded(label))
            if found and len(found.group()) <= MAX_ADDRESS:
                people.append((decoded(label), found.group().lower()))
        return people


def _flat(value) -> str:
    """A header as one line of text, still encoded."""
    content = str(value).encode("utf-8", "surrogateescape")
    return UNPRINTABLE.sub(" ", _text(content, "utf-8"))


def decoded(value) -> str:
    """A header as a person reads it; bytes that no charset explains become question marks."""
    if value is None:
        return ""
    pieces = []
    try:
        encoded = decode_header(_flat(value))
    except Exception:  # whatever is wrong in it, there is the text as it stands
        encoded = [(_flat(value), None)]
    for piece, charset in encoded:
        pieces.append(piece if isinstance(piece, str) else _text(piece, charset))
    return UNPRINTABLE.sub(" ", "".join(pieces)).strip()


def _text(piece, charset) -> str:
    for candidate in (charset, "utf-8"):
        try:
            return piece.decode(candidate or "ascii").encode("utf-8", "replace").decode()
        except (LookupError, UnicodeError, ValueError):
            continue
    return piece.decode("cp1252", "replace")
