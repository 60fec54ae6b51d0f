"""What tests of outgoing mail need: a desk that sends, and a look at what went out."""

from unittest.mock import patch

from odoo.addons.mail.tests.common import MailCase

from .inbox_case import InboxCase


class NoticeCase(InboxCase, MailCase):
    """A desk with a mail address of its own, and a customer who has no login."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.email = "desk@company.test"
        cls.portal_a.partner_id.tz = "Europe/Brussels"

    def sent(self):
        """The letters that went out under ``mock_mail_gateway``, in order."""
        return self._mails

    def sent_to(self, address):
        """Letters to one address."""
        return [mail for mail in self._mails if any(address in one for one in mail["email_to"])]

    def raise_for(self, partner, user=None, **values):
        """A ticket for somebody, and what the desk says to it."""
        ticket = self.make_incident(user, requester_id=partner.id, **values)
        self.write_notices()
        return ticket

    def write_notices(self):
        """Let the job write the mails that wait."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            self.env["service.desk.notice"]._cron_send()

    def quiet(self, user=None, **values):
        """A ticket whose acknowledgment was not sent."""
        incidents = self.env["service.desk.incident"].with_user(user or self.agent)
        ticket = incidents.with_context(service_desk_acknowledge=False).create(
            {"name": "Mail is down", "requester_id": self.rita.id, **values}
        )
        return ticket.with_context(service_desk_acknowledge=None)

    def say(self, ticket, user, text, **kwargs):
        """An agent answers the requester."""
        return ticket.with_user(user).message_post(
            body=text, message_type="comment", subtype_xmlid="mail.mt_comment", **kwargs
        )
