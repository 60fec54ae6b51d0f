"""Pauses, reopenings and what changes in between: no time is lost, none invented."""

from odoo.tests import tagged

from .calendar_case import CLOCK_ROUND, make_calendar
from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockPauses(ClockCase):
    def test_due_is_counted_in_working_time(self):
        """Eight hours from Monday 10:00 end on Tuesday at 10:00."""
        self.make_policy(480)
        self.assertEqual(self.due(self.make_incident()), "2026-03-03 10:00")

    def test_pause_moves_due_by_its_working_time(self):
        """Two working hours of waiting are given back."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.hold(incident)
        self.assertEqual((self.due(incident), incident.date_due), ("", False))
        self.wall("2026-03-02 14:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-03 12:00")
        self.assertEqual(self.clock(incident).paused, 2 * 3600)

    def test_pause_over_a_closed_weekend_shifts_due_by_zero(self):
        """Nobody would have worked: waiting from Friday evening to Monday morning costs nothing."""
        self.make_policy(480)
        self.wall("2026-03-06 15:00")
        incident = self.make_incident()
        before = self.due(incident)
        self.wall("2026-03-06 18:00")
        self.hold(incident)
        self.wall("2026-03-09 08:30")
        self.resume(incident)
        self.assertEqual(before, "2026-03-09 15:00")
        self.assertEqual(self.due(incident), before)

    def test_pause_that_ends_at_once_changes_nothing(self):
        """Adding and removing a pause leads back to the same instant."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        before = self.due(incident)
        self.hold(incident)
        self.resume(incident)
        self.assertEqual(self.due(incident), before)
        self.assertEqual(len(self.clock(incident).spans), 1)

    def test_reason_that_does_not_pause_lets_the_clock_run(self):
        """The pending reason says whether time stands still."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident, self.other_reason)
        self.assertEqual(self.clock(incident).state, "running")
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_another_reason_while_waiting_stops_or_starts_the_clock(self):
        """The reason may change without any change of state."""
        self.make_policy(480)
        incident = self.make_incident()
        self.hold(incident, self.other_reason)
        self.wall("2026-03-02 11:00")
        incident.write({"pending_reason_id": self.reason.id})
        self.assertEqual(self.clock(incident).state, "paused")
        self.wall("2026-03-02 12:00")
        incident.write({"pending_reason_id": self.other_reason.id})
        self.assertEqual(self.due(incident), "2026-03-03 11:00")

    def test_policy_may_never_pause(self):
        """A promise by the wall clock runs whatever the ticket waits for."""
        self.make_policy(480, pause_rule="never")
        incident = self.make_incident()
        self.hold(incident)
        self.assertEqual(self.clock(incident).state, "running")

    def test_policy_may_pause_for_chosen_reasons_alone(self):
        """Then the reason's own word does not count."""
        self.make_policy(
            480, pause_rule="chosen", pending_reason_ids=[(6, 0, self.supplier_reason.ids)]
        )
        incident = self.make_incident()
        self.hold(incident)
        self.assertEqual(self.clock(incident).state, "running")
        incident.write({"pending_reason_id": self.supplier_reason.id})
        self.assertEqual(self.clock(incident).state, "paused")

    def test_no_breach_while_paused(self):
        """Weeks of waiting for the requester break no promise."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.hold(incident)
        self.wall("2026-04-20 12:00")
        self.run_job()
        self.assertFalse(incident.is_breached)
        self.assertEqual(incident.sla_state, "paused")
        self.resolve(incident)
        self.assertFalse(self.clock(incident).is_breached)
        self.assertEqual(incident.sla_state, "met")

    def test_what_was_late_before_the_pause_stays_late(self):
        """Waiting does not heal."""
        self.make_policy(60)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.hold(incident)
        self.assertTrue(incident.is_breached)
        self.assertEqual(self.shown(self.clock(incident).date_breached), "2026-03-02 11:00")

    def test_pause_across_a_change_of_priority_keeps_its_length(self):
        """The new promise counts what was worked, and not what was waited."""
        self.make_policy(targets=[("resolution", "1", 240), ("resolution", "any", 960)])
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")  # worked one hour
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        incident.write({"impact": "1", "urgency": "1"})
        self.assertEqual(self.due(incident), "")
        self.wall("2026-03-02 14:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-02 17:00")  # three of four hours are left
        self.assertEqual(self.clock(incident).paused, 3 * 3600)

    def test_pause_across_a_change_of_policy_keeps_its_length(self):
        """Another policy takes over the stretches as they were."""
        service = self.env["service.desk.service"].create({"name": "Mail"})
        self.make_policy(960)
        self.make_policy(240, service_ids=[(6, 0, service.ids)])
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        incident.write({"service_id": service.id})
        self.wall("2026-03-02 14:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-02 17:00")

    # -- Reopening -----------------------------------------------------------------------------

    def reopened(self, **values):
        """Worked 10-12, resolved until 14, then taken up again."""
        self.make_policy(480, **values)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.resolve(incident)
        self.wall("2026-03-02 14:00")
        incident.action_reopen()
        return incident

    def test_reopened_ticket_goes_on_with_its_solved_time(self):
        """The requester's trouble had not ended: due as if it had never been resolved."""
        incident = self.reopened(reopen="continue")
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_reopened_ticket_goes_on_without_its_solved_time(self):
        """The two hours in which it was resolved do not count."""
        incident = self.reopened(reopen="exclude")
        self.assertEqual(self.due(incident), "2026-03-03 12:00")

    def test_reopened_ticket_begins_anew(self):
        """The first promise was kept and stays so; a second one begins."""
        incident = self.reopened(reopen="restart")
        self.assertEqual(self.due(incident), "2026-03-03 14:00")
        self.assertEqual(incident.clock_ids.mapped("state").count("met"), 1)

    def test_resolved_while_waiting_and_reopened_does_not_count_the_wait(self):
        """Going on begins at the end, not at the last moment in which it ran."""
        self.make_policy(480, reopen="continue")
        incident = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(incident)
        self.wall("2026-03-02 13:00")
        self.resolve(incident)
        self.wall("2026-03-02 15:00")
        incident.action_reopen()
        # Worked 10-11, waited 11-13, resolved 13-15: three of eight hours are used.
        self.assertEqual(self.clock(incident).elapsed, 3 * 3600)
        self.assertEqual(self.due(incident), "2026-03-03 12:00")

    def test_what_was_in_time_is_late_from_its_reopening_on(self):
        """Reports of the month in which it was kept stay true."""
        self.make_policy(120, reopen="continue")
        kept, late = self.make_incident(), self.make_incident()
        self.wall("2026-03-02 11:00")
        self.resolve(kept)
        self.wall("2026-03-02 13:00")
        self.resolve(late)
        self.wall("2026-04-07 12:00")
        (kept + late).action_reopen()
        self.wall("2026-04-07 12:05")
        self.run_job()
        self.assertEqual(self.shown(self.clock(kept).date_breached), "2026-04-07 12:00")
        self.assertEqual(self.shown(self.clock(late).date_breached), "2026-03-02 12:00")

    def test_end_after_reopening_is_the_last_one(self):
        """What counts is when it was really done."""
        incident = self.reopened(reopen="continue")
        self.wall("2026-03-04 10:00")
        self.resolve(incident)
        self.assertTrue(self.clock(incident).is_breached)
        self.assertEqual(self.shown(self.clock(incident).date_end), "2026-03-04 10:00")

    def test_response_stays_kept_after_reopening(self):
        """Somebody had answered; that does not become untrue."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)])
        incident = self.make_incident()
        self.wall("2026-03-02 10:30")
        incident.with_user(self.agent).message_post(
            body="On it", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(self.clock(incident, "response").state, "met")
        self.resolve(incident)
        incident.action_reopen()
        self.assertEqual(self.clock(incident, "response").state, "met")
        self.assertEqual(self.clock(incident).state, "running")

    # -- Calendars -----------------------------------------------------------------------------

    def test_change_of_team_changes_the_hours_from_then_on(self):
        """What was worked stays counted by the hours in which it was worked."""
        night = make_calendar(self.env, self.zone, CLOCK_ROUND, company_id=False)
        self.team_two.resource_calendar_id = night
        self.make_policy(480, calendar_source="team")
        incident = self.make_incident(team_id=self.team_one.id)
        self.wall("2026-03-02 16:00")  # six hours used
        incident.write({"team_id": self.team_two.id})
        self.assertEqual(self.due(incident), "2026-03-02 18:00")
        self.wall("2026-03-02 17:00")
        incident.write({"team_id": self.team_one.id})
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_empty_calendar_never_falls_due(self):
        """Nobody works by it: there is a clock without a date, and no error."""
        self.env.company.resource_calendar_id = make_calendar(self.env, self.zone, [])
        self.make_policy(60)
        incident = self.make_incident()
        self.assertEqual(self.due(incident), "")
        self.assertEqual(self.clock(incident).state, "running")
        self.wall("2026-03-09 10:00")
        self.run_job()
        self.assertFalse(incident.is_breached)

    def test_company_without_calendar_works_around_the_clock(self):
        """A company without settings has a promise that counts every hour."""
        self.env.company.resource_calendar_id = False
        self.make_policy(480)
        self.assertEqual(self.due(self.make_incident()), "2026-03-02 18:00")

    def test_ticket_without_team_uses_the_companys_hours(self):
        """A policy by the team's hours needs no team."""
        self.make_policy(480, calendar_source="team")
        incident = self.make_incident(team_id=False)
        incident.sudo().team_id = False
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_clock_of_the_server_set_back_counts_no_time_twice(self):
        """A pause that ends before it began is a pause of no length."""
        self.make_policy(480)
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.hold(incident)
        self.wall("2026-03-02 11:30")
        self.resume(incident)
        self.wall("2026-03-02 12:30")
        self.assertEqual(self.due(incident), "2026-03-03 10:00")
        self.resolve(incident)
        self.assertEqual(self.clock(incident).elapsed, int(2.5 * 3600))

    def test_clocks_are_independent_of_each_other(self):
        """A late answer does not make the solution late, nor the other way round."""
        self.make_policy(targets=[("response", "any", 30), ("resolution", "any", 480)])
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        incident.with_user(self.agent).message_post(
            body="Sorry", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        self.resolve(incident)
        self.assertTrue(self.clock(incident, "response").is_breached)
        self.assertFalse(self.clock(incident).is_breached)
        self.assertEqual(self.clock(incident, "response").overrun, 90 * 60)

    def test_request_waits_for_its_approval_without_its_clock(self):
        """The desk cannot begin before others have decided."""
        self.make_policy(480)
        request = self.make_request()
        request.sudo().write({"state": "approval"})
        self.assertEqual(self.clock(request).state, "paused")
