"""Mails that did not arrive are seen on the ticket and in the queue, and sent again or put aside."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server

from .mail_corpus import machines
from .notice_case import NoticeCase


@tagged("post_install", "-at_install")
class TestMailFailure(NoticeCase):
    @mute_logger("odoo.addons.mail.models.mail_mail")
    def fail(self, ticket):
        """An answer that the mail server refuses."""

        def refuse(*args, **kwargs):
            raise AssertionError("The server said no.")

        with self.mock_mail_gateway(), patch.object(IrMail_Server, "send_email", refuse):
            self.say(ticket, self.agent, "Hello")

    def queue_row(self, ticket):
        return self.env["service.desk.work"].with_user(self.agent).search([("number", "=", ticket.number)])

    def test_refused_mail_marks_the_ticket(self):
        """The agent sees who did not get it and why, and the queue shows it."""
        ticket = self.quiet()
        self.fail(ticket)
        self.assertTrue(ticket.has_mail_failure)
        self.assertTrue(self.queue_row(ticket).has_mail_failure)
        self.assertIn("Rita Requester", ticket.mail_failure_text)
        self.assertIn("The server said no.", ticket.mail_failure_text)

    def test_sent_mail_marks_nothing(self):
        """Odoo calls every mail failed for a moment."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertFalse(ticket.has_mail_failure)
        self.assertFalse(ticket.mail_failure_text)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_address_with_a_slip_marks_the_ticket(self):
        """Nothing leaves for an address that is none."""
        nobody = self.env["res.partner"].create({"name": "Nobody", "email": "nobody at home"})
        ticket = self.quiet(requester_id=nobody.id)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        self.assertTrue(ticket.has_mail_failure)
        self.assertIn("Nobody", ticket.mail_failure_text)

    def test_bounce_marks_the_ticket(self):
        """Also when the report comes much later."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        rows = ticket._public_messages().sudo().notification_ids
        rows.write({"notification_status": "bounce", "failure_type": "mail_bounce"})
        self.assertTrue(ticket.has_mail_failure)

    def test_report_of_a_mail_server_marks_the_ticket(self):
        """It comes by the inbox, which keeps it with the ticket that it is about."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            message = self.say(ticket, self.agent, "Hello")
        postfix = machines.BOUNCES[0].raw
        row = self.inbox.browse(self.inbox._store(postfix.replace(b"<lost@desk.test>", message.message_id.encode())))
        row._process_alone()
        self.assertEqual((row.state, row.verdict, row.ticket_number), ("ignored", "bounce", ticket.number))
        self.assertTrue(ticket.has_mail_failure)
        self.assertIn("Rita Requester", ticket.mail_failure_text)

    def test_reason_is_what_the_mail_server_said(self):
        """Not what Python made of it, and of a report the one line that tells."""
        row = self.env["mail.notification"].new({"failure_type": "unknown"})
        row.failure_reason = "Mail Delivery Failed\nSMTPDataError: (550, b'5.1.1 no such user here')"
        self.assertEqual(row._text_reason(), "the mail server says “550 5.1.1 no such user here”")
        row.failure_reason = "I am sorry.\n<rita@x.test>: 552 5.2.2 Mailbox full\nBye"
        self.assertEqual(row._text_reason(), "the mail server says “552 5.2.2 Mailbox full”")
        row.failure_reason = "Connection refused"
        self.assertIn("Connection refused", row._text_reason())

    def test_trying_again_uses_the_address_of_now(self):
        """An agent corrects the contact and sends it once more, to that person alone."""
        ticket = self.quiet()
        boss = self.env["res.partner"].create({"name": "Boss", "email": "boss@customer.test"})
        self.fail(ticket)
        ticket.sudo().message_subscribe(partner_ids=boss.ids)
        self.rita.email = "rita.right@customer.test"
        with self.mock_mail_gateway():
            ticket.with_user(self.agent).action_retry_mails()
        (mail,) = self.sent()
        self.assertIn("rita.right@customer.test", mail["email_to"][0])
        self.assertIn("Hello", mail["body"])
        self.assertFalse(ticket.has_mail_failure)

    def test_trying_again_may_fail_again(self):
        """The mark stays until it has arrived."""
        ticket = self.quiet()
        self.fail(ticket)
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            self.mock_mail_gateway(),
            patch.object(IrMail_Server, "send_email", side_effect=AssertionError("Still no.")),
        ):
            ticket.with_user(self.agent).action_retry_mails()
        self.assertTrue(ticket.has_mail_failure)
        self.assertIn("Still no.", ticket.mail_failure_text)

    def test_dismissing_takes_the_mark_off(self):
        """Somebody has telephoned instead."""
        ticket = self.quiet()
        self.fail(ticket)
        ticket.with_user(self.agent).action_dismiss_mail_failure()
        self.assertFalse(ticket.has_mail_failure)
        self.assertFalse(self.queue_row(ticket).has_mail_failure)

    def test_admin_who_sends_the_mail_again_takes_the_mark_off(self):
        """The list of all mails has a button for it, too."""
        ticket = self.quiet()
        self.fail(ticket)
        mail = self.env["mail.mail"].sudo().search([("state", "=", "exception"), ("res_id", "=", ticket.id)])
        mail.action_retry()
        self.assertFalse(ticket.has_mail_failure)

    def test_mark_and_buttons_are_for_those_who_work_the_ticket(self):
        """Requesters neither see nor press them; the mark is nobody's to set."""
        ticket = self.quiet(requester_id=self.employee.partner_id.id)
        for verb in ("action_retry_mails", "action_dismiss_mail_failure"):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                getattr(ticket.with_user(self.employee), verb)()
        with self.assertRaises(AccessError):
            ticket.with_user(self.employee).read(["has_mail_failure"])
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent).write({"has_mail_failure": True})

    def test_job_marks_what_was_in_use(self):
        """A ticket that somebody was writing to is marked a little later."""
        ticket = self.quiet()
        Incident = type(self.env["service.desk.incident"])
        with patch.object(Incident, "try_lock_for_update", lambda self, **kwargs: self.browse()):
            self.fail(ticket)
        self.assertFalse(ticket.has_mail_failure)
        self.env["mail.notification"]._cron_mark_tickets()
        self.assertTrue(ticket.has_mail_failure)
