"""The life of one alert: what its events, one by one, make of it, and whether it flaps.

Pure Python without Odoo inside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .event_rules import FAILURES, FIRING, RESOLVED

#: More changes than this nobody counts.
MAX_CHANGES = 100


@dataclass(frozen=True)
class Life:
    """What is known of an alert.

    :param since: when it last began to fire, by the sender's clock
    :param ended: when it last ended, by the same clock
    :param changes: when it last went from one to the other, by ours, the latest last
    :param turns: how often it went from one to the other in all
    """

    status: str = RESOLVED
    severity: str = ""
    since: datetime | None = None
    ended: datetime | None = None
    count: int = 0
    changes: tuple[datetime, ...] = ()
    turns: int = 0

    def is_failure(self) -> bool:
        """Whether what it is about does not work now."""
        return self.status == FIRING and self.severity in FAILURES

    def follow(self, status: str, severity: str, date: datetime, arrived: datetime) -> "Life":
        """What an event makes of it.

        Events overtake each other on their way: news of what was over before changes nothing, for the
        count of what came. Of two of the same moment the one that came later counts.
        """
        counted = replace(self, count=self.count + 1)
        if status == FIRING:
            if self.status == FIRING:
                return replace(counted, severity=severity)
            if self.ended and date < self.ended:
                return counted
            return replace(counted, status=FIRING, severity=severity, since=date, **self._turned(arrived))
        if self.status != FIRING or date < self.since:
            return counted
        return replace(counted, status=RESOLVED, ended=date, **self._turned(arrived))

    def turn(self, date: datetime, arrived: datetime) -> "Life":
        """What makes of it what happened next and has overtaken what happened now."""
        if self.status == FIRING:
            return replace(self, status=RESOLVED, ended=date, **self._turned(arrived))
        return replace(self, status=FIRING, since=date, **self._turned(arrived))

    def _turned(self, arrived):
        return {"turns": self.turns + 1, "changes": (*self.changes, arrived)[-MAX_CHANGES:]}


def live(life: Life, events: Iterable, overtakers: Mapping) -> tuple[Life, list[tuple]]:
    """What events, in the order in which they came, make of a life.

    :param events: they have ``status``, ``severity``, ``date`` and ``date_received``
    :param overtakers: event -> when it was over, or began again, where that was told of before
    :return: the life after them, and from when until when something did not work meanwhile; None for
        what did not before these events, and for what lasts
    """
    spans, begin, told = [], None, []
    for event in events:
        later = [one.date for one in told if one.status != event.status and one.date > event.date]
        for step in _steps(life, event, filter(None, [*later, overtakers.get(event)])):
            if step.is_failure() and not life.is_failure():
                begin = step.since if step.turns != life.turns else _moment(life, event)
            elif life.is_failure() and not step.is_failure():
                spans.append((begin, step.ended if step.status == RESOLVED else _moment(life, event)))
                begin = None
            life = step
        # Of what has the moment of its arrival nobody knows when it was.
        if event.date < event.date_received:
            told.append(event)
    return life, [*spans, (begin, None)] if life.is_failure() else spans


def _steps(life, event, later):
    """The life after an event; after what happened next, too, where that came before it."""
    step = life.follow(event.status, event.severity, event.date, event.date_received)
    yield step
    moment = min(later, default=None)
    if moment and step.turns != life.turns:
        yield step.turn(moment, event.date_received)


def _moment(life, event):
    """When it got better or worse. Many tools tell of that with the moment at which all began."""
    return event.date if event.date > life.since else event.date_received


def recent(changes: Iterable[datetime], now: datetime, minutes: float) -> list[datetime]:
    """The changes of the last so many minutes."""
    start = now - timedelta(minutes=minutes)
    return [one for one in changes if one > start]


def is_flapping(changes: Iterable[datetime], now: datetime, most: int, minutes: float) -> bool:
    """Whether it went to and fro at least so often in so many minutes; 0 means that nobody asks."""
    return bool(most) and len(recent(changes, now, minutes)) >= most


def quiet_from(changes: Iterable[datetime], most: int, minutes: float) -> datetime | None:
    """From when on it flaps no more, if nothing changes until then; None for what does not flap."""
    changes = list(changes)
    if not most or len(changes) < most:
        return None
    return changes[-most] + timedelta(minutes=minutes)


def flapping_since(changes: Iterable[datetime], most: int, minutes: float) -> datetime | None:
    """When it began to go to and fro so often, by the last of these changes; None for what does not."""
    changes, since = list(changes), None
    for first in range(len(changes) - most, -1, -1) if most else ():
        if changes[first + most - 1] - changes[first] >= timedelta(minutes=minutes):
            break
        since = changes[first]
    return since
