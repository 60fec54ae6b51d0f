"""From "last month" to moments: the days of a period in somebody's time zone."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

#: Periods that count back from today, today included.
ROLLING = {"1": 1, "7": 7, "30": 30, "90": 90}
PERIODS = (*ROLLING, "this_month", "last_month", "custom")
DEFAULT_PERIOD = "30"

#: More days than this are shown week by week, ...
MAX_DAYS_SHOWN = 93
#: ... and nobody asks for more than this.
MAX_DAYS = 731


def days(period, today, first=None, last=None):
    """The first and the last day of a period.

    :param str period: one of :data:`PERIODS`; ``custom`` takes ``first`` and ``last`` as they are
    """
    if period in ROLLING:
        return today - timedelta(days=ROLLING[period] - 1), today
    if period == "this_month":
        return today.replace(day=1), today
    if period == "last_month":
        end = today.replace(day=1) - timedelta(days=1)
        return end.replace(day=1), end
    return first, last


@dataclass(frozen=True)
class Moments:
    """The moments that figures look at, all in UTC without a zone.

    :param now: what is overdue, how old is what is open
    :param day_end: the midnight that ends today
    :param steps: the midnights at which a day, or a week, of the period begins, and the one that
        ends the last of them
    :param starts: the first days of the steps, in the user's own time
    """

    now: datetime
    day_end: datetime
    steps: tuple[datetime, ...]
    starts: tuple[date, ...]

    @property
    def start(self):
        return self.steps[0]

    @property
    def end(self):
        return self.steps[-1]

    @property
    def is_weekly(self):
        return len(self.starts) > 1 and (self.starts[-1] - self.starts[-2]).days > 1

    def place(self, moment):
        """In which step of the period a moment lies; -1 before it, ``len(starts)`` after it."""
        return bisect_right(self.steps, moment) - 1


def moments(first, last, now, zone):
    """The moments of a period.

    :param date first: first day
    :param date last: last day, also when it is still to come
    :param datetime now: in UTC
    :param str zone: name of the time zone whose days are meant
    """
    starts = _starts(first, last)
    ends = [*starts, last + timedelta(days=1)]
    return Moments(
        now=now,
        day_end=_midnight(today(now, zone) + timedelta(days=1), zone),
        steps=tuple(_midnight(day, zone) for day in ends),
        starts=tuple(starts),
    )


def today(now, zone):
    """The day it is in a time zone."""
    return now.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).date()


def _starts(first, last):
    """Each day, or the first day and each Monday after it."""
    count = (last - first).days + 1
    every = [first + timedelta(days=number) for number in range(count)]
    if count <= MAX_DAYS_SHOWN:
        return every
    return [day for day in every if day == first or not day.weekday()]


def _midnight(day, zone):
    """When a day begins, in UTC; where clocks skip midnight, the moment at which they do."""
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(zone))
    return local.astimezone(timezone.utc).replace(tzinfo=None)
