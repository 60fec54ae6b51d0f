"""What the form of a ticket is told of its clocks, so that it counts down honestly."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaCountdown(ClockCase):
    def told(self, ticket, user=None, metric="Resolution"):
        """What one clock of the ticket shows to somebody."""
        self.env.flush_all()
        clocks = ticket.with_user(user or self.agent).sla_countdown()
        (clock,) = [clock for clock in clocks if clock["metric"] == metric]
        return clock

    def test_clock_turns_within_hours(self):
        """What is left goes down second by second while the desk works."""
        self.make_policy(240)
        ticket = self.make_incident()
        self.wall("2026-03-02 11:30")
        told = self.told(ticket)
        self.assertEqual(
            (told["left"], told["promised"], told["used"], told["is_turning"], told["status"]),
            (150 * 60, 240 * 60, 90 * 60, True, "running"),
        )
        self.assertEqual(told["due"], "2026-03-02 13:00:00")

    def test_clock_stands_still_outside_hours(self):
        """At night nothing goes down, and it is said when it goes on."""
        self.make_policy(480)
        ticket = self.make_incident()
        self.wall("2026-03-02 20:00")
        told = self.told(ticket)
        self.assertEqual((told["left"], told["is_turning"]), (60 * 60, False))
        self.assertEqual(told["opens"], "2026-03-03 08:00:00")

    def test_answer_is_valid_until_the_hours_end(self):
        """A screen asks again in the second in which the desk closes, and once a minute."""
        self.make_policy(4800)
        ticket = self.make_incident()
        self.assertEqual(self.told(ticket)["valid"], 60)
        self.wall("2026-03-02 16:59:40")
        self.assertEqual(self.told(ticket)["valid"], 20)
        self.wall("2026-03-03 08:59:48")
        self.assertEqual(self.told(ticket)["valid"], 12)

    def test_answer_is_valid_until_the_status_changes(self):
        """At risk and late are shown in their second, not a minute later."""
        self.make_policy(240)
        ticket = self.make_incident()
        self.wall("2026-03-02 12:59:35")
        self.assertEqual(self.told(ticket)["valid"], 25)
        self.wall("2026-03-02 13:00")
        self.assertEqual(self.told(ticket)["status"], "risk")
        self.wall("2026-03-02 13:59:50")
        self.assertEqual(self.told(ticket)["valid"], 11)
        self.wall("2026-03-02 14:00:01")
        told = self.told(ticket)
        self.assertEqual((told["status"], told["left"]), ("breached", -1))

    def test_paused_clock_shows_what_is_left(self):
        """It stands still, is due at no time, and tells for how long it did."""
        self.make_policy(240)
        ticket = self.make_incident()
        self.wall("2026-03-02 11:00")
        self.hold(ticket)
        self.wall("2026-03-02 13:00")
        told = self.told(ticket)
        self.assertEqual(
            (told["status"], told["left"], told["paused"], told["due"], told["is_turning"]),
            ("paused", 180 * 60, 120 * 60, False, False),
        )

    def test_ended_clock_tells_whether_it_was_kept(self):
        """Met or missed, with what was used."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 60)])
        kept, missed = self.make_incident(), self.make_incident()
        self.wall("2026-03-02 10:30")
        self.resolve(kept)
        self.wall("2026-03-02 12:00")
        self.resolve(missed)
        self.assertEqual(self.told(kept)["status"], "met")
        told = self.told(missed)
        self.assertEqual((told["status"], told["used"], told["is_live"]), ("missed", 7200, False))

    def test_agreed_date_is_counted_to(self):
        """What is left until then is working time, too."""
        self.make_policy(60)
        ticket = self.make_incident()
        ticket.write({"date_agreed": "2026-03-03 09:00:00", "date_agreed_reason": "She is away"})
        told = self.told(ticket)
        self.assertEqual((told["agreed"], told["left"]), ("2026-03-03 09:00:00", 8 * 3600))
        self.wall("2026-03-03 11:00")
        told = self.told(ticket)
        self.assertEqual((told["left"], told["status"]), (-3600, "breached"))

    def test_latest_turn_is_shown_alone(self):
        """What another priority replaced is history."""
        self.make_policy(targets=[("resolution", "1", 60), ("resolution", "any", 480)])
        ticket = self.make_incident()
        ticket.write({"impact": "1", "urgency": "1"})
        self.assertEqual(len(ticket.clock_ids), 2)
        self.assertEqual(self.told(ticket)["promised"], 3600)

    def test_calendar_without_hours_never_turns(self):
        """It is said that it stands still, and nobody is sent to a day that never comes."""
        empty = self.env["resource.calendar"].create({"name": "Never", "attendance_ids": False})
        self.make_policy(
            60, calendar_source="own", resource_calendar_id=empty.id, company_id=self.env.company.id
        )
        told = self.told(self.make_incident())
        self.assertEqual((told["is_turning"], told["opens"], told["due"]), (False, False, False))

    def test_task_counts_down_too(self):
        """By a policy for tasks, from when it can begin; its form shows it."""
        self.make_policy(120, process="service.desk.task")
        task = self.env["service.desk.task"]._add([{"name": "Unpack", "request_id": self.make_request().id}])
        self.wall("2026-03-02 10:45")
        told = self.told(task)
        self.assertEqual((told["left"], told["is_turning"]), (75 * 60, True))
        view = task.with_user(self.agent).get_view(view_type="form")
        self.assertIn("service_desk_sla_clocks", view["arch"])

    def test_requester_is_refused(self):
        """Clocks are for the desk."""
        self.make_policy(60)
        ticket = self.make_incident()
        with self.assertRaises(AccessError):
            self.told(ticket, self.employee)

    def test_stretches_are_told_with_what_was_worked(self):
        """The history of a clock is a table that people can check."""
        self.make_policy(480)
        ticket = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.hold(ticket)
        self.wall("2026-03-02 13:00")
        self.resume(ticket)
        self.wall("2026-03-02 14:30")
        spans = self.clock(ticket)._told_spans()
        self.assertEqual([span["worked"] for span in spans], [2, 1.5])
        table = self.clock(ticket).with_user(self.agent).with_context(tz=self.zone).span_table
        for text in ("still runs", "01:30", "Office"):
            self.assertIn(text, table)

    def test_lists_tell_what_is_used_up_to_now(self):
        """Time goes by without anything being written; lists of clocks say so like the ticket does."""
        self.make_policy(60)
        clock = self.clock(self.make_incident())
        self.wall("2026-03-02 11:30")
        clock.invalidate_recordset()
        self.assertEqual((clock.used_now, clock.over_now), (90 * 60, 30 * 60))
        self.wall("2026-03-02 20:00")
        clock.invalidate_recordset()
        self.assertEqual(clock.used_now, 7 * 3600)
