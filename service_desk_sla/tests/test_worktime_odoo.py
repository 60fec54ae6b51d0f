"""The same answers as Odoo's own working schedules and as a count of minutes, over calendars at random."""

from datetime import date, datetime, timedelta, timezone
from random import Random

from .brute_force import DAY_MINUTES, MINUTE, BruteForce, instant
from .calendar_case import DAY, CalendarCase, make_calendar

ZONES = ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
#: Days of both switches of a year, in the first three zones.
SWITCHES = ("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-10-04")
CASES, QUARTERS, DAYS = 60, 96, 16


def utc(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc)


class TestAgainstOdoo(CalendarCase):
    """Seeded, so that a failure comes again."""

    def cases(self, count=CASES):
        """A calendar, its brute force twin and a day close to a switch, again and again."""
        for seed in range(count):
            random = Random(seed)
            zone = random.choice(ZONES)
            first = date.fromisoformat(random.choice(SWITCHES)) - timedelta(days=random.randrange(9))
            two_weeks = random.random() < 0.3
            lines = [
                (day, start * 15, end * 15, *([week] if two_weeks else []))
                for week in range(2 if two_weeks else 1)
                for day in range(7)
                for start, end in self._shifts(random)
            ]
            holidays = [self._holiday(random, zone, first) for _one in range(random.randrange(3))]
            calendar = make_calendar(
                self.env, zone, [(day, start / 60, end / 60, *week) for day, start, end, *week in lines]
            )
            for start, end in holidays:
                self.env["resource.calendar.leaves"].create({
                    "name": "Holiday", "calendar_id": calendar.id,
                    "date_from": utc(start).replace(tzinfo=None), "date_to": utc(end).replace(tzinfo=None),
                })
            twin = BruteForce(zone, lines, holidays, first - timedelta(days=1), DAYS + 2)
            with self.subTest(seed=seed, zone=zone, first=first):
                yield random, calendar, twin, instant(zone, first)

    @staticmethod
    def _shifts(random):
        """None, one or some parts of a day, sometimes from its first or until its last minute."""
        count = random.choice([0, 1, 1, 2, 3])
        bounds = sorted(random.sample(range(QUARTERS + 1), 2 * count))
        return list(zip(bounds[::2], bounds[1::2], strict=True))

    @staticmethod
    def _holiday(random, zone, first):
        start = instant(zone, first + timedelta(days=random.randrange(DAYS)), random.randrange(DAY_MINUTES))
        return start, start + MINUTE * random.randrange(4 * DAY_MINUTES)

    @staticmethod
    def _between(random, start):
        low, high = sorted(random.randrange(DAYS * DAY_MINUTES) for _one in range(2))
        return start + low * MINUTE, start + high * MINUTE

    def test_random_calendar_elapses_as_odoo_and_as_the_count_of_minutes(self):
        """To the second, over both switches of the year, holidays, nights and alternating weeks."""
        for random, calendar, twin, start in self.cases():
            for _round in range(4):
                low, high = self._between(random, start)
                ours = self.of(calendar).elapsed(low, high)
                theirs = calendar.get_work_hours_count(utc(low), utc(high))
                self.assertEqual(ours, round(theirs * 3600))
                self.assertEqual(ours, twin.elapsed(low, high))

    def test_random_calendar_is_due_as_odoo_and_as_the_count_of_minutes(self):
        """Odoo plans to the same instant."""
        for random, calendar, twin, start in self.cases():
            schedule = self.of(calendar)
            low, high = self._between(random, start)
            seconds = random.randrange(0, max(1, twin.elapsed(low, high)), MINUTE) + MINUTE
            expected = twin.due(low, seconds)
            if expected is None:
                continue
            self.assertEqual(schedule.due(low, seconds), expected)
            planned = calendar.plan_hours(seconds / 3600, utc(low), compute_leaves=True)
            self.assertEqual(round(planned.timestamp()), expected)
            self.assertEqual(schedule.elapsed(low, expected), seconds)

    def test_count_of_minutes_is_what_the_wall_shows(self):
        """The check is checked: a minute is open when a clock on the wall says so.

        All but the nights in which an hour comes twice or never.
        """
        for _random, _calendar, twin, start in self.cases(12):
            opened = set(BruteForce(twin.zone, twin.lines, [], twin.first, DAYS).minutes)
            nights = {
                minute
                for day in map(date.fromisoformat, SWITCHES)
                for minute in range(instant(twin.zone, day), instant(twin.zone, day, 4 * 60), MINUTE)
            }
            for minute in set(range(start, start + 9 * DAY, MINUTE)) - nights:
                self.assertEqual(minute in opened, twin.shows(minute), minute)
