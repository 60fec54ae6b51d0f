"""Days of the periods that reviews are about. Pure Python without Odoo inside."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

DAY = timedelta(days=1)


def period_of(day: date, months: int) -> tuple[date, date]:
    """The first and the last day of the period of so many months in which a day lies.

    Periods follow the calendar year: quarters begin in January, April, July and October.

    :param months: a divisor of 12
    """
    first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
    return first, first + relativedelta(months=months) - DAY


def latest_period(today: date, months: int) -> tuple[date, date]:
    """The latest period that is over."""
    first, _last = period_of(today, months)
    return period_of(first - DAY, months)
