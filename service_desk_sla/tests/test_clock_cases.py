"""Cases in which clocks are known to go wrong, each told on a ticket from its opening on.

Those that have a file of their own (pauses, promises, history, escalation) are there; see the table in
``readme/CLOCKS.md``.
"""

from datetime import date, datetime, time, timedelta

from odoo.tests import tagged

from .calendar_case import NIGHTS, OFFICE, make_calendar
from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockCases(ClockCase):
    def own(self, calendar, minutes=480, **values):
        hours = {"calendar_source": "own", "resource_calendar_id": calendar.id}
        return self.make_policy(minutes, company_id=self.env.company.id, **hours, **values)

    # -- Daylight saving ---------------------------------------------------------------------

    def assert_night(self, evening, hours, waited):
        """A night from 22:00 to 06:00 has so many hours, of which the ticket waits from one to four."""
        morning = date.fromisoformat(evening) + timedelta(days=1)
        self.own(make_calendar(self.env, self.zone, NIGHTS), int(hours * 60))
        self.wall(f"{evening} 22:00")
        ticket = self.make_incident()
        self.assertEqual(self.due(ticket), f"{morning} 06:00")
        self.wall(f"{morning} 01:00")
        self.hold(ticket)
        self.wall(f"{morning} 04:00")
        self.assertFalse(self.clock(ticket).date_due)
        self.resume(ticket)
        due = datetime.combine(morning, time(22)) + timedelta(hours=waited)
        self.assertEqual(self.due(ticket), f"{due:%Y-%m-%d %H:%M}")
        self.assertEqual(self.clock(ticket).paused, waited * 3600)

    def test_night_of_the_switch_in_brussels(self):
        """Seven hours in spring of which two are waited through, nine in autumn of which four."""
        self.assert_night("2026-03-28", 7, 2)

    def test_autumn_night_of_the_switch_in_brussels(self):
        """From one to four are four hours that night."""
        self.assert_night("2026-10-24", 9, 4)

    def test_night_of_the_switch_in_new_york(self):
        """Three weeks before Europe."""
        self.zone = "America/New_York"
        self.assert_night("2026-03-07", 7, 2)

    def test_autumn_night_of_the_switch_in_new_york(self):
        """One week after Europe."""
        self.zone = "America/New_York"
        self.assert_night("2026-10-31", 9, 4)

    def test_night_of_the_switch_on_lord_howe(self):
        """Clocks are put forward by half an hour, in October."""
        self.zone = "Australia/Lord_Howe"
        self.assert_night("2026-10-03", 7.5, 2.5)

    def test_autumn_night_of_the_switch_on_lord_howe(self):
        """And back by half an hour, in April."""
        self.zone = "Australia/Lord_Howe"
        self.assert_night("2026-04-04", 8.5, 3.5)

    def test_nights_in_kathmandu_are_alike(self):
        """Nobody moves a clock there, whatever Europe does in that night."""
        self.zone = "Asia/Kathmandu"
        self.assert_night("2026-03-28", 8, 3)

    # -- Hours -------------------------------------------------------------------------------

    def test_pause_over_a_holiday_shifts_due_by_zero(self):
        """Waiting from the evening before until the morning after costs nothing."""
        self.env["resource.calendar.leaves"].create({
            "name": "Closed",
            "calendar_id": self.office.id,
            "date_from": "2026-03-02 23:00:00",
            "date_to": "2026-03-03 22:59:59",
        })
        self.make_policy(480)
        ticket = self.make_incident()
        self.assertEqual(self.due(ticket), "2026-03-04 10:00")
        self.wall("2026-03-02 17:00")
        self.hold(ticket)
        self.wall("2026-03-04 09:00")
        self.resume(ticket)
        self.assertEqual((self.due(ticket), self.clock(ticket).paused), ("2026-03-04 10:00", 0))

    def test_pause_over_midnight_counts_once_in_a_night_shift(self):
        """An hour around midnight is an hour, though the shift is written as two lines."""
        self.own(make_calendar(self.env, self.zone, NIGHTS), 360)
        self.wall("2026-03-02 22:00")
        ticket = self.make_incident()
        self.wall("2026-03-02 23:30")
        self.hold(ticket)
        self.wall("2026-03-03 00:30")
        self.resume(ticket)
        self.assertEqual((self.due(ticket), self.clock(ticket).paused), ("2026-03-03 05:00", 3600))

    def test_company_without_settings_measures_around_the_clock(self):
        """No hours, no team, no policy of its own: a promise for all companies holds, through all verbs."""
        self.make_policy(480)
        company, agent = self.make_company("Fresh")
        company.resource_calendar_id = False
        ticket = self.make_incident(agent)
        self.assertEqual((ticket.company_id, ticket.team_id.company_id), (company, self.env["res.company"]))
        ticket.team_id = False
        self.assertEqual(self.due(ticket), "2026-03-02 18:00")
        self.wall("2026-03-02 20:00")
        self.run_job()
        self.assertTrue(ticket.is_breached)
        ticket.action_take()
        self.hold(ticket)
        self.resume(ticket)
        self.resolve(ticket)
        self.assertEqual(ticket.sla_state, "missed")

    # -- Waiting meets something else ----------------------------------------------------------

    def test_nobody_is_told_while_it_waits(self):
        """Neither by mail nor in the inbox, and no activity, whatever would have fallen due."""
        self.make_policy(60, level_ids=[
            (0, 0, {"percent": percent, "user_ids": self.agent.ids, "raises_level": True})
            for percent in (50, 100, 150)
        ])
        ticket = self.make_incident()
        self.hold(ticket)
        before = self.told(ticket)
        self.wall("2026-04-20 10:00")
        self.run_job()
        self.assertEqual(self.told(ticket), before)
        self.assertFalse(ticket.is_breached or ticket.escalation_level)

    def told(self, ticket):
        """How many messages, activities and mails there are about a ticket."""
        domain = [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        return (
            self.env["mail.message"].search_count(domain),
            self.env["mail.mail"].search_count(domain),
            len(ticket.sudo().activity_ids),
        )

    def test_policy_archived_while_it_waits_goes_on(self):
        """The promise was made; it holds after the wait as before."""
        policy = self.make_policy(480)
        ticket = self.make_incident()
        clock = self.clock(ticket)
        self.wall("2026-03-02 12:00")
        self.hold(ticket)
        policy.active = False
        self.wall("2026-03-02 14:00")
        self.resume(ticket)
        self.assertEqual((self.clock(ticket), self.due(ticket)), (clock, "2026-03-03 12:00"))

    def test_merged_while_waiting_is_never_late(self):
        """It concerns nobody any more; the one that stays is due by its own opening."""
        self.make_policy(60)
        one, double = self.make_incident(), self.make_incident()
        self.hold(double)
        double.action_merge(one.id)
        self.wall("2026-03-02 10:30")
        self.resolve(one)
        self.wall("2026-03-09 10:00")
        self.run_job()
        self.assertEqual((one.sla_state, double.sla_state), ("met", False))
        self.assertFalse(double.is_breached)

    def test_converted_while_waiting_does_not_count_the_wait(self):
        """An hour was worked before, and the rest counts from the conversion on."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident)
        self.wall("2026-03-02 15:00")
        incident.action_convert_to_request()
        request = incident.request_id
        self.assertEqual((request.state, request.sla_state), ("new", "running"))
        self.assertEqual(self.due(request), "2026-03-03 14:00")

    def test_late_ticket_stays_late_through_merge_of_another_into_it(self):
        """A merge heals nothing and repeats nothing."""
        self.make_policy(60, level_ids=[(0, 0, {"percent": 100, "user_ids": self.agent.ids})])
        one = self.make_incident()
        self.wall("2026-03-02 11:30")
        self.run_job()
        clock = self.clock(one)
        double = self.make_incident()
        double.action_merge(one.id)
        self.run_job()
        self.assertTrue(one.is_breached)
        self.assertEqual((self.clock(one), len(clock.escalation_ids)), (clock, 1))

    def test_reopened_after_the_agreed_date_is_late_a_second_later(self):
        """It was in time when it was resolved; the job is not kept busy by the second in between."""
        self.make_policy(480, reopen="exclude")
        ticket = self.make_incident()
        ticket.write({"date_agreed": "2026-03-02 12:00:00", "date_agreed_reason": "She is away"})
        self.resolve(ticket)
        self.wall("2026-03-04 10:00")
        ticket.state = "in_progress"
        self.assertEqual(self.shown(self.clock(ticket).date_next), "2026-03-04 10:00:01")
        self.assertFalse(ticket.is_breached)
        self.wall("2026-03-04 10:01")
        self.run_job()
        self.assertEqual(self.shown(self.clock(ticket).date_breached), "2026-03-04 10:00")

    def test_hours_of_another_zone_are_those_of_their_calendar(self):
        """A ticket written down in Brussels for a desk in Kathmandu is due by the clocks there."""
        self.own(make_calendar(self.env, "Asia/Kathmandu", OFFICE), 60)
        ticket = self.make_incident()
        self.assertEqual(self.shown(self.clock(ticket).date_due, "Asia/Kathmandu"), "2026-03-02 15:45")
