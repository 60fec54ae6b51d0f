"""Working time minute by minute: slow, simple, and without a line in common with what it checks."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

MINUTE, DAY_MINUTES, WEEK = 60, 24 * 60, 7


def instant(zone, day, minute=0):
    """When a clock on the wall shows a minute of a day; 24:00 is the next day's first.

    What it shows twice is meant the second time, and what it skips is counted on from before the
    switch: both times the clock of the winter.
    """
    wall = datetime.combine(day + timedelta(days=minute // DAY_MINUTES), time())
    wall += timedelta(minutes=minute % DAY_MINUTES)
    offset = min(wall.replace(tzinfo=ZoneInfo(zone), fold=fold).utcoffset() for fold in (0, 1))
    return int((wall - offset).replace(tzinfo=timezone.utc).timestamp())


class BruteForce:
    """The minutes at which a calendar is open, within some days.

    :param lines: (weekday, first minute, minute after the last), or with the parity of the week
        behind them
    :param holidays: (instant, instant), at whole minutes
    """

    def __init__(self, zone, lines, holidays, first, days):
        self.zone, self.lines, self.first = zone, lines, first
        opened = set()
        for day in (first + timedelta(days=number) for number in range(days)):
            for line in lines:
                if self._is_on(line, day):
                    opened.update(range(instant(zone, day, line[1]), instant(zone, day, line[2]), MINUTE))
        for start, end in holidays:
            opened.difference_update(range(start, end, MINUTE))
        self.minutes = sorted(opened)

    def elapsed(self, start, end):
        return MINUTE * sum(start <= minute < end for minute in self.minutes)

    def due(self, start, seconds):
        """The end of the minute in which so much is reached; None when there are not enough."""
        left = [minute for minute in self.minutes if minute >= start]
        count = seconds // MINUTE
        if not count:
            return start
        return left[count - 1] + MINUTE if count <= len(left) else None

    def shows(self, minute):
        """Whether a clock on the wall, asked at that minute, shows a time of some line."""
        local = datetime.fromtimestamp(minute, ZoneInfo(self.zone))
        shown = local.hour * 60 + local.minute
        return any(
            self._is_on(line, local.date()) and line[1] <= shown < line[2] for line in self.lines
        )

    @staticmethod
    def _is_on(line, day):
        if line[0] != day.weekday():
            return False
        return len(line) == 3 or line[3] == (day - date(1, 1, 1)).days // WEEK % 2
