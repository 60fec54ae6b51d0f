"""When a maintenance window is open: from a rule in local time to periods in UTC.

Pure Python without Odoo inside. Begin and end are times on the wall of the window's zone, so that a
window from 22:00 to 04:00 is an hour shorter or longer in the night in which the clock is changed.
A time that the clock leaps over becomes the moment of the leap; of a time that comes twice, a window
begins at the first and ends at the second.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

ONCE, WEEKLY, MONTHLY_DAY, MONTHLY_WEEKDAY = "once", "weekly", "monthly_day", "monthly_weekday"
#: The last such weekday of a month, whichever it is.
LAST = 5
#: Longer than a week a window is none any more.
MAX_DAYS_LATER = 6
#: What is said to end outside of these years never ends, or ended long ago.
LONG_AGO, MAX_YEAR = date(1980, 1, 1), 2200


@dataclass(frozen=True)
class WindowRule:
    """What a window repeats, or when it is open once.

    :param kind: once, weekly, monthly_day or monthly_weekday
    :param zone: name of the time zone
    :param start: minutes after midnight on the wall at which it opens
    :param end: minutes after midnight on the wall at which it closes; 1440 is midnight
    :param days_later: days between the day on which it opens and the one on which it closes
    :param weekdays: 0 (Monday) to 6; the days of the week, or the one weekday of a month
    :param day: of the month, 1 to 31; the last one of a month that is shorter
    :param nth: which of these weekdays in the month, 1 to 4, 5 for the last
    :param first: no window opens before this day; the day of one that opens once
    :param last: no window opens after this day
    """

    kind: str
    zone: str
    start: int
    end: int
    days_later: int = 0
    weekdays: frozenset[int] = frozenset()
    day: int = 1
    nth: int = 1
    first: date | None = None
    last: date | None = None

    @property
    def minutes(self) -> int:
        """How long it is open where no clock is changed; not more than 0 where the rule is wrong."""
        return self.days_later * 1440 + self.end - self.start

    def opens_on(self, day: date) -> bool:
        """Whether it opens on this local day."""
        if self.kind == ONCE:
            return day == self.first
        if (self.first and day < self.first) or (self.last and day > self.last):
            return False
        if self.kind == WEEKLY:
            return day.weekday() in self.weekdays
        length = monthrange(day.year, day.month)[1]
        if self.kind == MONTHLY_DAY:
            return day.day == min(self.day, length)
        if day.weekday() not in self.weekdays:
            return False
        return day.day > length - 7 if self.nth == LAST else (day.day - 1) // 7 + 1 == self.nth


def periods(rule: WindowRule, begin: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """When the window is open between two moments, cut to them, in order.

    :param begin: UTC without a zone, as everywhere in the database
    :return: pairs of moments, UTC without a zone
    """
    zone, found = ZoneInfo(rule.zone), []
    # It may have opened days ago, and be a day ahead or behind where it is.
    day = (begin - timedelta(days=rule.days_later + 2)).date()
    last_day = (end + timedelta(days=2)).date()
    while day <= last_day:
        if rule.opens_on(day):
            opens = to_utc(day, rule.start, zone, is_end=False)
            closes = to_utc(day + timedelta(days=rule.days_later), rule.end, zone, is_end=True)
            opens, closes = max(opens, begin), min(closes, end)
            if opens < closes:
                found.append((opens, closes))
        day += timedelta(days=1)
    return sorted(found)


def until(rule: WindowRule) -> datetime | None:
    """When it is closed for good (UTC); None for a window that opens again and again."""
    last_day = rule.first if rule.kind == ONCE else rule.last
    if last_day is None or last_day.year > MAX_YEAR:
        return None
    last_day = max(last_day, LONG_AGO)
    return to_utc(last_day + timedelta(days=rule.days_later), rule.end, ZoneInfo(rule.zone), is_end=True)


def to_utc(day: date, minutes: int, zone: ZoneInfo, is_end: bool) -> datetime:
    """The moment at which a wall in the zone shows this time."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    local = wall.replace(tzinfo=zone, fold=int(is_end))
    moment = local.astimezone(timezone.utc)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment.replace(tzinfo=None)
    # Never shown: what is skipped lies between these two readings of it.
    before = wall.replace(tzinfo=zone, fold=0).utcoffset()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset()
    return _leap(wall, before, after, zone)


def _leap(wall, before, after, zone):
    """The moment at which the clock leaps over this time, found by halving."""
    low, high = wall - max(before, after), wall - min(before, after)
    offset = low.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        if middle.replace(tzinfo=timezone.utc).astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
