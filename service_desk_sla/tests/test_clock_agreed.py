"""A date that was agreed with the requester stands, whatever happens."""

from datetime import timedelta

from odoo.exceptions import UserError
from odoo.tests import tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestClockAgreed(ClockCase):
    def test_agreed_date_stands_whatever_happens(self):
        """No pause, no priority moves it silently."""
        self.by_priority()
        incident = self.make_incident()
        self.agree(incident)
        self.assertEqual(self.due(incident), "2026-03-06 12:00")
        self.wall("2026-03-02 12:00")
        self.make_critical(incident)
        self.hold(incident)
        self.wall("2026-03-03 12:00")
        self.resume(incident)
        self.assertEqual(self.due(incident), "2026-03-06 12:00")
        self.assertEqual(self.shown(incident.date_due), "2026-03-06 12:00")

    def test_agreed_date_that_passes_is_a_breach(self):
        """It is a promise like any other."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        self.wall("2026-03-05 12:00")
        self.run_job()
        self.assertFalse(incident.is_breached)
        self.wall("2026-03-06 12:01")
        self.run_job()
        self.assertTrue(incident.is_breached)

    def test_agreement_taken_back_leads_back_to_the_policy(self):
        """The promised time counts as if nothing had been agreed."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        incident.write({"date_agreed": False, "date_agreed_reason": "A mistake"})
        self.assertEqual(self.due(incident), "2026-03-03 10:00")

    def test_agreement_needs_a_reason_and_a_future(self):
        """Who moves a promise says why, in the ticket's history."""
        self.make_policy(480)
        incident = self.make_incident()
        with self.assertRaisesRegex(UserError, "Say why"):
            self.agree(incident, reason=" ")
        with self.assertRaisesRegex(UserError, "future"):
            self.agree(incident, "2026-03-01 12:00")
        self.agree(incident)
        self.assertIn("They are away", "".join(incident.sudo().message_ids.mapped("body")))

    def test_due_date_of_a_promise_is_not_written_silently(self):
        """A client that writes the core's field makes an agreement, or is told what is missing."""
        self.make_policy(480)
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=3)
        with self.assertRaisesRegex(UserError, "Say why"):
            incident.write({"date_due": later})
        incident.write({"date_due": later, "date_agreed_reason": "Agreed by phone"})
        self.assertEqual(incident.date_due, later)

    def test_ticket_without_a_promise_keeps_its_free_due_date(self):
        """The core's own way goes on where no policy holds."""
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=3)
        incident.write({"date_due": later})
        self.make_critical(incident)
        self.assertEqual(incident.date_due, later)

    def test_date_given_at_the_opening_is_an_agreement(self):
        """A catalog's delivery time, or what an agent said on the phone."""
        self.make_policy(targets=[("response", "any", 60), ("resolution", "any", 480)])
        later = self.env.cr.now() + timedelta(days=9)
        incident = self.make_incident(date_due=later)
        self.assertEqual(self.clock(incident).date_due, later)
        self.assertEqual(incident._promised_date(), later)
        self.assertEqual(self.shown(incident.date_due), "2026-03-02 11:00")  # the answer comes first

    def test_date_that_the_server_promises_is_an_agreement(self):
        """An automation, or an order that was changed, sets the core's field."""
        self.make_policy(480)
        incident = self.make_incident()
        later = self.env.cr.now() + timedelta(days=9)
        incident.sudo().write({"date_due": later})
        self.assertEqual((incident.date_due, incident._promised_date()), (later, later))

    def test_agreed_date_is_shown_while_the_ticket_waits(self):
        """Clocks stand still; what was agreed stands."""
        self.make_policy(480)
        incident = self.make_incident()
        self.agree(incident)
        self.hold(incident)
        self.assertEqual(self.shown(incident.date_due), "2026-03-06 12:00")
        self.assertEqual(incident._promised_date(), incident.date_agreed)

    def test_converted_ticket_takes_the_agreed_date_along(self):
        """What was agreed with the requester does not depend on what it is called."""
        self.make_policy(480)
        agreed, free = self.make_incident(), self.make_incident()
        self.agree(agreed)
        self.env["service.desk.sla.policy"].search([]).active = False
        agreed.action_convert_to_request()
        self.assertEqual(self.shown(agreed.request_id.date_due), "2026-03-06 12:00")
        free.action_convert_to_request()
        self.assertFalse(free.request_id.date_due)
