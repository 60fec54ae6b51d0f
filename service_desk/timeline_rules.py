"""Where something stands on a timeline of days. Pure Python without Odoo inside.

Days are columns of one width, also those on which a clock is changed, so that a moment's place is
its day and its time on the wall. Places are shares of the whole: 0.0 is the beginning of the first
day, 1.0 the end of the last one.
"""

from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


def edges(first, days, zone):
    """The period of some local days in UTC, as a pair of moments."""
    start = datetime.combine(first, time(), tzinfo=ZoneInfo(zone))
    end = datetime.combine(first + timedelta(days=days), time(), tzinfo=ZoneInfo(zone))
    return tuple(moment.astimezone(timezone.utc).replace(tzinfo=None) for moment in (start, end))


def place(moment, first, days, zone):
    """Where a moment (UTC) stands, from 0.0 to 1.0; what lies outside stands at the edge."""
    local = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone))
    passed = (local.date() - first).days + (local.hour * 60 + local.minute) / 1440
    return min(max(passed / days, 0.0), 1.0)


def lanes(spans):
    """Lanes, from 0 on, in which spans do not cover each other: the lowest that is free.

    :param spans: pairs (start, end) in order of their starts
    """
    ends, found = [], []
    for start, end in spans:
        lane = next((number for number, busy in enumerate(ends) if busy <= start), len(ends))
        if lane == len(ends):
            ends.append(end)
        else:
            ends[lane] = end
        found.append(lane)
    return found


class Scale:
    """The days that are shown."""

    def __init__(self, first, days, zone):
        self.first, self.days, self.zone = first, days, zone
        self.start, self.end = edges(first, days, zone)

    def place(self, moment):
        return place(moment, self.first, self.days, self.zone)
