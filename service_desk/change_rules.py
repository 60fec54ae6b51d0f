"""The arithmetic of changes: how risky one is, and when one that repeats is due again.

Pure Python without Odoo inside.
"""

from calendar import monthrange
from datetime import date, timedelta

LOW, MEDIUM, HIGH = "low", "medium", "high"

#: So many like changes must have ended before history says anything.
MIN_HISTORY = 3

DAYS, WEEKS, MONTHS = "days", "weeks", "months"
#: A loop over occurrences never goes further than this.
MAX_OCCURRENCES = 1000


def risk_score(answers, history=(0, 0), history_percent=20):
    """How risky a change is, from 0 (not at all) to 100.

    Each answer has points from 0 to 100 and the weight of its question::

        asked   = sum(weight * points) / sum(weight)
        failed  = 100 * (like changes that failed) / (like changes that ended)
        score   = asked * (1 - h) + failed * h        with h = history_percent / 100

    History counts only from ``MIN_HISTORY`` like changes on; the score is ``asked`` without it.
    Rounded half up, so that the same answers always give the same score.

    :param answers: pairs (weight, points)
    :param history: like changes (failed, ended)
    :param int history_percent: share of history in the score, 0 to 100
    :return: None when nothing was answered
    """
    total = sum(weight for weight, _points in answers)
    if not total:
        return None
    asked = sum(weight * points for weight, points in answers) / total
    failed, ended = history
    if ended < MIN_HISTORY:
        return int(asked + 0.5)
    share = min(max(history_percent, 0), 100) / 100
    return int(asked * (1 - share) + 100 * failed / ended * share + 0.5)


def risk_level(score, medium_from, high_from):
    """The word for a score; empty without one."""
    if score is None:
        return False
    if score >= high_from:
        return HIGH
    return MEDIUM if score >= medium_from else LOW


def occurrences(first, every, unit, begin, end):
    """The days from ``begin`` to ``end``, both included, on which something repeats.

    A month that is too short has it on its last day; the others keep the day of the first one.

    :param date first: the first time
    :param int every: each so many units, at least 1
    :param str unit: days, weeks or months
    """
    found = []
    place = _place_before(first, every, unit, begin)
    while len(found) < MAX_OCCURRENCES:
        day = _nth(first, every * place, unit)
        if day is None or day > end:
            break
        if day >= begin:
            found.append(day)
        place += 1
    return found


def _place_before(first, every, unit, begin):
    """Which occurrence to begin with: the last one that is surely not after ``begin``."""
    if begin <= first:
        return 0
    if unit == MONTHS:
        months = (begin.year - first.year) * 12 + begin.month - first.month
        return max(months // every - 1, 0)
    return (begin - first).days // (every * (7 if unit == WEEKS else 1))


def _nth(first, steps, unit):
    """The day so many units after the first one; None beyond the calendar's end."""
    try:
        if unit != MONTHS:
            return first + timedelta(days=steps * (7 if unit == WEEKS else 1))
        year, month = divmod(first.year * 12 + first.month - 1 + steps, 12)
        return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
