"""Days and clocks of people as moments of the database, which are naive and in UTC.

Nothing of Odoo is imported here. A zone is its name.
"""

from datetime import datetime, time, timedelta

from pytz import timezone, utc


def zone_of(company):
    """The zone whose midnights begin and end the days of a company."""
    # sudo: the zone of a company is no secret.
    company = company.sudo()
    return company.resource_calendar_id.tz or company.partner_id.tz or "UTC"


def in_utc(local, zone):
    """What the clock shows there, as a moment of the database."""
    return timezone(zone).localize(local).astimezone(utc).replace(tzinfo=None)


def in_zone(moment, zone):
    """A moment of the database as the clock there shows it, with its zone."""
    return utc.localize(moment).astimezone(timezone(zone))


def start_of_day(day, zone):
    """The midnight with which a day begins there."""
    return in_utc(datetime.combine(day, time.min), zone)


def end_of_day(day, zone):
    """The last second of a day there."""
    return start_of_day(day + timedelta(days=1), zone) - timedelta(seconds=1)
