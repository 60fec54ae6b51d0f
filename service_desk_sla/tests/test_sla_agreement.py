"""The dialog in which another date is agreed upon."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .clock_case import ClockCase


@tagged("post_install", "-at_install")
class TestSlaAgreement(ClockCase):
    def dialog(self, tickets, user=None):
        """The dialog as the browser opens it."""
        action = tickets.with_user(user or self.agent).action_open_agreement()
        context = {"active_model": tickets._name, "active_ids": tickets.ids, **action["context"]}
        return Form(self.env[action["res_model"]].with_user(user or self.agent).with_context(**context))

    def test_dialog_begins_with_what_is_promised(self):
        """So that the date is moved, not looked up."""
        self.make_policy(240)
        dialog = self.dialog(self.make_incident())
        self.assertEqual(self.shown(dialog.date_agreed), "2026-03-02 14:00")

    def test_dialog_of_a_late_ticket_begins_empty(self):
        """A date that is over cannot be agreed on."""
        self.make_policy(60)
        ticket = self.make_incident()
        self.wall("2026-03-02 12:00")
        self.assertFalse(self.dialog(ticket).date_agreed)

    def test_agreed_date_is_set_with_its_reason(self):
        """The clock runs to it, and colleagues read why."""
        self.make_policy(240)
        ticket = self.make_incident()
        dialog = self.dialog(ticket)
        dialog.date_agreed = "2026-03-04 12:00:00"
        dialog.reason = "She is away"
        dialog.save().action_confirm()
        self.assertEqual(self.due(ticket), "2026-03-04 13:00")
        self.assertIn("She is away", ticket.message_ids[0].body)

    def test_agreed_date_is_taken_back(self):
        """The promised time counts again."""
        self.make_policy(240)
        ticket = self.make_incident()
        ticket.write({"date_agreed": "2026-03-04 12:00:00", "date_agreed_reason": "She is away"})
        dialog = self.dialog(ticket)
        dialog.reason = "She is back"
        dialog.save().action_take_back()
        self.assertEqual(self.due(ticket), "2026-03-02 14:00")

    def test_date_in_the_past_is_refused_in_the_dialog(self):
        """With a sentence, and nothing half done."""
        self.make_policy(240)
        ticket = self.make_incident()
        dialog = self.dialog(ticket)
        dialog.date_agreed = "2026-03-01 12:00:00"
        dialog.reason = "Oh"
        with self.assertRaisesRegex(UserError, "in the future"):
            dialog.save().action_confirm()
        self.assertFalse(ticket.date_agreed)

    def test_requester_cannot_agree_with_themselves(self):
        """The date is the desk's word."""
        self.make_policy(240)
        ticket = self.make_incident()
        with self.assertRaises(AccessError):
            self.dialog(ticket, self.employee)
