"""Working time as numbers: what elapsed between two instants, and when so much will have elapsed.

Nothing of Odoo in here. Instants are whole seconds since the epoch, in UTC; lengths are whole
seconds. Whoever knows calendars, zones and holidays turns them into intervals; from there on every
answer is two binary searches, however long the time.

``Schedule`` knows a window, ``Timeline`` has none: it loads a year when somebody asks about it.
``ALWAYS`` (around the clock) and ``NEVER`` (no working time at all) answer the same questions.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timezone
from itertools import accumulate

#: So many years ahead a timeline looks for the end of a promise.
HORIZON_YEARS = 12
#: What a timeline answers without knowing where its years begin: shorter than twelve of them.
HORIZON_SECONDS = HORIZON_YEARS * 364 * 86_400
#: Before 1970 and after 2199 a timeline has no working time: only mistyped dates lie there.
EARLIEST = 0
LATEST = int(datetime(2200, 1, 1, tzinfo=timezone.utc).timestamp())


class Schedule:
    """The working time of a window, from ``begin`` up to and without ``end``; never changes."""

    __slots__ = ("_after", "_ends", "_starts", "begin", "end")

    def __init__(self, begin, end, intervals):
        """Intervals may come in any order, overlap, touch, be empty, and reach out of the window."""
        if end < begin:
            raise ValueError("A window cannot end before it begins.")
        merged = normalized(begin, end, intervals)
        self.begin, self.end = begin, end
        self._starts = [start for start, _end in merged]
        self._ends = [end for _start, end in merged]
        # By interval, what has been worked since the beginning when it ends.
        self._after = list(accumulate(end - start for start, end in merged))

    @property
    def intervals(self):
        """Sorted, with time between any two of them."""
        return list(zip(self._starts, self._ends, strict=True))

    def elapsed(self, start, end):
        """Working seconds from one instant to another; none when that is no later."""
        if end <= start:
            return 0
        return self._worked(end) - self._worked(start)

    def due(self, start, seconds):
        """The earliest instant by which so much has elapsed; None when the window ends before."""
        if _length(seconds) == 0:
            return start
        goal = self._worked(start) + seconds
        index = bisect_left(self._after, goal)
        if index == len(self._after):
            return None
        return self._ends[index] - (self._after[index] - goal)

    def is_open(self, instant):
        """Whether the second that begins then is working time."""
        self._check(instant)
        index = bisect_right(self._starts, instant)
        return index > 0 and instant < self._ends[index - 1]

    def next_open(self, instant):
        """The instant itself when open, else the next opening; None when the window ends before."""
        self._check(instant)
        index = bisect_right(self._ends, instant)
        return max(instant, self._starts[index]) if index < len(self._starts) else None

    def _worked(self, instant):
        """Working seconds since the beginning of the window."""
        self._check(instant)
        index = bisect_right(self._starts, instant)
        if not index:
            return 0
        return self._after[index - 1] + min(instant - self._ends[index - 1], 0)

    def _check(self, instant):
        """The end of the window can be asked for too: nothing after it is needed to answer."""
        if not self.begin <= instant <= self.end:
            raise ValueError(f"{instant} lies outside of {self.begin} to {self.end}.")


def normalized(begin, end, intervals):
    """Intervals cut to a window, sorted, and those that overlap or touch made one."""
    merged = []
    for start, stop in sorted(intervals):
        start, stop = max(start, begin), min(stop, end)
        if start >= stop:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def without(intervals, removed):
    """What remains of intervals when others are taken out of them; both normalized before."""
    rest = []
    gaps = iter([*removed, (None, None)])
    low, high = next(gaps)
    for start, end in intervals:
        while low is not None and high <= start:
            low, high = next(gaps)
        while low is not None and low < end:
            if start < low:
                rest.append((start, low))
            start = high
            if high >= end:
                break
            low, high = next(gaps)
        if start < end:
            rest.append((start, end))
    return rest


class Timeline:
    """Working time without a window; years are loaded when somebody asks about them.

    A subclass says when a year begins (whatever it takes for a year, as long as one follows the
    other), which intervals it has, and where the loaded part is kept. That is an object with an
    attribute ``schedule``, None at first; it may be shared and outlive the timeline.
    """

    @property
    def known(self):
        raise NotImplementedError

    def refresh(self):
        """Called before years are loaded: ``known`` and their intervals have to fit together."""

    def year_begin(self, year):
        raise NotImplementedError

    def year_intervals(self, year):
        raise NotImplementedError

    def elapsed(self, start, end):
        """Working seconds from one instant to another; none when that is no later."""
        if end <= start:
            return 0
        start, end = _clamped(start), _clamped(end)
        return self._covering(start, end).elapsed(start, end)

    def due(self, start, seconds):
        """The earliest instant by which so much has elapsed; None when it is too far ahead."""
        if _length(seconds) == 0:
            return start
        if start > LATEST:
            return None
        start = _clamped(start)
        found = self._covering(start, start).due(start, seconds)
        if found is not None and found - start <= HORIZON_SECONDS:
            return found
        return self._within_horizon(start, lambda schedule: schedule.due(start, seconds))

    def is_open(self, instant):
        """Whether the second that begins then is working time."""
        if instant != _clamped(instant):
            return False
        # The end of what is loaded can be asked for, but not whether it is open there.
        return self._covering(instant, instant + 1).is_open(instant)

    def next_open(self, instant):
        """The instant itself when open, else the next opening; None when it is too far ahead."""
        if instant > LATEST:
            return None
        instant = _clamped(instant)
        found = self._covering(instant, instant + 1).next_open(instant)
        if found is not None and found - instant <= HORIZON_SECONDS:
            return found
        return self._within_horizon(instant, lambda schedule: schedule.next_open(instant))

    def _within_horizon(self, start, ask):
        """The first answer when one year after the other is loaded.

        What is known already never makes the answer another one: it ends where the horizon does.
        """
        year = self._year(start)
        limit = self.year_begin(year + HORIZON_YEARS + 1)
        for last in range(year, year + HORIZON_YEARS + 1):
            found = ask(self._covering(start, self.year_begin(last + 1) - 1))
            if found is not None:
                return found if found <= limit else None
        return None

    def _covering(self, start, end):
        """A schedule with both instants in its window."""
        schedule = self.known.schedule
        if schedule and schedule.begin <= start and end <= schedule.end:
            return schedule
        self.refresh()
        known = self.known
        # Others may load as well meanwhile. Whoever comes last leaves what is right too.
        known.schedule = schedule = self._grown(known.schedule, start, end)
        return schedule

    def _grown(self, schedule, start, end):
        """A schedule of all that another one knows, and of the years up to two instants."""
        begin = self._year(start)
        after = begin if schedule is None else self._year(schedule.begin)
        before = begin if schedule is None else self._year(schedule.end)
        first, last = min(begin, after), max(self._year(end) + 1, before)
        years = [*range(first, after), *range(before, last)]
        intervals = [] if schedule is None else schedule.intervals
        for year in years:
            intervals += self.year_intervals(year)
        return Schedule(self.year_begin(first), self.year_begin(last), intervals)

    def _year(self, instant):
        """The year that an instant is in, wherever years begin."""
        year = datetime.fromtimestamp(instant, timezone.utc).year
        if instant < self.year_begin(year):
            return year - 1
        return year + 1 if instant >= self.year_begin(year + 1) else year


def _clamped(instant):
    return min(max(instant, EARLIEST), LATEST)


def _length(seconds):
    if seconds < 0:
        raise ValueError("A length cannot be negative.")
    return seconds


class _Always:
    """Around the clock."""

    def elapsed(self, start, end):
        return max(0, end - start)

    def due(self, start, seconds):
        return start + _length(seconds)

    def is_open(self, instant):
        return True

    def next_open(self, instant):
        return instant

    def __repr__(self):
        return "ALWAYS"


class _Never:
    """No working time, ever: nothing elapses, and no promise falls due."""

    def elapsed(self, start, end):
        return 0

    def due(self, start, seconds):
        return start if _length(seconds) == 0 else None

    def is_open(self, instant):
        return False

    def next_open(self, instant):
        return None

    def __repr__(self):
        return "NEVER"


ALWAYS = _Always()
NEVER = _Never()
