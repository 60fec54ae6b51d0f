"""The life of one alert: what its events, one by one, make of it, and whether it flaps.

Pure Python without Odoo inside.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .event_rules import FIRING, RESOLVED

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

    def follow(self, status: str, severity: str, date: datetime, arrived: datetime) -> "Life":
        """What an event makes of it.

        Events overtake each other on their way: news of what was over before changes nothing, for the
        count of what came.
        """
        counted = replace(self, count=self.count + 1)
        if status == FIRING:
            if self.status == FIRING:
                return replace(counted, severity=severity)
            if self.ended and date <= self.ended:
                return counted
            return replace(counted, status=FIRING, severity=severity, since=date, **self._turned(arrived))
        if self.status != FIRING or date < self.since:
            return counted
        return replace(counted, status=RESOLVED, ended=date, **self._turned(arrived))

    def _turned(self, arrived):
        return {"turns": self.turns + 1, "changes": (*self.changes, arrived)[-MAX_CHANGES:]}


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
