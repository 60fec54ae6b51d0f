"""Odoo's working schedules as timelines: where years begin, and what is kept of them."""

from datetime import datetime

from pytz import timezone

from . import worktime


class Known:
    """What has been loaded of one content of a calendar; kept over transactions."""

    __slots__ = ("is_empty", "schedule", "zone")

    def __init__(self, zone, is_empty=False):
        self.zone = timezone(zone)
        self.is_empty = is_empty
        self.schedule = None


class CalendarSchedule(worktime.Timeline):
    """Working time of a calendar, for use within one transaction.

    It notices when the calendar is changed in that transaction, and answers by what it is then.
    """

    def __init__(self, calendar):
        """:param calendar: as ``resource.calendar._sla_readers`` gives it"""
        self._calendar = calendar
        self._fingerprint = self._known = None

    @property
    def known(self):
        fingerprint = self._calendar.sla_fingerprint
        if fingerprint != self._fingerprint:
            self._known = self._calendar._sla_known(fingerprint)
            self._fingerprint = fingerprint
        return self._known

    def refresh(self):
        self._calendar._sla_forget()

    def year_begin(self, year):
        """Years of whole weeks: flexible calendars share their hours out by week."""
        return int(self._monday(year).timestamp())

    def year_intervals(self, year):
        return self._calendar._sla_intervals(self._monday(year), self._monday(year + 1))

    def _monday(self, year):
        """When the first week of a year begins, in the calendar's zone."""
        return self.known.zone.localize(datetime.fromisocalendar(year, 1, 1))


class SettledSchedule(CalendarSchedule):
    """Working time of a calendar for one calculation, in which nobody changes the calendar.

    It need not look at each question whether the calendar is still what it was.
    """

    #: As it was when the calculation began, or when it last loaded years.
    known = None

    def __init__(self, calendar):
        super().__init__(calendar)
        self._settle()

    def refresh(self):
        result = super().refresh()
        self._settle()
        return result

    def _settle(self):
        self.known = self._calendar._sla_known(self._calendar.sla_fingerprint)
