"""Daylight saving: nights lose and gain what the clocks are moved by, office hours nothing."""

from datetime import datetime, timezone

from .calendar_case import CLOCK_ROUND, HOUR, NIGHTS, OFFICE, CalendarCase


class TestSwitches(CalendarCase):
    """Both switches of a year in each zone; the instants are written out in UTC where they matter."""

    def assert_utc(self, found, expected):
        self.assertEqual(datetime.fromtimestamp(found, timezone.utc).isoformat()[:16], expected)

    def test_brussels_spring_night_is_an_hour_shorter(self):
        """From 22:00 to 06:00 people work seven hours, and the promise of seven ends at 06:00."""
        nights = self.schedule(NIGHTS, "Europe/Brussels")
        self.assertEqual(self.hours(nights, "2026-03-28 12:00", "2026-03-29 12:00"), 7)
        self.assert_due(nights, "2026-03-28 22:00", 7, "2026-03-29 06:00")
        self.assert_utc(nights.due(self.at("2026-03-28 22:00"), 7 * HOUR), "2026-03-29T04:00")

    def test_brussels_autumn_night_is_an_hour_longer(self):
        """From 22:00 to 06:00 people work nine hours."""
        nights = self.schedule(NIGHTS, "Europe/Brussels")
        self.assertEqual(self.hours(nights, "2026-10-24 12:00", "2026-10-25 12:00"), 9)
        self.assert_due(nights, "2026-10-24 22:00", 9, "2026-10-25 06:00")
        self.assert_utc(nights.due(self.at("2026-10-24 22:00"), 4 * HOUR), "2026-10-25T00:00")

    def test_new_york_spring_night_is_an_hour_shorter(self):
        """The switch is in the night of March 8, three weeks before Europe's."""
        nights = self.schedule(NIGHTS, "America/New_York")
        self.assertEqual(self.hours(nights, "2026-03-07 12:00", "2026-03-08 12:00"), 7)
        self.assert_utc(nights.due(self.at("2026-03-07 22:00"), 7 * HOUR), "2026-03-08T10:00")

    def test_new_york_autumn_night_is_an_hour_longer(self):
        """The switch is in the night of November 1."""
        nights = self.schedule(NIGHTS, "America/New_York")
        self.assertEqual(self.hours(nights, "2026-10-31 12:00", "2026-11-01 12:00"), 9)
        self.assert_utc(nights.due(self.at("2026-10-31 22:00"), 9 * HOUR), "2026-11-01T11:00")

    def test_lord_howe_spring_night_is_half_an_hour_shorter(self):
        """Clocks there move by half an hour, in October."""
        nights = self.schedule(NIGHTS, "Australia/Lord_Howe")
        self.assertEqual(self.hours(nights, "2026-10-03 12:00", "2026-10-04 12:00"), 7.5)
        self.assert_utc(nights.due(self.at("2026-10-03 22:00"), int(7.5 * HOUR)), "2026-10-03T19:00")

    def test_lord_howe_autumn_night_is_half_an_hour_longer(self):
        """And back in April."""
        nights = self.schedule(NIGHTS, "Australia/Lord_Howe")
        self.assertEqual(self.hours(nights, "2026-04-04 12:00", "2026-04-05 12:00"), 8.5)
        self.assert_utc(nights.due(self.at("2026-04-04 22:00"), int(8.5 * HOUR)), "2026-04-04T19:30")

    def test_kathmandu_opens_at_a_quarter_past_in_utc(self):
        """A zone of five hours and three quarters, the same all year round."""
        office = self.schedule(OFFICE, "Asia/Kathmandu")
        self.assert_utc(office.next_open(self.at("2026-03-29 12:00")), "2026-03-30T03:15")
        self.assertEqual(self.hours(office, "2026-03-23 00:00", "2026-04-06 00:00"), 80)
        self.assertEqual(self.hours(office, "2026-10-19 00:00", "2026-11-02 00:00"), 80)

    def test_kathmandu_new_zone_takes_a_quarter_of_an_hour(self):
        """On the first day of 1986 clocks there went from 00:00 to 00:15, the only switch it has."""
        always = self.schedule(CLOCK_ROUND, "Asia/Kathmandu")
        self.assertEqual(self.day_hours(always, "1986-01-01"), 23.75)
        self.assertEqual(self.day_hours(always, "1986-01-02"), 24)

    def test_office_hours_do_not_notice_a_switch(self):
        """Nobody in an office works when clocks are moved: a week has forty hours everywhere."""
        for zone, monday, next_monday in (
            ("Europe/Brussels", "2026-03-23", "2026-03-30"),
            ("Europe/Brussels", "2026-10-19", "2026-10-26"),
            ("America/New_York", "2026-03-02", "2026-03-09"),
            ("America/New_York", "2026-10-26", "2026-11-02"),
            ("Australia/Lord_Howe", "2026-03-30", "2026-04-06"),
            ("Australia/Lord_Howe", "2026-09-28", "2026-10-05"),
        ):
            with self.subTest(zone=zone, week=monday):
                office = self.schedule(OFFICE, zone)
                self.assertEqual(self.hours(office, f"{monday} 00:00", f"{next_monday} 00:00"), 40)
                self.assert_due(office, f"{monday} 10:00", 40, f"{next_monday} 10:00")

    def test_day_around_the_clock_has_the_hours_of_the_day(self):
        """23, 25, 23½ and 24½ hours."""
        for zone, day, expected in (
            ("Europe/Brussels", "2026-03-29", 23),
            ("Europe/Brussels", "2026-10-25", 25),
            ("America/New_York", "2026-03-08", 23),
            ("America/New_York", "2026-11-01", 25),
            ("Australia/Lord_Howe", "2026-10-04", 23.5),
            ("Australia/Lord_Howe", "2026-04-05", 24.5),
        ):
            with self.subTest(zone=zone, day=day):
                self.assertEqual(self.day_hours(self.schedule(CLOCK_ROUND, zone), day), expected)

    def test_opening_at_a_repeated_time_opens_the_second_time(self):
        """02:30 comes twice in Brussels that night; open means the later one."""
        early = self.schedule([(6, 2.5, 6)], "Europe/Brussels")
        self.assertEqual(self.day_hours(early, "2026-10-25"), 3.5)
        self.assert_utc(early.next_open(self.at("2026-10-24 12:00")), "2026-10-25T01:30")

    def test_closing_at_a_repeated_time_closes_the_second_time(self):
        """Until 02:30 that night is an hour longer than in others."""
        late = self.schedule([(6, 0, 2.5)], "Europe/Brussels")
        self.assertEqual(self.day_hours(late, "2026-10-25"), 3.5)

    def test_opening_at_a_skipped_time_opens_as_long_after_midnight(self):
        """02:30 does not come in spring: two and a half hours after midnight it is 03:30."""
        early = self.schedule([(6, 2.5, 6)], "Europe/Brussels")
        self.assertEqual(self.day_hours(early, "2026-03-29"), 2.5)
        self.assert_utc(early.next_open(self.at("2026-03-28 12:00")), "2026-03-29T01:30")

    def test_hour_that_is_skipped_is_not_worked(self):
        """From 02:00 to 03:00 there is no time at all that night."""
        skipped = self.schedule([(6, 2, 3)], "Europe/Brussels")
        self.assertEqual(self.day_hours(skipped, "2026-03-29"), 0)
        self.assertEqual(self.day_hours(skipped, "2026-04-05"), 1)

    def test_holiday_over_a_switch_takes_the_hours_that_there_are(self):
        """Closed from Saturday noon to Sunday noon; what is left is right on both sides."""
        calendar = self.calendar(CLOCK_ROUND, "Europe/Brussels")
        self.holiday(calendar, "2026-03-28 12:00", "2026-03-29 12:00")
        self.holiday(calendar, "2026-10-24 12:00", "2026-10-25 12:00")
        always = self.of(calendar)
        self.assertEqual(self.hours(always, "2026-03-28 00:00", "2026-03-30 00:00"), 24)
        self.assert_due(always, "2026-03-28 00:00", 13, "2026-03-29 13:00")
        self.assertEqual(self.hours(always, "2026-10-24 00:00", "2026-10-26 00:00"), 24)
        self.assert_due(always, "2026-10-24 00:00", 13, "2026-10-25 13:00")
