"""What counts as working time of a calendar, and what does not."""

from odoo.exceptions import ValidationError

from odoo.addons.service_desk_sla.worktime import ALWAYS, NEVER

from .calendar_case import CLOCK_ROUND, DAY, HOUR, NIGHTS, OFFICE, CalendarCase

LUNCH = {"name": "Lunch", "dayofweek": "0", "hour_from": 12, "hour_to": 13, "day_period": "lunch"}


class TestHours(CalendarCase):
    """Weekly hours, however they are written down."""

    def test_office_hours_stop_at_night_and_at_the_weekend(self):
        """Twelve hours from Friday noon end on Monday afternoon."""
        office = self.schedule(OFFICE)
        self.assertEqual(self.hours(office, "2026-06-01 00:00", "2026-06-08 00:00"), 40)
        self.assert_due(office, "2026-06-05 12:00", 12, "2026-06-08 16:00")

    def test_due_at_closing_time_is_not_the_next_morning(self):
        """What is promised by 17:00 is late at 17:01, however early people come the next day."""
        office = self.schedule(OFFICE)
        self.assert_due(office, "2026-06-01 09:00", 8, "2026-06-01 17:00")
        self.assert_due(office, "2026-06-01 20:00", 8, "2026-06-02 17:00")

    def test_nothing_promised_is_due_at_once(self):
        """Also when closed."""
        self.assert_due(self.schedule(OFFICE), "2026-06-06 12:00", 0, "2026-06-06 12:00")

    def test_start_in_closed_time_counts_from_the_opening(self):
        """A ticket of Sunday is as old on Monday at 10:00 as one of Monday at 09:00."""
        office = self.schedule(OFFICE)
        self.assertEqual(self.hours(office, "2026-06-07 12:00", "2026-06-08 10:00"), 1)
        self.assertEqual(office.next_open(self.at("2026-06-07 12:00")), self.at("2026-06-08 09:00"))
        self.assertFalse(office.is_open(self.at("2026-06-07 12:00")))
        self.assertTrue(office.is_open(self.at("2026-06-08 09:00")))
        self.assertFalse(office.is_open(self.at("2026-06-08 17:00")))

    def test_overnight_shift_goes_on_over_midnight(self):
        """Until 24:00 and from 00:00 are one shift of eight hours, without a gap of a second."""
        nights = self.schedule(NIGHTS)
        self.assertEqual(self.hours(nights, "2026-06-01 12:00", "2026-06-02 12:00"), 8)
        self.assertTrue(nights.is_open(self.at("2026-06-01 23:59:59")))
        self.assert_due(nights, "2026-06-01 23:00", 2, "2026-06-02 01:00")
        self.assert_due(nights, "2026-06-02 05:00", 2, "2026-06-02 23:00")

    def test_day_until_24_has_24_whole_hours(self):
        """Open every day around the clock is exactly no calendar at all."""
        open_always = self.schedule(CLOCK_ROUND)
        start = self.at("2026-06-01 07:13:21")
        for seconds in (1, DAY - 1, DAY, 40 * DAY + 7):
            self.assertEqual(open_always.elapsed(start, start + seconds), seconds)
            self.assertEqual(open_always.due(start, seconds), start + seconds)

    def test_line_over_midnight_is_refused(self):
        """Odoo takes it, and counts it for nothing; the message tells how to write it."""
        with self.assertRaisesRegex(ValidationError, "two lines"):
            self.calendar([(0, 22, 6)])

    def test_time_that_is_none_is_refused(self):
        """Odoo takes 25:00 and 07:59:59, and then fails wherever the calendar is used."""
        for hour_from, hour_to in ((1, 25), (-1, 3), (1, 7.9999)):
            with self.subTest(hour_to=hour_to), self.assertRaisesRegex(ValidationError, "whole minutes"):
                self.calendar([(0, hour_from, hour_to)])

    def test_several_lines_a_day_with_a_break_between(self):
        """Three lines and a lunch: the lunch is no working time."""
        calendar = self.calendar([(0, 8, 10), (0, 10, 12), (0, 13, 14.5)])
        calendar.attendance_ids = [(0, 0, LUNCH)]
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-01"), 5.5)
        self.assert_due(self.of(calendar), "2026-06-01 08:00", 5, "2026-06-01 14:00")

    def test_two_weeks_alternate(self):
        """One week Monday, the other Tuesday, as Odoo counts the weeks, over the turn of the year too."""
        both = self.schedule([(0, 9, 17, 0), (1, 9, 17, 1)])
        days = ("2026-12-21", "2026-12-22", "2026-12-28", "2026-12-29", "2027-01-04", "2027-01-05")
        self.assertEqual([self.day_hours(both, day) for day in days], [8, 0, 0, 8, 8, 0])

    def test_empty_calendar_never_elapses(self):
        """Nothing is due, nothing is late, and nothing fails."""
        self.assertIs(self.schedule([]), NEVER)
        start = self.at("2026-06-01 09:00")
        self.assertEqual(NEVER.elapsed(start, start + 999 * DAY), 0)
        self.assertIsNone(NEVER.due(start, 1))
        self.assertEqual(NEVER.due(start, 0), start)
        self.assertIsNone(NEVER.next_open(start))

    def test_calendar_of_breaks_alone_never_elapses(self):
        """A lunch is no working time."""
        calendar = self.calendar([])
        calendar.attendance_ids = [(0, 0, LUNCH)]
        self.assertIs(self.of(calendar), NEVER)

    def test_no_calendar_is_around_the_clock(self):
        """Under False and under 0, beside calendars or alone."""
        schedules = self.env["resource.calendar"]._sla_schedules()
        self.assertIs(schedules[False], ALWAYS)
        self.assertIs(schedules[0], ALWAYS)
        start = self.at("2026-06-06 03:00")
        self.assertEqual(ALWAYS.due(start, HOUR), start + HOUR)

    def test_calendar_that_is_gone_is_around_the_clock(self):
        """A clock that still names it goes on."""
        calendar = self.calendar(OFFICE)
        calendar.unlink()
        self.assertIs(self.of(calendar), ALWAYS)

    def test_archived_calendar_keeps_its_hours(self):
        """It is hidden from choice; what was promised by it stays."""
        self.assertEqual(self.day_hours(self.schedule(OFFICE, active=False), "2026-06-01"), 8)


class TestFlexible(CalendarCase):
    """How much, not when: from Monday on, so many hours around noon, until the week is full."""

    def flexible(self, by_day=8, by_week=40):
        calendar = self.calendar(OFFICE, schedule_type="flexible")
        calendar.write({"hours_per_day": by_day, "full_time_required_hours": by_week})
        return calendar

    def test_flexible_calendar_is_open_around_noon_until_the_week_is_full(self):
        """Forty hours of eight a day are Monday to Friday from 08:00 to 16:00."""
        calendar = self.flexible()
        schedule = self.of(calendar)
        self.assertEqual(self.hours(schedule, "2026-06-01 00:00", "2026-06-08 00:00"), 40)
        monday, next_monday = self.utc("2026-06-01 00:00"), self.utc("2026-06-08 00:00")
        self.assertEqual(round(calendar.get_work_hours_count(monday, next_monday), 6), 40)
        self.assertEqual(schedule.next_open(self.at("2026-06-01 00:00")), self.at("2026-06-01 08:00"))
        self.assert_due(schedule, "2026-06-05 15:00", 2, "2026-06-08 09:00")

    def test_flexible_week_begins_on_monday_whenever_asked(self):
        """The same in every week, also in the one in which the year turns."""
        schedule = self.of(self.flexible(by_week=20))
        weeks = ("2026-06-01", "2026-12-28", "2027-01-04")
        for monday in weeks:
            start = self.at(f"{monday} 00:00")
            by_day = [schedule.elapsed(start + day * DAY, start + (day + 1) * DAY) // HOUR for day in range(7)]
            self.assertEqual(by_day, [8, 8, 4, 0, 0, 0, 0], monday)

    def test_flexible_calendar_without_hours_never_elapses(self):
        """None a day or none a week."""
        self.assertIs(self.of(self.flexible(by_day=0)), NEVER)
        self.assertIs(self.of(self.flexible(by_week=0)), NEVER)

    def test_flexible_calendar_keeps_holidays(self):
        """Its hours are not made up for on another day."""
        calendar = self.flexible()
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-02 23:59:59")
        self.assertEqual(self.hours(self.of(calendar), "2026-06-01 00:00", "2026-06-08 00:00"), 32)


class TestHolidays(CalendarCase):
    """What closes a calendar, and what does not."""

    def test_holiday_moves_the_due_date_over_it(self):
        """A day that is closed does not count."""
        calendar = self.calendar(OFFICE)
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-03 00:00")
        self.assertEqual(self.hours(self.of(calendar), "2026-06-01 00:00", "2026-06-08 00:00"), 32)
        self.assert_due(self.of(calendar), "2026-06-01 16:00", 2, "2026-06-03 10:00")

    def test_holiday_until_the_last_second_leaves_none_open(self):
        """People write 23:59:59 and mean the whole day: no clock starts in its last second."""
        calendar = self.calendar(CLOCK_ROUND)
        self.holiday(calendar, "2026-12-25 00:00", "2026-12-25 23:59:59")
        schedule = self.of(calendar)
        self.assertEqual(self.day_hours(schedule, "2026-12-25"), 0)
        self.assertEqual(schedule.next_open(self.at("2026-12-25 12:00")), self.at("2026-12-26 00:00"))

    def test_last_day_of_a_year_can_be_a_holiday(self):
        """Years are loaded one by one; what ends where one ends is not lost."""
        calendar = self.calendar(CLOCK_ROUND)
        # The years of a calendar turn on the Monday of their first week: January 4 in 2027.
        self.holiday(calendar, "2027-01-03 00:00", "2027-01-03 23:59:59")
        schedule = self.of(calendar)
        self.assertEqual(self.hours(schedule, "2027-01-02 12:00", "2027-01-05 12:00"), 48)
        self.assertEqual(schedule.next_open(self.at("2027-01-03 12:00")), self.at("2027-01-04 00:00"))

    def test_holiday_in_half_hours_closes_just_that(self):
        """From 11:30 to 14:00 on one day."""
        calendar = self.calendar(OFFICE)
        self.holiday(calendar, "2026-06-02 11:30", "2026-06-02 14:00")
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-02"), 5.5)
        self.assert_due(self.of(calendar), "2026-06-02 11:00", 1, "2026-06-02 14:30")

    def test_holidays_that_overlap_count_once(self):
        """Two that share a day are one of three."""
        calendar = self.calendar(OFFICE)
        self.holiday(calendar, "2026-06-01 00:00", "2026-06-03 00:00")
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-04 00:00")
        self.assertEqual(self.hours(self.of(calendar), "2026-06-01 00:00", "2026-06-08 00:00"), 16)

    def test_holiday_of_the_company_closes_its_calendars(self):
        """One that is bound to no calendar is meant for all."""
        calendar = self.calendar(OFFICE)
        self.holiday(None, "2026-06-02 00:00", "2026-06-02 23:59:59", company=calendar.company_id)
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-02"), 0)

    def test_holiday_of_another_company_closes_nothing(self):
        """Whoever asks, and in whichever companies they are."""
        other = self.env["res.company"].create({"name": "Other"})
        calendar = self.calendar(OFFICE)
        self.holiday(None, "2026-06-02 00:00", "2026-06-03 00:00", company=other)
        for companies in (calendar.company_id, other, calendar.company_id | other):
            asked = calendar.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(self.day_hours(self.of(asked), "2026-06-02"), 8)

    def test_shared_calendar_has_the_holidays_written_on_it(self):
        """A calendar of no company follows no company's holidays."""
        calendar = self.calendar(OFFICE, company_id=False)
        self.holiday(None, "2026-06-02 00:00", "2026-06-03 00:00")
        self.holiday(calendar, "2026-06-03 00:00", "2026-06-04 00:00")
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-02"), 8)
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-03"), 0)

    def test_absence_of_a_person_closes_nothing(self):
        """One is on leave, the desk is open."""
        calendar = self.calendar(OFFICE)
        person = self.env["resource.resource"].create({"name": "Someone", "calendar_id": calendar.id})
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-03 00:00", resource_id=person.id)
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-02"), 8)

    def test_training_closes_nothing(self):
        """What is written down as another kind of work time is work time."""
        calendar = self.calendar(OFFICE)
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-03 00:00", time_type="other")
        self.assertEqual(self.day_hours(self.of(calendar), "2026-06-02"), 8)


class TestFarAway(CalendarCase):
    """Long promises, old tickets and mistyped dates."""

    def test_promise_of_six_years_is_found(self):
        """Where Odoo's own planning gives up after 1,400 days."""
        calendar = self.calendar(OFFICE)
        start = self.utc("2026-06-01 09:00")
        self.assertFalse(calendar.plan_hours(40 * 52 * 6, start))
        due = self.of(calendar).due(self.at("2026-06-01 09:00"), 40 * 52 * 6 * HOUR)
        self.assertEqual(due, self.at("2032-05-21 17:00"))

    def test_promise_of_more_than_twelve_years_has_no_date(self):
        """And whether later years are loaded already makes no difference."""
        schedule = self.schedule([(0, 9, 10)])
        start, seconds = self.at("2026-06-01 09:00"), 52 * 13 * HOUR
        self.assertIsNone(schedule.due(start, seconds))
        self.assertGreater(schedule.due(start, 52 * 12 * HOUR), start)
        schedule.elapsed(start, self.at("2045-01-01 00:00"))
        self.assertIsNone(schedule.due(start, seconds))

    def test_years_of_holidays_have_no_opening(self):
        """Closed for good: neither due nor open again."""
        calendar = self.calendar(OFFICE)
        self.holiday(calendar, "2026-01-01 00:00", "2050-01-01 00:00")
        start = self.at("2026-06-01 09:00")
        self.assertIsNone(self.of(calendar).due(start, 1))
        self.assertIsNone(self.of(calendar).next_open(start))

    def test_old_start_is_counted_from_then(self):
        """A ticket that another tool brought along from 2009."""
        office = self.schedule(OFFICE)
        self.assertEqual(self.hours(office, "2009-06-01 09:00", "2009-06-08 09:00"), 40)
        self.assertEqual(self.hours(office, "2009-06-01 00:00", "2026-06-01 00:00"), 40 * 887)

    def test_mistyped_year_counts_from_1970_and_until_2200(self):
        """It costs no memory for the centuries between, and fails nowhere."""
        office = self.schedule([(0, 9, 10)])
        first = self.at("1970-01-05 09:00")
        self.assertEqual(office.due(self.at("0202-06-01 09:00"), HOUR), first + HOUR)
        self.assertIsNone(office.due(self.at("9026-06-01 09:00"), HOUR))
        self.assertEqual(office.elapsed(self.at("0202-06-01 09:00"), first), 0)
        self.assertFalse(office.is_open(self.at("0202-06-01 09:00")))
