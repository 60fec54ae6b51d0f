"""Calendars for tests, told in the hours of their own zone."""

from datetime import date, datetime, timezone

from odoo.tests import TransactionCase

from odoo.addons.service_desk.tests.query_count import QueryCount

from .brute_force import instant

HOUR, DAY = 3600, 86_400
OFFICE = [(day, 9, 17) for day in range(5)]
NIGHTS = [line for day in range(7) for line in ((day, 0, 6), (day, 22, 24))]
CLOCK_ROUND = [(day, 0, 24) for day in range(7)]


def make_calendar(env, zone, lines, **values):
    """A calendar of (weekday, hour, hour), or with the parity of the week behind them."""
    return env["resource.calendar"].create({
        "name": "Any",
        "tz": zone,
        "two_weeks_calendar": any(len(line) > 3 for line in lines),
        "attendance_ids": [(0, 0, _line(*line)) for line in lines],
        "global_leave_ids": [],
        **values,
    })


def _line(day, hour_from, hour_to, week=None):
    return {
        "name": "Any",
        "dayofweek": str(day),
        "hour_from": hour_from,
        "hour_to": hour_to,
        "day_period": "morning",
        "week_type": False if week is None else str(week),
    }


class CalendarCase(QueryCount, TransactionCase):
    """One zone a case, and instants told as people there read them on the wall."""

    zone = "Europe/Brussels"

    def calendar(self, lines, zone=None, **values):
        self.zone = zone or self.zone
        return make_calendar(self.env, self.zone, lines, **values)

    def schedule(self, lines, zone=None, **values):
        return self.of(self.calendar(lines, zone, **values))

    @staticmethod
    def of(calendar):
        return calendar._sla_schedules()[calendar.id]

    def at(self, text):
        """An instant as the wall shows it: "2026-03-29 08:30"."""
        wall = datetime.fromisoformat(text)
        return instant(self.zone, wall.date(), wall.hour * 60 + wall.minute) + wall.second

    def hours(self, schedule, start, end):
        return schedule.elapsed(self.at(start), self.at(end)) / HOUR

    def day_hours(self, schedule, day):
        """Working hours of one calendar day."""
        first = date.fromisoformat(day)
        return schedule.elapsed(instant(self.zone, first), instant(self.zone, first, 24 * 60)) / HOUR

    def assert_due(self, schedule, start, hours, expected):
        self.assertEqual(schedule.due(self.at(start), int(hours * HOUR)), self.at(expected))

    def holiday(self, calendar, start, end, company=None, **values):
        """Closed between two readings of the wall; without a calendar, all of the company's are."""
        company = company or self.env.company
        return self.env["resource.calendar.leaves"].with_company(company).create({
            "name": "Holiday",
            "calendar_id": calendar.id if calendar else False,
            "date_from": self.utc(start),
            "date_to": self.utc(end),
            **values,
        })

    def utc(self, text):
        return datetime.fromtimestamp(self.at(text), timezone.utc).replace(tzinfo=None)
