"""What tests of incoming mail need: a team with an address, and letters to write."""

from datetime import timedelta
from email.message import EmailMessage
from email.utils import make_msgid

from odoo.tests import tagged

from .common import ServiceDeskCase


def letter(sender="Rita Requester <rita@customer.test>", to="help@desk.test", **facts):
    """A mail as bytes.

    :param facts: ``subject``, ``text``, ``html``, ``files`` (name, content), and headers by their
        names with underscores (``In_Reply_To``)
    """
    message = EmailMessage()
    subject, text, html = (facts.pop(name, None) for name in ("subject", "text", "html"))
    files = facts.pop("files", ())
    message["From"], message["To"] = sender, to
    message["Subject"] = "The printer is broken" if subject is None else subject
    message["Message-ID"] = facts.pop("Message_ID", None) or make_msgid(domain="customer.test")
    message["Date"] = facts.pop("Date", "Mon, 02 Nov 2026 10:00:00 +0100")
    for name, value in facts.items():
        message[name.replace("_", "-")] = value
    message.set_content("It prints nothing.\n" if text is None else text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


@tagged("post_install", "-at_install")
class InboxCase(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "desk.test"})
        cls.env.company.alias_domain_id = cls.domain
        cls.team_one.write({"alias_name": "help", "alias_domain_id": cls.domain.id})
        cls.rita = cls.env["res.partner"].create({"name": "Rita Requester", "email": "rita@customer.test"})
        cls.inbox = cls.env["service.desk.inbox"]

    def arrive(self, *args, **facts):
        """A mail comes in and is read; returns its row."""
        row = self.inbox.browse(self.inbox._store(letter(*args, **facts)))
        row._process_alone()
        return row

    def age(self, rows, **ago):
        """Let rows of the inbox have arrived earlier than they did."""
        rows.flush_recordset()
        self.env.cr.execute(
            "UPDATE service_desk_inbox SET create_date = create_date - %s WHERE id = ANY(%s)",
            [timedelta(**ago), rows.ids],
        )
        rows.invalidate_recordset(["create_date"])

    def ticket_of(self, row):
        return self.env[row.res_model].browse(row.res_id)
