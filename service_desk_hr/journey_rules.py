"""Days and states of a journey: when a step is due, and how far what it set going is.

Pure Python without Odoo inside. Days are dates; whether people work on one is asked of a function.
"""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

#: What one record that a line owns is to the journey, and the line as a whole.
OPEN, DONE, FAILED, CANCELLED = "open", "done", "failed", "cancelled"
#: A line that owns nothing yet: its day has not come, or a manager has to answer first.
PLANNED, ASKING = "planned", "asking"
#: Nothing more comes of it.
ENDED = (DONE, CANCELLED)

ONE_DAY = timedelta(days=1)
#: So many days in a row without work mean that nobody has said when people work.
MAX_IDLE_DAYS = 60


def shift(day: date, offset: int, is_working: Callable[[date], bool]) -> date:
    """The day that lies so many working days after another one, before it if negative.

    Zero is the day itself, also when nobody works on it: somebody's first day is what was agreed.
    Where nobody ever works, each day counts.
    """
    step = ONE_DAY if offset > 0 else -ONE_DAY
    left, idle = abs(offset), 0
    current = day
    while left:
        current += step
        idle = 0 if is_working(current) else idle + 1
        if idle > MAX_IDLE_DAYS:
            return day + offset * ONE_DAY
        left -= not idle
    return current


def not_before(due: date, first: date, is_working: Callable[[date], bool]) -> date:
    """The day on which something is due that nobody could do before another day: that day at the
    earliest, or the next one on which people work."""
    if due >= first:
        return due
    return first if is_working(first) else shift(first, 1, is_working)


def line_state(parts: Iterable[str], is_begun: bool, is_asking: bool) -> str:
    """The state of a line from the states of what it owns.

    Something failed needs somebody to look, whatever else goes well; what is left open keeps the
    line open; what was cancelled counts only where nothing was done.

    :param parts: each of ``OPEN``, ``DONE``, ``FAILED``, ``CANCELLED``
    """
    states = set(parts)
    for state in (FAILED, OPEN, DONE, CANCELLED):
        if state in states:
            return state
    if is_asking:
        return ASKING
    return DONE if is_begun else PLANNED


def progress(states: Iterable[str]) -> int:
    """Percent of the lines that are done; what is not needed is no work."""
    counted = [state for state in states if state != CANCELLED]
    return 100 * counted.count(DONE) // len(counted) if counted else 100
