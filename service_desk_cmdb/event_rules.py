"""What an event is, and its values cleaned: nothing that a tool sends can harm what comes after this.

Pure Python without Odoo inside. How bodies are read says ``event_bodies.py``.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

FIRING, RESOLVED = "firing", "resolved"
CRITICAL, MAJOR, MINOR, WARNING, INFO = "1", "2", "3", "4", "5"
#: So bad that what it is about does not work.
FAILURES = (CRITICAL, MAJOR)
#: What tools call it, in small letters.
SEVERITY_WORDS = {
    CRITICAL: ("critical", "crit", "emergency", "emerg", "fatal", "disaster", "page", "panic", "down", "p1", "1"),
    MAJOR: ("major", "high", "error", "err", "severe", "alert", "p2", "2"),
    MINOR: ("minor", "medium", "average", "moderate", "p3", "3"),
    WARNING: ("warning", "warn", "low", "p4", "4"),
    INFO: ("info", "information", "informational", "notice", "debug", "none", "ok", "p5", "5"),
}
_SEVERITIES = {word: severity for severity, words in SEVERITY_WORDS.items() for word in words}
_STATUSES = {
    FIRING: ("firing", "problem", "open", "trigger", "triggered", "active", "alerting", "down"),
    RESOLVED: ("resolved", "ok", "recovery", "closed", "resolve", "cleared", "up", "normal"),
}
_STATUS_WORDS = {word: status for status, words in _STATUSES.items() for word in words}

MAX_VALUE, MAX_SUMMARY, MAX_DESCRIPTION, MAX_KEY = 1000, 300, 5000, 200
#: Of a longer name nobody reads the rest.
MAX_NAME = 10_000
#: A moment further away than this is a mistake of the sender's clock: its arrival counts.
MAX_PAST, MAX_FUTURE = timedelta(days=366), timedelta(hours=1)


@dataclass(frozen=True)
class Event:
    """One event as it will be kept.

    :param key: the same for the same event, however often it is sent
    :param date: when it happened, UTC without a zone; None when the sender does not say
    :param fingerprint: the same for all that is told of the same trouble
    :param is_repeated: whether the sender tells it again and again as long as it lasts
    """

    key: str
    status: str
    severity: str
    summary: str
    fingerprint: str
    date: datetime | None = None
    description: str = ""
    link: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    is_repeated: bool = False


def clean_text(value, most: int) -> str:
    """A value as text of at most so many characters; what is no plain value is no text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        value = plain(value)
    if not isinstance(value, str):
        return ""
    # PostgreSQL keeps no NUL, and half a character cannot be written down at all.
    value = value.replace("\0", "").encode("utf-8", "replace").decode()
    return value.strip()[:most]


def plain(value) -> str:
    """A value as it would be written down, of bounded length."""
    if isinstance(value, (dict, list)):
        return ""
    if isinstance(value, int) and abs(value) > 10**40:
        # Python refuses to write very long numbers down.
        return "huge"
    return str(value)[:MAX_KEY]


def name_of(value) -> str:
    """A value as a name that tells it from others: where it is too long to be kept, a digest of it."""
    name = clean_text(value, MAX_NAME)
    return name if len(name) <= MAX_KEY else digest({"name": name})


def status(sent) -> str | None:
    """Whether it begins or ends, from what the sender calls it; None for what nobody knows."""
    return _STATUS_WORDS.get(sent.strip().lower()) if isinstance(sent, str) else None


def severity(sent) -> str:
    """How bad it is, from what the sender calls it; what nobody knows is a warning."""
    return _SEVERITIES.get(clean_text(sent, 20).lower(), WARNING)


def moment(sent, now: datetime) -> datetime | None:
    """A moment as ISO 8601 or in seconds since 1970, as UTC without a zone; None for what is none.

    Alertmanager says year 1 for “not yet”; that and what lies far from now is no moment at all.
    """
    try:
        if isinstance(sent, (int, float)) and not isinstance(sent, bool) and math.isfinite(sent):
            found = datetime.fromtimestamp(sent, timezone.utc)
        else:
            found = datetime.fromisoformat(_short_fraction(sent))
        if found.tzinfo:
            found = found.astimezone(timezone.utc).replace(tzinfo=None)
        return found if now - MAX_PAST <= found <= now + MAX_FUTURE else None
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _short_fraction(sent):
    """Go writes nanoseconds, and Z; older Pythons read neither."""
    if not isinstance(sent, str) or len(sent) > 40:
        raise ValueError
    head, dot, tail = sent.strip().replace("Z", "+00:00").partition(".")
    digits = len(tail) - len(tail.lstrip("0123456789"))
    return head + (f".{tail[: min(digits, 6)].ljust(6, '0')}{tail[digits:]}" if dot else "")


def clean_link(sent) -> str:
    """An address of the web; nothing else is opened by a click."""
    link = clean_text(sent, MAX_VALUE)
    return link if link.lower().startswith(("http://", "https://")) else ""


def digest(parts: Mapping[str, str]) -> str:
    """A short name for these values, whatever their order."""
    return hashlib.sha256(json.dumps(dict(parts), sort_keys=True).encode()).hexdigest()[:32]


def single(events: Iterable[Event]) -> list[Event]:
    """Each key once: the first of a body counts."""
    return list({event.key: event for event in reversed(list(events))}.values())[::-1]


def dated(events: Iterable[Event], now: datetime) -> list[Event]:
    """Nothing happened after it arrived, whatever a clock or a default of the sender's says."""
    return [event if event.date and event.date <= now else replace(event, date=now) for event in events]


def renewed(events: Iterable[Event], ends: Mapping[str, tuple[str, datetime]]) -> list[Event]:
    """Beginnings that are told again after an end are other events, and begin with that end.

    :param ends: key of a beginning -> key and moment of the end that came after it
    """
    told = []
    for event in events:
        if event.key in ends:
            key, date = ends[event.key]
            event = replace(event, key=digest({"key": event.key, "after": key}), date=date)
        told.append(event)
    return told
