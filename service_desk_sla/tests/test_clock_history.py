"""Clocks of what happened before they were there: imports, late starts, recomputation, removal."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .calendar_case import OFFICE, make_calendar
from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockHistory(ClockCase):
    def moment(self, text):
        """A time on the wall as the database has it."""
        now = self.env.cr._now
        self.wall(text)
        moment, self.env.cr._now = self.env.cr._now, now
        return moment

    def load(self, *moves, **values):
        """A ticket of another tool, as the import leaves it: (time, state, phase, reason)."""
        history = self.env["service.desk.incident"].sudo().with_context(service_desk_history=True)
        incident = history.create({
            "name": "Old",
            "requester_id": self.employee.partner_id.id,
            "team_id": self.team_one.id,
            **values,
        })
        self.env["service.desk.transition"].sudo().create([
            {
                "incident_id": incident.id,
                "date": self.moment(time),
                "state_to": state,
                "phase_to": phase,
                "pending_reason_id": reason and reason.id,
            }
            for time, state, phase, reason in moves
        ])
        incident._after_load()
        return incident.with_context(service_desk_history=False)

    def ended(self, **values):
        """Opened Monday 9:00, waited 10:00 to 15:00, resolved Tuesday 10:00: four hours."""
        return self.load(
            ("2025-03-03 09:00", "in_progress", "active", None),
            ("2025-03-03 10:00", "pending", "pending", self.reason),
            ("2025-03-03 15:00", "in_progress", "active", None),
            ("2025-03-04 10:00", "resolved", "done", None),
            state="resolved",
            date_opened=self.moment("2025-03-03 09:00"),
            date_resolved=self.moment("2025-03-04 10:00"),
            **values,
        )

    def test_late_import_is_measured_by_its_history(self):
        """Pauses of years ago count as pauses; the result is that of then."""
        self.make_policy(240)
        clock = self.clock(self.ended())
        self.assertEqual((clock.state, clock.elapsed, clock.paused), ("met", 4 * 3600, 5 * 3600))
        self.assertFalse(clock.is_breached)
        self.assertEqual(self.shown(clock.date_end), "2025-03-04 10:00")

    def test_late_import_of_a_late_ticket_is_a_breach_of_then(self):
        """It was late on that day, not on the day of the import."""
        self.make_policy(200)
        incident = self.ended()
        self.assertEqual(self.shown(self.clock(incident).date_breached), "2025-03-04 09:20")
        self.assertEqual(incident.sla_state, "missed")

    def test_late_import_escalates_nothing(self):
        """Nobody is called because of what was over long ago."""
        self.make_policy(200, level_ids=[(0, 0, {"percent": 50}), (0, 0, {"percent": 100})])
        incident = self.load(
            ("2025-03-03 09:00", "in_progress", "active", None),
            state="in_progress",
            date_opened=self.moment("2025-03-03 09:00"),
        )
        self.run_job()
        self.assertTrue(incident.is_breached)
        self.assertFalse(self.clock(incident).fired)
        self.assertFalse(self.clock(incident).date_next)

    def test_late_import_before_the_policy_has_no_clock(self):
        """Nothing was promised then."""
        self.make_policy(200, date_from=self.moment("2026-01-01 00:00"))
        self.assertFalse(self.ended().clock_ids)

    def test_reopened_history_follows_the_policys_rule(self):
        """Resolved from 12 to 15, and taken up again: three hours more or less."""
        moves = [
            ("2025-03-03 09:00", "in_progress", "active", None),
            ("2025-03-03 12:00", "resolved", "done", None),
            ("2025-03-03 15:00", "in_progress", "active", None),
            ("2025-03-03 16:00", "resolved", "done", None),
        ]
        values = {
            "state": "resolved",
            "date_opened": self.moment("2025-03-03 09:00"),
            "date_resolved": self.moment("2025-03-03 16:00"),
        }
        hours = {}
        for rule in ("continue", "exclude", "restart"):
            policy = self.make_policy(480, reopen=rule)
            hours[rule] = self.clock(self.load(*moves, **values)).elapsed / 3600
            policy.active = False
        self.assertEqual(hours, {"continue": 7, "exclude": 4, "restart": 1})

    def test_ticket_that_began_earlier_starts_in_the_past(self):
        """A call written down in the evening counts from the moment of the call."""
        self.make_policy(240)
        incident = self.env["service.desk.incident"].sudo().create({
            "name": "Called this morning",
            "requester_id": self.employee.partner_id.id,
            "date_opened": self.moment("2026-03-02 09:00"),
        })
        self.assertEqual(self.due(incident), "2026-03-02 13:00")

    # -- Calendars that change ------------------------------------------------------------------

    def recompute(self):
        self.env.flush_all()
        self.run_job("_cron_recompute")

    def test_holiday_moves_what_is_due_after_it(self):
        """In the background; what is over stays as it was."""
        self.make_policy(480)
        over = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.resolve(over)
        incident, waiting = self.make_incident(), self.make_incident()
        self.hold(waiting)
        self.env["resource.calendar.leaves"].create({
            "name": "Holiday",
            "calendar_id": self.office.id,
            "date_from": self.moment("2026-03-03 00:00"),
            "date_to": self.moment("2026-03-03 23:59"),
        })
        self.assertTrue(self.office.sla_is_stale)
        self.recompute()
        self.assertFalse(self.office.sla_is_stale)
        self.assertEqual(self.due(incident), "2026-03-04 12:00")
        self.assertEqual(self.shown(incident.date_due), "2026-03-04 12:00")
        self.assertEqual(self.due(over), "2026-03-03 10:00")
        self.resume(waiting)
        self.assertEqual(self.due(waiting), "2026-03-04 12:00")

    def test_holiday_written_down_late_heals_no_late_answer(self):
        """What was late stays late on the ticket as on the clock, whatever happens to it later."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)])
        incident = self.make_incident()
        self.wall("2026-03-02 12:00")
        incident.sudo().date_first_response = self.env.cr.now()
        self.assertTrue(incident.is_breached)
        self.env["resource.calendar.leaves"].create({
            "name": "Closed",
            "calendar_id": self.office.id,
            "date_from": self.moment("2026-03-02 00:00"),
            "date_to": self.moment("2026-03-02 23:59"),
        })
        self.run_job("_cron_recompute")
        self.hold(incident)
        self.assertTrue(self.clock(incident, "response").is_breached)
        self.assertTrue(incident.is_breached)

    def test_longer_hours_move_what_is_due(self):
        """Lines of the calendar count as well as its holidays."""
        self.make_policy(480)
        incident = self.make_incident()
        self.office.attendance_ids.filtered(lambda line: line.dayofweek == "0").hour_to = 19
        self.recompute()
        self.assertEqual(self.due(incident), "2026-03-02 18:00")

    def test_clock_that_ran_by_a_changed_calendar_is_measured_by_it(self):
        """Also when another one is in force by now."""
        other = make_calendar(
            self.env, self.zone, [(day, 9, 17) for day in range(5)], name="Other", company_id=False
        )
        self.team_two.resource_calendar_id = other
        self.make_policy(960, calendar_source="team")
        incident = self.make_incident(team_id=self.team_one.id)
        self.wall("2026-03-03 10:00")
        incident.write({"team_id": self.team_two.id})
        self.assertEqual(self.due(incident), "2026-03-04 10:00")
        self.recompute()
        self.assertFalse(other.sla_is_stale)
        self.env["resource.calendar.leaves"].create({
            "name": "Closed on Monday",
            "calendar_id": self.office.id,
            "date_from": self.moment("2026-03-02 00:00"),
            "date_to": self.moment("2026-03-02 23:59"),
        })
        self.recompute()
        self.assertEqual(self.clock(incident).elapsed, 3600)
        self.assertEqual(self.due(incident), "2026-03-04 17:00")

    def test_calendar_that_measured_a_stretch_is_not_deleted(self):
        """Although other hours hold by now: what was worked before would be counted around the clock."""
        other = make_calendar(self.env, self.zone, OFFICE, name="Other", company_id=False)
        self.team_two.resource_calendar_id = other
        self.make_policy(960, calendar_source="team")
        incident = self.make_incident(team_id=self.team_two.id)
        self.wall("2026-03-03 10:00")
        incident.write({"team_id": self.team_one.id})
        self.assertEqual(self.clock(incident).resource_calendar_id, self.office)
        self.team_two.resource_calendar_id = False
        with self.assertRaisesRegex(UserError, "archive it"):
            other.unlink()
        other.active = False
        self.assertEqual(self.due(incident), "2026-03-04 10:00")
