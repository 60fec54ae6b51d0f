from odoo import fields

from odoo.addons.service_desk_sla.tests.escalation_case import EscalationCase


class TestEscalationMoments(EscalationCase):
    """When levels are acted upon: once, in time, and never while nobody is there."""

    def test_new_ticket_escalates_nothing(self):
        """Never at creation, not even when it was opened long ago or the job runs in that second."""
        self.make_level(1)
        self.make_level(100)
        new = self.open_incident()
        self.run_job()
        self.assertEqual(self.fired(new), [])
        old = self.open_incident(hours=7, user=self.env.user, date_opened="2026-03-02 08:00:00")
        self.run_job(hours=7, minutes=1)
        self.assertTrue(old.is_breached)
        self.assertEqual((self.fired(new), self.fired(old)), ([100], []))

    def test_level_reached_is_acted_upon_in_that_minute(self):
        """Not a second before three of four hours are used up."""
        self.make_level(75)
        ticket = self.open_incident()
        self.run_job(hours=3, seconds=-1)
        self.assertEqual(self.fired(ticket), [])
        self.run_job(hours=3)
        self.assertEqual(self.fired(ticket), [75])
        self.assertEqual(self.told(ticket), ["test_agent"])

    def test_level_is_acted_upon_once(self):
        """However often the job runs, and although the ticket is edited in between."""
        self.make_level(75)
        ticket = self.open_incident()
        for minutes in range(0, 240, 20):
            self.run_job(hours=3, minutes=minutes)
            with self.at(3, minutes=minutes + 1):
                ticket.urgency = "1" if minutes % 40 else "3"
        self.assertEqual(self.fired(ticket), [75])
        self.assertEqual(self.told(ticket), ["test_agent"])

    def test_each_level_has_its_turn(self):
        """75, 100 and 150 percent, each when it is reached."""
        for percent in (75, 100, 150):
            self.make_level(percent)
        ticket = self.open_incident()
        for hours, expected in ((3, [75]), (4, [75, 100]), (5.9, [75, 100]), (6, [75, 100, 150])):
            self.run_job(hours=hours)
            self.assertEqual(self.fired(ticket), expected)

    def test_several_levels_reached_at_once_act_once(self):
        """After an outage the highest acts; what lies below is passed over and stays so."""
        for percent in (50, 75, 100):
            self.make_level(percent)
        ticket = self.open_incident()
        self.run_job(hours=5)
        self.run_job(hours=6)
        self.assertEqual(self.fired(ticket), [100])
        self.assertEqual(len(self.clock(ticket).fired), 3)

    def test_paused_clock_escalates_nothing(self):
        """No level and no breach while the ticket waits, and the rest of the time counts after."""
        self.make_level(75)
        self.make_level(100)
        ticket = self.open_incident()
        with self.at(2):
            ticket.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.run_job(hours=30)
        self.assertEqual((self.fired(ticket), self.clock(ticket).is_breached), ([], False))
        with self.at(48):
            ticket._resume()
        self.run_job(hours=48, minutes=59)
        self.assertEqual(self.fired(ticket), [])
        self.run_job(hours=49)
        self.assertEqual(self.fired(ticket), [75])

    def test_midnight_is_no_moment(self):
        """A promise until tomorrow noon is not late at midnight, nor is anybody warned then."""
        self.make_level(75)
        self.make_level(100)
        ticket = self.open_incident(hours=7)
        for hours in (15, 15.1, 16, 24, 25.9):
            self.run_job(hours=hours)
        self.assertEqual((self.fired(ticket), ticket.is_breached), ([], False))
        self.run_job(hours=26)
        self.run_job(hours=27)
        self.assertEqual(self.fired(ticket), [75, 100])

    def test_level_missed_while_the_server_was_down_waits_for_the_morning(self):
        """Nobody is called in the evening; the clock says when the job looks again."""
        self.make_level(75)
        ticket = self.open_incident()
        self.run_job(hours=12)
        self.assertEqual(self.fired(ticket), [])
        self.assertEqual(self.clock(ticket).date_next, fields.Datetime.to_datetime("2026-03-04 08:00:00"))
        self.run_job(hours=23, minutes=59)
        self.assertEqual(self.fired(ticket), [])
        self.run_job(hours=24)
        self.assertEqual(self.fired(ticket), [75])

    def test_any_hour_level_does_not_wait(self):
        """Where somebody is on call."""
        self.make_level(75, is_any_hour=True, notify_assignee=True)
        ticket = self.open_incident()
        self.run_job(hours=12)
        self.assertEqual(self.fired(ticket), [75])

    def test_level_at_closing_time_is_acted_upon_at_once(self):
        """The job comes a minute after five; people are still there."""
        self.make_level(75)
        ticket = self.open_incident(hours=5)
        self.run_job(hours=8, minutes=1)
        self.assertEqual(self.fired(ticket), [75])

    def test_agreed_date_on_a_weekend_is_told_on_monday(self):
        """The promise breaks on Sunday; who is at home hears of it when the desk opens."""
        self.make_level(100)
        ticket = self.open_incident()
        with self.at(0):
            ticket.write({"date_agreed": "2026-03-08 12:00:00", "date_agreed_reason": "They move."})
        self.run_job(hours=24 * 5 + 5)
        self.assertTrue(self.clock(ticket).is_breached)
        self.assertEqual(self.fired(ticket), [])
        self.run_job(hours=24 * 6)
        self.assertEqual(self.fired(ticket), [100])

    def test_calendar_without_hours_escalates_nothing(self):
        """No working time goes by, so that nothing is ever used up."""
        self.calendar.attendance_ids.unlink()
        self.make_level(75)
        ticket = self.open_incident()
        self.run_job(hours=24 * 30)
        self.assertEqual(self.fired(ticket), [])

    def test_resolved_ticket_escalates_nothing(self):
        """What was done in time is over."""
        self.make_level(75)
        ticket = self.open_incident()
        with self.at(1):
            ticket.action_take()
            ticket.write({"state": "resolved", **self.solution})
        self.run_job(hours=6)
        self.assertEqual(self.fired(ticket), [])

    def test_reopened_ticket_does_not_repeat_levels(self):
        """The time goes on where it was, and what was told was told."""
        self.make_level(75)
        self.make_level(100)
        ticket = self.open_incident()
        self.run_job(hours=3)
        with self.at(3.2):
            ticket.action_take()
            ticket.write({"state": "resolved", **self.solution})
        with self.at(3.5):
            ticket.write({"state": "in_progress"})
        self.run_job(hours=3.6)
        self.assertEqual(self.fired(ticket), [75])
        self.run_job(hours=4)
        self.assertEqual(self.fired(ticket), [75, 100])

    def test_heir_of_a_clock_does_not_repeat_levels(self):
        """Another priority promises another time; a level that was acted upon is not again."""
        self.policy.target_ids = [(0, 0, {"metric": "resolution", "priority": "1", "minutes": 300})]
        self.make_level(75)
        ticket = self.open_incident()
        self.run_job(hours=3)
        with self.at(3.1):
            ticket.write({"impact": "1", "urgency": "1"})
        self.assertEqual(self.clock(ticket).seconds, 300 * 60)
        self.run_job(hours=5)
        self.assertEqual(self.fired(ticket), [75])

    def test_clock_set_back_escalates_once(self):
        """The server's clock goes an hour back after a level was acted upon."""
        self.make_level(75)
        ticket = self.open_incident()
        self.run_job(hours=3.5)
        self.run_job(hours=2.5)
        self.run_job(hours=3.5)
        self.assertEqual(self.fired(ticket), [75])

    def test_new_level_is_silent_about_the_past(self):
        """An admin adds a level: tickets that passed it long ago call nobody, later ones do."""
        old = self.open_incident()
        new = self.open_incident(hours=3)
        with self.at(3.5):
            self.env["service.desk.sla.level"].create(
                {"policy_id": self.policy.id, "percent": 50, "notify_assignee": True}
            )
        self.run_job(hours=3.6)
        self.run_job(hours=5)
        self.assertEqual((self.fired(old), self.fired(new)), ([], [50]))

    def test_changed_level_is_looked_at_anew(self):
        """A level moved to an earlier percent is acted upon there, although clocks run already."""
        level = self.make_level(100)
        ticket = self.open_incident()
        with self.at(1):
            level.percent = 50
        self.run_job(hours=1.1)
        self.run_job(hours=2)
        self.assertEqual(self.fired(ticket), [50])

    def test_metrics_escalate_each_on_their_own(self):
        """A level for the response is none for the resolution."""
        self.policy.target_ids = [(0, 0, {"metric": "response", "minutes": 60})]
        self.make_level(100, metric="response", notify_assignee=True)
        ticket = self.open_incident()
        self.run_job(hours=1)
        self.run_job(hours=4.5)
        self.assertEqual(self.fired(ticket), [100])
        self.assertEqual(self.clock(ticket, "response").escalation_ids.percent, 100)
