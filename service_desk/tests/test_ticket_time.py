"""What happens as time goes by: resuming, reminders, silence, closing."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestTicketTime(ServiceDeskCase):
    def at(self, moment):
        """Let the transaction's clock stand at ``moment`` (UTC)."""
        return patch.object(type(self.env.cr), "now", lambda cursor: moment)

    def run_job(self, method):
        Incident = self.env["service.desk.incident"]
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            getattr(Incident, method)()

    def notices(self, incident, words):
        return incident.message_ids.filtered(lambda m: words in (m.subject or ""))

    def test_end_of_working_day_skips_weekend_and_holiday(self):
        """Two working days after a Friday end on Tuesday night, local time; a holiday moves it on."""
        calendar = self.env["resource.calendar"].create({"name": "Brussels", "tz": "Europe/Brussels"})
        friday = datetime(2026, 3, 27, 15, 0)
        end = self.env["service.desk.incident"]._end_of_working_day(calendar, friday, 2)
        # The zone switches to summer time on that Sunday: midnight is 22:00 UTC, not 23:00.
        self.assertEqual(end, datetime(2026, 3, 31, 22, 0))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": datetime(2026, 3, 30, 0, 0),
                "date_to": datetime(2026, 3, 30, 22, 0),
            }
        )
        end = self.env["service.desk.incident"]._end_of_working_day(calendar, friday, 2)
        self.assertEqual(end, datetime(2026, 4, 1, 22, 0))

    def test_calendar_without_working_time_counts_every_day(self):
        """An empty calendar, or none, must not keep tickets open for ever."""
        empty = self.env["resource.calendar"].create({"name": "Empty", "tz": "UTC", "attendance_ids": [(5,)]})
        friday = datetime(2026, 3, 27, 15, 0)
        for calendar in (empty, empty.browse()):
            end = self.env["service.desk.incident"]._end_of_working_day(calendar, friday, 2)
            self.assertEqual(end, datetime(2026, 3, 30, 0, 0))

    def test_resolved_ticket_closes_after_its_days_and_not_before(self):
        """Closing keeps to working days, asks for a rating, and happens once."""
        incident = self.make_resolved()
        due = incident.date_autoclose
        with self.at(due - timedelta(minutes=1)):
            self.run_job("_cron_autoclose")
        self.assertEqual(incident.state, "resolved")
        with self.at(due):
            self.run_job("_cron_autoclose")
        self.assertEqual(incident.state, "closed")
        self.assertEqual(len(self.notices(incident, "is closed")), 1)

    def test_notice_of_closing_is_sent_when_resolved(self):
        """The mail that says solved also says when it closes by itself."""
        incident = self.make_resolved()
        notice = self.notices(incident, "is solved")
        self.assertEqual(len(notice), 1)
        self.assertIn("closes on", notice.body)

    def test_zero_days_means_never(self):
        """A company that closes nothing by itself keeps its resolved tickets."""
        self.env.company.service_desk_autoclose_days = 0
        incident = self.make_resolved()
        self.assertFalse(incident.date_autoclose)
        with self.at(datetime.now() + timedelta(days=400)):
            self.run_job("_cron_autoclose")
        self.assertEqual(incident.state, "resolved")

    def test_ticket_resumes_on_its_date(self):
        """What was put off until a date goes back to work then."""
        incident = self.make_incident()
        when = datetime.now().replace(microsecond=0) + timedelta(days=3)
        incident.write(
            {
                "state": "pending",
                "pending_reason_id": self.env.ref("service_desk.pending_reason_date").id,
                "date_resume": when,
            }
        )
        with self.at(when - timedelta(seconds=1)):
            self.run_job("_cron_pending")
        self.assertEqual(incident.state, "pending")
        with self.at(when):
            self.run_job("_cron_pending")
        self.assertEqual((incident.state, incident.date_resume), ("in_progress", False))

    def test_resume_date_in_the_past_is_refused(self):
        """Waiting until yesterday makes no sense."""
        with self.assertRaisesRegex(UserError, "in the future"):
            self.make_incident().write(
                {
                    "state": "pending",
                    "pending_reason_id": self.reason.id,
                    "date_resume": datetime.now() - timedelta(days=1),
                }
            )

    def test_silence_is_reminded_once_then_resolved(self):
        """After two working days a reminder, once; after seven the ticket is resolved."""
        incident = self.make_incident()
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        start = incident.date_pending
        for days in (1, 6, 7):
            with self.at(start + timedelta(days=days)):
                self.run_job("_cron_pending")
        self.assertEqual(len(self.notices(incident, "still waits for your answer")), 1)
        self.assertEqual(incident.state, "pending")
        with self.at(start + timedelta(days=14)):
            self.run_job("_cron_pending")
        self.assertEqual(incident.state, "resolved")
        self.assertIn("no answer", incident.resolution)

    def test_another_reason_is_another_waiting(self):
        """Weeks of waiting for a supplier do not count against the requester's days."""
        incident = self.make_incident()
        supplier = self.env.ref("service_desk.pending_reason_supplier")
        incident.write({"state": "pending", "pending_reason_id": supplier.id})
        self.move_back(incident, date_pending=timedelta(days=30))
        incident.write({"pending_reason_id": self.reason.id})
        self.run_job("_cron_pending")
        self.assertEqual(incident.state, "pending")
        self.assertFalse(incident.date_reminded)

    def test_silence_tells_each_requester_in_a_batch(self):
        """Tickets of two people that end for silence in the same run send two notices."""
        other = self.portal_a.partner_id
        incidents = self.make_incident() | self.make_incident(requester_id=other.id)
        incidents.write({"state": "pending", "pending_reason_id": self.reason.id})
        with self.at(datetime.now() + timedelta(days=30)):
            self.run_job("_cron_pending")
        for incident in incidents:
            self.assertEqual(incident.state, "resolved")
            self.assertEqual(len(self.notices(incident, "is solved")), 1)

    def test_ticket_taken_up_during_the_run_is_left_alone(self):
        """The job looks again, under lock, at what it found when it began."""
        incident = self.make_resolved()
        Incident = type(self.env["service.desk.incident"])
        look = Incident._due

        def look_then_reopen(tickets, *arguments):
            found = look(tickets, *arguments)
            incident.write({"state": "in_progress"})
            return found

        with (
            self.at(datetime.now() + timedelta(days=30)),
            patch.object(Incident, "_due", look_then_reopen),
        ):
            self.run_job("_cron_autoclose")
        self.assertEqual(incident.state, "in_progress")

    def test_ticket_that_cannot_be_closed_stops_no_other(self):
        """It stays as it is, and the next run tries again."""
        tickets = self.env["service.desk.incident"].union(*(self.make_resolved() for _time in range(3)))
        model, broken = type(tickets), tickets[1]
        close = model._close_silently_accepted

        def fails(closing):
            close(closing)
            if broken in closing:
                raise ValueError("no")

        log = "odoo.addons.service_desk.models.service_desk_batch_mixin"
        with self.at(max(tickets.mapped("date_autoclose"))):
            with patch.object(model, "_close_silently_accepted", fails), self.assertLogs(log, "ERROR"):
                self.run_job("_cron_autoclose")
            self.assertEqual(tickets.mapped("state"), ["closed", "resolved", "closed"])
            self.run_job("_cron_autoclose")
        self.assertEqual(broken.state, "closed")

    def test_every_team_is_served(self):
        """The job goes on after the first team and company."""
        others = [self.make_resolved(self.agent, team_id=team.id) for team in (self.team_one, self.team_two)]
        with self.at(datetime.now() + timedelta(days=30)):
            self.run_job("_cron_autoclose")
        self.assertEqual([ticket.state for ticket in others], ["closed", "closed"])
