"""What is loaded once serves everybody, and is never outdated."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.service_desk_sla.models.resource_calendar import ResourceCalendar

from .calendar_case import HOUR, NIGHTS, OFFICE, CalendarCase


class TestKept(CalendarCase):
    """How many queries it takes to know working time."""

    def setUp(self):
        super().setUp()
        self.calendars = self.calendar(OFFICE) | self.calendar([(0, 9, 12)]) | self.calendar(NIGHTS)
        self.start = self.at("2026-06-01 09:00")

    def ask(self):
        for calendar, schedule in self.calendars._sla_schedules().items():
            if calendar:
                schedule.due(self.start, 30 * HOUR)
                schedule.elapsed(self.start, self.start + 99 * HOUR)

    def test_second_use_in_a_transaction_takes_no_query(self):
        """The database is asked once whether anything changed."""
        self.ask()
        with self.assertQueryCount(0):
            self.ask()

    def test_use_in_another_transaction_takes_one_query(self):
        """One for all calendars, which tells that nothing changed meanwhile."""
        self.ask()
        statements = self.queries(self.ask)
        self.assertEqual(statements.total(), 1, statements)

    def test_first_use_takes_few_queries_a_calendar_and_year(self):
        """The lines and the holidays of one calendar, and none for each day or line."""
        self.env.registry.clear_cache("stable")
        busy = self.calendar([(day, hour, hour + 1) for day in range(7) for hour in range(0, 24, 2)])
        self.calendars = busy
        few = self.queries(self.ask).total()
        for day in range(10, 28):
            self.holiday(busy, f"2026-07-{day} 10:00", f"2026-07-{day} 11:00")
        self.assertLessEqual(self.queries(self.ask).total(), few + 1)
        self.assertLess(few, 12)

    def test_progress_of_the_job_throws_nothing_away(self):
        """How far clocks were measured anew is written on the calendar, and is no other time."""
        self.ask()
        self.calendars.write({"name": "Ours", "sla_is_stale": True, "sla_done_to": 2000})
        self.assertEqual(self.queries(self.ask).total(), 1)

    def test_everybody_gets_the_same(self):
        """Whoever asks first: a portal user, somebody of another company, in any zone and language."""
        other = self.env["res.company"].create({"name": "Other"})
        calendar = self.calendars[0]
        self.holiday(calendar, "2026-06-02 00:00", "2026-06-02 23:59:59")
        self.holiday(None, "2026-06-03 00:00", "2026-06-03 23:59:59")
        people = [
            new_test_user(self.env, "sla_portal", groups="base.group_portal"),
            new_test_user(
                self.env, "sla_other", groups="base.group_user", company_id=other.id, company_ids=other.ids
            ),
            self.env.user,
        ]
        for person in people:
            self.env.registry.clear_cache("stable")
            self.env.invalidate_all()
            asked = calendar.with_user(person).with_context(
                tz="Pacific/Auckland", employee_timezone="Pacific/Auckland",
                allowed_company_ids=person.company_ids.ids,
            )
            with self.subTest(person=person.login):
                self.assert_due(self.of(asked), "2026-06-01 09:00", 9, "2026-06-04 10:00")


class TestCurrent(CalendarCase):
    """A change counts at once, in whatever way it was made."""

    def setUp(self):
        super().setUp()
        self.office = self.calendar(OFFICE)
        self.assertEqual(self.monday(), 8)

    def monday(self):
        return self.day_hours(self.of(self.office), "2026-06-01")

    def test_changed_line_counts_in_the_same_transaction(self):
        """Longer, one more, one less."""
        self.office.attendance_ids[0].hour_to = 18
        self.assertEqual(self.monday(), 9)
        self.office.attendance_ids = [
            Command.create({"name": "Early", "dayofweek": "0", "hour_from": 7, "hour_to": 8})
        ]
        self.assertEqual(self.monday(), 10)
        self.office.attendance_ids[0].unlink()
        self.assertLess(self.monday(), 10)

    def test_schedule_at_hand_answers_by_the_change(self):
        """Also for years that it has not loaded yet; nothing of the old mixes with the new."""
        schedule = self.of(self.office)
        schedule.elapsed(self.at("2026-06-01 00:00"), self.at("2026-06-02 00:00"))
        self.office.attendance_ids[0].hour_to = 18
        self.assertEqual(self.day_hours(schedule, "2031-06-02"), 9)
        self.assertEqual(self.day_hours(schedule, "2026-06-01"), 9)
        self.office.attendance_ids[0].hour_to = 17
        self.assertEqual(self.day_hours(self.of(self.office), "2031-06-02"), 8)

    def test_holiday_counts_from_when_it_is_written_down_until_it_is_removed(self):
        """On the calendar, then moved, then for the whole company, then none."""
        holiday = self.holiday(self.office, "2026-06-01 00:00", "2026-06-02 00:00")
        self.assertEqual(self.monday(), 0)
        holiday.date_from = self.utc("2026-06-01 12:00")
        self.assertEqual(self.monday(), 3)
        holiday.calendar_id = False
        self.assertEqual(self.monday(), 3)
        holiday.unlink()
        self.assertEqual(self.monday(), 8)

    def test_zone_counts_at_once(self):
        """Nine in New York is fifteen in Brussels."""
        self.office.tz = "America/New_York"
        self.assertEqual(self.hours(self.of(self.office), "2026-06-01 00:00", "2026-06-01 15:00"), 0)
        self.assertEqual(self.hours(self.of(self.office), "2026-06-01 15:00", "2026-06-01 23:00"), 8)

    def test_undone_change_does_not_count(self):
        """What a failed step wrote is gone with it."""
        savepoint = self.env.cr.savepoint()
        self.office.attendance_ids[0].hour_to = 18
        self.assertEqual(self.monday(), 9)
        savepoint.close(rollback=True)
        self.assertEqual(self.monday(), 8)

    def test_change_past_odoo_counts_in_the_next_transaction(self):
        """Another worker, a script, a restored table: what is in the database counts."""
        self.env.cr.execute(
            "UPDATE resource_calendar_attendance SET hour_to = 18 WHERE id = %s",
            [self.office.attendance_ids[0].id],
        )
        self.env.invalidate_all()
        self.assertEqual(self.monday(), 9)

    def test_unseen_change_is_not_kept_for_others(self):
        """A year loaded while the cache is behind the database is filed under what was read."""
        lines = self.office.attendance_ids
        lines.mapped("hour_to")
        self.env.cr.execute("UPDATE resource_calendar_attendance SET hour_to = 18 WHERE id = %s", [lines[0].id])
        self.assertEqual(self.day_hours(self.of(self.office), "2031-06-02"), 9)
        self.env.cr.execute("UPDATE resource_calendar_attendance SET hour_to = 17 WHERE id = %s", [lines[0].id])
        self.env.invalidate_all()
        self.assertEqual(self.day_hours(self.of(self.office), "2031-06-02"), 8)

    def test_hours_by_week_of_the_company_reach_its_flexible_calendars(self):
        """Odoo derives them from the company's own calendar."""
        company = self.env["res.company"].create({"name": "Other"})
        company.resource_calendar_id = self.calendar(OFFICE, company_id=company.id)
        flexible = self.calendar(OFFICE, company_id=company.id, schedule_type="flexible")
        flexible.hours_per_day = 8
        self.assertEqual(self.hours(self.of(flexible), "2026-06-01 00:00", "2026-06-08 00:00"), 40)
        company.resource_calendar_id.attendance_ids[0].unlink()
        self.assertEqual(self.hours(self.of(flexible), "2026-06-01 00:00", "2026-06-08 00:00"), 32)


class TestHandedOn(CalendarCase):
    """The job that measures clocks anew learns of the calendar."""

    def test_changed_calendar_is_marked_for_the_job(self):
        """And no other one."""
        changed, other = self.calendar(OFFICE), self.calendar(OFFICE)
        (changed | other).write({"sla_is_stale": False})
        self.holiday(changed, "2026-06-01 00:00", "2026-06-02 00:00")
        self.assertTrue(changed.sla_is_stale)
        self.assertFalse(other.sla_is_stale)

    def test_calendar_that_promises_are_measured_by_is_not_deleted(self):
        """It is archived instead, as the message says; another one may go."""
        used, unused = self.calendar(OFFICE), self.calendar(OFFICE)
        self.env["service.desk.sla.policy"].create({
            "name": "Own hours", "calendar_source": "own", "resource_calendar_id": used.id,
            "company_id": used.company_id.id, "active": False,
        })
        with self.assertRaisesRegex(UserError, "archive"):
            used.unlink()
        unused.unlink()
        self.assertFalse(unused.exists())

    def test_flexible_calendars_are_marked_with_the_company_s_own(self):
        """Their hours by week follow from it."""
        company = self.env["res.company"].create({"name": "Other"})
        company.resource_calendar_id = self.calendar(OFFICE, company_id=company.id)
        flexible = self.calendar(OFFICE, company_id=company.id, schedule_type="flexible")
        flexible.sla_is_stale = False
        company.resource_calendar_id.attendance_ids[0].hour_to = 18
        self.assertTrue(flexible.sla_is_stale)


class TestHeard(CalendarCase):
    """Clocks that run by a calendar hear when its hours change, and only then."""

    def setUp(self):
        super().setUp()
        self.office = self.calendar(OFFICE)
        self.other = self.calendar(OFFICE)
        self.heard = self.env["resource.calendar"]

        def listen(calendars):
            self.heard |= calendars

        self.startPatcher(patch.object(ResourceCalendar, "_sla_changed", listen))

    def assert_heard(self, *calendars):
        self.env.flush_all()
        mine = self.heard & (self.office | self.other)
        self.assertEqual(mine, self.env["resource.calendar"].union(*calendars))
        self.heard = self.env["resource.calendar"]

    def test_change_of_hours_is_heard(self):
        """A line written, made, moved and removed; a zone; two weeks."""
        line = self.office.attendance_ids[0]
        line.hour_to = 18
        self.assert_heard(self.office)
        line.calendar_id = self.other
        self.assert_heard(self.office, self.other)
        line.unlink()
        self.assert_heard(self.other)
        self.office.attendance_ids = [
            Command.create({"name": "Early", "dayofweek": "0", "hour_from": 7, "hour_to": 8})
        ]
        self.assert_heard(self.office)
        self.office.tz = "Asia/Kathmandu"
        self.assert_heard(self.office)

    def test_holiday_is_heard_by_the_calendars_that_it_closes(self):
        """By one, by all of the company, when it moves and when it goes."""
        holiday = self.holiday(self.office, "2026-06-01 00:00", "2026-06-02 00:00")
        self.assert_heard(self.office)
        holiday.calendar_id = self.other
        self.assert_heard(self.office, self.other)
        holiday.calendar_id = False
        self.assert_heard(self.office, self.other)
        holiday.unlink()
        self.assert_heard(self.office, self.other)

    def test_absence_of_a_person_is_not_heard(self):
        """Hundreds a week, and none of them concerns a promise."""
        person = self.env["resource.resource"].create({"name": "Someone", "calendar_id": self.office.id})
        absence = self.holiday(self.office, "2026-06-02 00:00", "2026-06-03 00:00", resource_id=person.id)
        absence.date_to = self.utc("2026-06-04 00:00")
        absence.unlink()
        self.assert_heard()

    def test_mere_words_are_not_heard(self):
        """Another name is no other time."""
        self.office.name = "Ours"
        self.office.attendance_ids[0].name = "Morning"
        self.assert_heard()
