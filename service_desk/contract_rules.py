"""Days and money of contracts: when notice must be given, and what a period costs.

Pure Python without Odoo inside. All days are ``date`` objects and both ends of a period belong to
it: a contract "until December 31" still holds on that day.
"""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)

#: How many months one payment of a recurring cost is for. What is paid once has no entry.
PERIOD_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def length(number: int, unit: str) -> relativedelta:
    """A length of so many days or months."""
    return relativedelta(months=number) if unit == "months" else relativedelta(days=number)


def notice_day(end: date, number: int, unit: str) -> date:
    """The last day on which notice ends a contract at ``end``.

    Between that day and the end lies the whole length of notice: three months before December 31
    is September 30, and one month before February 28 is January 31.
    """
    return end + DAY - length(number, unit) - DAY


def term_end(start: date, months: int) -> date:
    """The last day of a term of so many months that begins on ``start``."""
    return start + relativedelta(months=months) - DAY


def _position(day: date) -> Fraction:
    """How many months have passed at the beginning of a day, part of a month by its days."""
    return day.year * 12 + day.month + Fraction(day.day - 1, monthrange(day.year, day.month)[1])


def months_between(first: date, last: date) -> Fraction:
    """How many months the days from ``first`` to ``last`` are, both included.

    A whole calendar month is 1 however long it is, a part of one is its share of the month's days.
    Periods that follow each other add up exactly.
    """
    return _position(last + DAY) - _position(first)


def cost_between(amount, period: str, cost_from: date, cost_to: date | None, first: date, last: date) -> Fraction:
    """What a cost comes to in the days from ``first`` to ``last``, both included.

    What is paid once counts whole on the day it falls due. What recurs counts pro rata by months
    (:func:`months_between`), whenever it is invoiced.

    :param amount: a number, or its text; of one payment
    :param period: ``once`` or a key of :data:`PERIOD_MONTHS`
    :param cost_to: the last day on which the cost runs; None when it has no end
    """
    amount = Fraction(str(amount))
    if period == "once":
        return amount if first <= cost_from <= last else Fraction(0)
    begin, end = max(first, cost_from), min(last, cost_to or last)
    if end < begin:
        return Fraction(0)
    return amount * months_between(begin, end) / PERIOD_MONTHS[period]
