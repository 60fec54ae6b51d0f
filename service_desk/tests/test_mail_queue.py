"""Agents' answers and the mail queue, which the desk wakes often, do not get in each other's way."""

from unittest.mock import patch

from odoo.tests import tagged

from .notice_case import NoticeCase


@tagged("post_install", "-at_install")
class TestMailQueue(NoticeCase):
    def waiting_mail(self, text):
        """A mail that is saved and not sent yet."""
        ticket = self.quiet()
        self.say(ticket, self.agent, text, force_send=False)
        return self.env["mail.mail"].search([("res_id", "=", ticket.id), ("model", "=", ticket._name)])

    def only_free(self, *mails):
        """All other mails are being sent by somebody else."""
        free = self.env["mail.mail"].union(*mails)
        return patch.object(type(free), "try_lock_for_update", lambda mails, **kwargs: mails & free)

    def test_answer_that_the_queue_is_sending_is_left_to_it(self):
        """The agent neither waits nor sees an error."""
        mail = self.waiting_mail("Hello")
        with self.mock_mail_gateway(), self.only_free():
            mail.send()
        self.assertFalse(self.sent())
        self.assertEqual(mail.state, "outgoing")

    def test_queue_leaves_what_another_is_sending(self):
        """And sends the rest."""
        first, second = self.waiting_mail("One"), self.waiting_mail("Two")
        done = []
        with (
            self.mock_mail_gateway(),
            self.only_free(second),
            patch.object(self.env.cr, "commit", self.env.flush_all),
        ):
            (first | second).send(auto_commit=True, post_send_callback=done.extend)
        (letter,) = self.sent()
        self.assertIn("Two", letter["body"])
        self.assertEqual(first.state, "outgoing")
        self.assertLessEqual({first.id, second.id}, set(done))

    def test_notice_leaves_an_answer_of_the_same_second_alone(self):
        """What was said in another transaction has its own way."""
        ticket = self.quiet()
        self.say(ticket, self.agent, "Use the other door.", force_send=False)
        mail = self.env["mail.mail"].search([("res_id", "=", ticket.id), ("model", "=", ticket._name)])
        now = self.env.cr.now()
        moment = now.replace(microsecond=(now.microsecond + 500_000) % 1_000_000)
        mail.flush_recordset()
        self.env.cr.execute("UPDATE mail_mail SET create_date = %s WHERE id = %s", [moment, mail.id])
        mail.invalidate_recordset()
        with self.mock_mail_gateway():
            ticket.sudo()._send_notice("received")
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.recipient_ids, self.rita)
