"""What monitoring tools send, read and cleaned: nothing in a body can harm what comes after this.

Pure Python without Odoo inside. A body that cannot be understood is refused with a sentence; what is
merely odd, such as half a character in a text, is mended: an event that is lost for a comma helps nobody.
"""

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from uuid import uuid4

FIRING, RESOLVED = "firing", "resolved"
CRITICAL, MAJOR, MINOR, WARNING, INFO = "1", "2", "3", "4", "5"
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

MAX_EVENTS = 5000
MAX_LABELS, MAX_LABEL_NAME, MAX_VALUE = 64, 100, 1000
MAX_SUMMARY, MAX_DESCRIPTION, MAX_KEY = 300, 5000, 200
#: A moment further away than this is a mistake of the sender's clock: its arrival counts.
MAX_PAST, MAX_FUTURE = timedelta(days=366), timedelta(hours=1)


class Unreadable(ValueError):
    """The body cannot be understood; the text says why, for the person who set up the sender."""


@dataclass(frozen=True)
class Event:
    """One event as it will be kept.

    :param key: the same for the same event, however often it is sent
    :param date: when it happened, UTC without a zone; None when the sender does not say
    :param fingerprint: the same for all that is told of the same trouble
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


# -- Bodies ----------------------------------------------------------------------------------------


def parse(raw: bytes):
    """The content of a JSON body.

    :raise Unreadable: when it is none, ambiguous, or nested without end
    """
    try:
        return json.loads(raw.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise Unreadable("The body is not text in UTF-8.") from None
    except RecursionError:
        raise Unreadable("The body is nested too deeply.") from None
    except Unreadable:
        raise
    except ValueError as error:
        told = error.msg if isinstance(error, json.JSONDecodeError) else "a number is too long"
        raise Unreadable(f"The body is not JSON: {told}.") from None


def _once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("A name stands twice in one object.")
    return found


def _no_constant(name):
    raise Unreadable(f"{name} is not a number in JSON.")


def read_generic(body, now: datetime) -> list[Event]:
    """Events of a body in the desk's own format: one object, or ``{"events": [...]}``."""
    rows = _rows(body, "events") if isinstance(body, dict) and "events" in body else [body]
    return [_generic(row, number, now) for number, row in enumerate(rows, 1)]


def read_alertmanager(body, now: datetime) -> list[Event]:
    """Events of a body as Alertmanager's webhook sends it (version 4)."""
    if not isinstance(body, dict) or "alerts" not in body:
        raise Unreadable("The body has no list “alerts”, as Alertmanager sends it.")
    if str(body.get("version", "4")) != "4":
        raise Unreadable("Of Alertmanager's formats version 4 is understood.")
    return [_alertmanager(row, number, now) for number, row in enumerate(_rows(body, "alerts"), 1)]


def _rows(body, name):
    rows = body[name]
    if not isinstance(rows, list):
        raise Unreadable(f"“{name}” is not a list.")
    if len(rows) > MAX_EVENTS:
        raise Unreadable(f"There are {len(rows)} in “{name}”; send at most {MAX_EVENTS} at a time.")
    return rows


def _generic(row, number, now):
    if not isinstance(row, dict):
        raise Unreadable(f"Event {number} is not an object.")
    labels = _labels(row.get("labels"), number)
    ci = clean_text(row.get("ci"), MAX_VALUE)
    if ci:
        labels["ci"] = ci
    summary = clean_text(row.get("summary"), MAX_SUMMARY)
    if not summary:
        raise Unreadable(f"Event {number} has no text “summary”.")
    status = _status(row.get("status"), number)
    # What it is about makes it the same trouble; the severity may change while that lasts.
    told = {name: value for name, value in labels.items() if name != "severity"}
    given = clean_text(row.get("fingerprint"), MAX_KEY)
    date = moment(row.get("date"), now)
    key = clean_text(row.get("id"), MAX_KEY)
    fingerprint = given or digest(told or {"summary": summary})
    if not key:
        # Without an id and a moment nobody can tell a repetition from a second event.
        key = digest({"f": fingerprint, "s": status, "d": date.isoformat()}) if date else uuid4().hex
    return Event(
        key=key,
        status=status,
        severity=severity(row.get("severity", labels.get("severity"))),
        summary=summary,
        fingerprint=fingerprint,
        date=date,
        description=clean_text(row.get("description"), MAX_DESCRIPTION),
        link=_link(row.get("link")),
        labels=labels,
    )


def _alertmanager(row, number, now):
    if not isinstance(row, dict):
        raise Unreadable(f"Alert {number} is not an object.")
    labels = _labels(row.get("labels"), number)
    notes = _labels(row.get("annotations"), number, MAX_DESCRIPTION)
    status = _status(row.get("status"), number)
    fingerprint = clean_text(row.get("fingerprint"), MAX_KEY) or digest(labels)
    starts, ends = row.get("startsAt"), row.get("endsAt") if status == RESOLVED else None
    name = labels.get("alertname", "")
    told = notes.get("summary") or notes.get("title") or notes.get("message") or name
    if not told:
        raise Unreadable(f"Alert {number} has neither a summary nor a label “alertname”.")
    return Event(
        key=digest({"f": fingerprint, "s": status, "a": _plain(starts), "e": _plain(ends)}),
        status=status,
        severity=severity(labels.get("severity") or labels.get("priority")),
        summary=told[:MAX_SUMMARY],
        fingerprint=fingerprint,
        date=moment(ends if status == RESOLVED else starts, now),
        description=notes.get("description", ""),
        link=_link(row.get("generatorURL")),
        labels=labels,
    )


# -- Pieces ----------------------------------------------------------------------------------------


def clean_text(value, most: int) -> str:
    """A value as text of at most so many characters; what is no plain value is no text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        value = _plain(value)
    if not isinstance(value, str):
        return ""
    # PostgreSQL keeps no NUL, and half a character cannot be written down at all.
    value = value.replace("\0", "").encode("utf-8", "replace").decode()
    return value.strip()[:most]


def _plain(value):
    if isinstance(value, int) and abs(value) > 10**40:
        # Python refuses to write very long numbers down.
        return "huge"
    return str(value)[:MAX_KEY]


def _labels(sent, number, most=MAX_VALUE):
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise Unreadable(f"The labels of event {number} are not an object.")
    if len(sent) > MAX_LABELS:
        raise Unreadable(f"Event {number} has more than {MAX_LABELS} labels.")
    if any(isinstance(value, (dict, list)) for value in sent.values()):
        raise Unreadable(f"A label of event {number} is not a plain value.")
    cleaned = {clean_text(name, MAX_LABEL_NAME): clean_text(value, most) for name, value in sent.items()}
    return {name: value for name, value in cleaned.items() if name and value}


def _status(sent, number):
    if sent is None:
        return FIRING
    status = _STATUS_WORDS.get(sent.strip().lower()) if isinstance(sent, str) else None
    if not status:
        raise Unreadable(f"The status of event {number} is neither “firing” nor “resolved”.")
    return status


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


def _link(sent):
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
