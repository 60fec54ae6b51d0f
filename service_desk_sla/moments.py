"""Odoo's naive UTC datetimes and the whole seconds that clocks count in."""

import calendar
from datetime import datetime, timezone

#: The last second of the year 9999.
LAST = 253402300799


def to_epoch(moment):
    """Seconds since the epoch of a naive UTC datetime; None for nothing."""
    return calendar.timegm(moment.timetuple()) if moment else None


def to_datetime(seconds):
    """The naive UTC datetime of an instant; False for None, as Odoo stores it.

    What lies beyond the last year that there are dates for is its last second.
    """
    if seconds is None:
        return False
    return datetime.fromtimestamp(min(seconds, LAST), timezone.utc).replace(tzinfo=None)
