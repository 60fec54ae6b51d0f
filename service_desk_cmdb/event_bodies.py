"""Bodies of requests, read: the desk's own format, and the one of Alertmanager.

Pure Python without Odoo inside. A body that cannot be understood is refused with a sentence; what is
merely odd, such as half a character in a text, is mended: an event that is lost for a comma helps nobody.
"""

import json
from collections.abc import Collection
from datetime import datetime
from itertools import islice
from uuid import uuid4

from .event_rules import (
    FIRING,
    MAX_DESCRIPTION,
    MAX_SUMMARY,
    MAX_VALUE,
    RESOLVED,
    Event,
    clean_link,
    clean_text,
    digest,
    moment,
    name_of,
    plain,
    severity,
    status,
)

MAX_EVENTS = 5000
MAX_LABELS, MAX_LABEL_NAME = 64, 100
#: Names that mean something of their own beside the summary, and are no label there.
OWN_NAMES = frozenset(
    {"id", "summary", "status", "severity", "fingerprint", "date", "labels", "description", "link", "events"}
)
#: Annotations that say it in a line, in the order of preference.
SUMMARIES = ("summary", "title", "message")


class Unreadable(ValueError):
    """The body cannot be understood; the text says why, for the person who set up the sender."""


def parse(raw: bytes):
    """The content of a JSON body.

    :raise Unreadable: when it is none, ambiguous, or nested without end
    """
    try:
        return json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant)
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


def read_generic(body, now: datetime, places: Collection[str] = ()) -> list[Event]:
    """Events of a body in the desk's own format: one object, or ``{"events": [...]}``.

    :param places: labels that may stand beside the summary, too, since they say what it is about. No others
        are read there: what changes from time to time (a value, a count) would make another trouble of the same
    """
    rows = _rows(body, "events") if isinstance(body, dict) and "events" in body else [body]
    names = [name for name in places if name not in OWN_NAMES]
    return [_generic(row, number, now, names) for number, row in enumerate(rows, 1)]


def read_alertmanager(body, now: datetime, _places: Collection[str] = ()) -> list[Event]:
    """Events of a body as Alertmanager's webhook sends it (version 4), where labels have their own place."""
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


def _generic(row, number, now, names):
    if not isinstance(row, dict):
        raise Unreadable(f"Event {number} is not an object.")
    labels = _labels(row.get("labels"), number)
    if len(labels) > MAX_LABELS:
        raise Unreadable(f"Event {number} has more than {MAX_LABELS} labels.")
    # The severity may change while the same trouble lasts.
    is_labeled = bool(labels.keys() - {"severity"})
    beside = {name: clean_text(row.get(name), MAX_VALUE) for name in names}
    labels.update({name: value for name, value in beside.items() if value})
    summary = clean_text(row.get("summary"), MAX_SUMMARY)
    if not summary:
        raise Unreadable(f"Event {number} has no text “summary”.")
    told = _status(row.get("status"), number)
    fingerprint = name_of(row.get("fingerprint")) or _trouble(labels, summary, is_labeled)
    date = moment(row.get("date"), now)
    return Event(
        key=_key(row, told, fingerprint, date),
        status=told,
        severity=severity(row.get("severity", labels.get("severity"))),
        summary=summary,
        fingerprint=fingerprint,
        date=date,
        description=clean_text(row.get("description"), MAX_DESCRIPTION),
        link=clean_link(row.get("link")),
        labels=labels,
    )


def _trouble(labels, summary, is_labeled):
    """What tells a trouble without a fingerprint from others.

    With labels of its own: these, and what it is about. Without: what it is about and the summary, since one
    host has several troubles.
    """
    about = {name: value for name, value in labels.items() if name != "severity"}
    return digest(about if is_labeled else {**about, "summary": summary})


def _key(row, told, fingerprint, date):
    """What makes a repetition of an event the same event.

    Many tools have one id for a problem and for its end: these are two events.
    """
    given = name_of(row.get("id"))
    if given:
        return given if told == FIRING else name_of(f"{told} {given}")
    # Without an id and a moment nobody can tell a repetition from a second event.
    return digest({"f": fingerprint, "s": told, "d": date.isoformat()}) if date else uuid4().hex


def _alertmanager(row, number, now):
    if not isinstance(row, dict):
        raise Unreadable(f"Alert {number} is not an object.")
    labels = _labels(row.get("labels"), number)
    notes = _labels(row.get("annotations"), number, MAX_DESCRIPTION)
    told = _status(row.get("status"), number)
    fingerprint = name_of(row.get("fingerprint")) or digest(labels)
    starts, ends = row.get("startsAt"), row.get("endsAt") if told == RESOLVED else None
    summary = (
        next(filter(None, map(notes.get, SUMMARIES)), None) or labels.get("alertname") or " ".join(labels.values())
    )
    if not summary:
        raise Unreadable(f"Alert {number} has neither a summary nor labels.")
    return Event(
        key=digest({"f": fingerprint, "s": told, "a": plain(starts), "e": plain(ends)}),
        status=told,
        severity=severity(labels.get("severity") or labels.get("priority")),
        summary=summary[:MAX_SUMMARY],
        fingerprint=fingerprint,
        date=moment(ends if told == RESOLVED else starts, now),
        description=notes.get("description", ""),
        link=clean_link(row.get("generatorURL")),
        # What it is refused for it does not send again, and with it all others of the body would be lost.
        labels=dict(islice(labels.items(), MAX_LABELS)),
        is_repeated=told == FIRING,
    )


def _labels(sent, number, most=MAX_VALUE):
    if sent is None:
        return {}
    if not isinstance(sent, dict):
        raise Unreadable(f"The labels of event {number} are not an object.")
    if any(isinstance(value, (dict, list)) for value in sent.values()):
        raise Unreadable(f"A label of event {number} is not a plain value.")
    cleaned = {clean_text(name, MAX_LABEL_NAME): clean_text(value, most) for name, value in sent.items()}
    return {name: value for name, value in cleaned.items() if name and value}


def _status(sent, number):
    if sent is None:
        return FIRING
    known = status(sent)
    if not known:
        raise Unreadable(f"The status of event {number} is neither “firing” nor “resolved”.")
    return known
