"""Odoo's naive UTC datetimes and the whole seconds that clocks count in."""

import calendar
from datetime import datetime, timezone


def to_epoch(moment):
    """Seconds since the epoch of a naive UTC datetime; None for nothing."""
    return calendar.timegm(moment.timetuple()) if moment else None


def to_datetime(seconds):
    """The naive UTC datetime of an instant; False for None, as Odoo stores it."""
    return False if seconds is None else datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)
