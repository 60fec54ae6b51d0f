from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models

from .mail_notification import FAILED


class ServiceDeskMailFailureMixin(models.AbstractModel):
    """Mails of a ticket that did not arrive: seen on the ticket, sent again or put aside.

    Nobody waits for an answer that went to an address with a slip in it.
    """

    _name = "service.desk.mail.failure.mixin"
    _description = "Ticket with Failed Mail"

    has_mail_failure = fields.Boolean(
        string="Mail Failed",
        readonly=True,
        copy=False,
        groups="service_desk.group_agent",
        help="A mail of this ticket did not reach somebody.",
    )
    mail_failure_text = fields.Html(
        compute="_compute_mail_failure_text",
        groups="service_desk.group_agent",
        help="Who did not get a mail, and why.",
    )

    @api.depends("has_mail_failure")
    def _compute_mail_failure_text(self):
        rows = self.filtered("has_mail_failure")._failed_notifications()
        for ticket in self:
            lines = [
                Markup("<li>%s: %s</li>") % (row._text_recipient(), row._text_reason())
                for row in rows
                if row.mail_message_id.res_id == ticket.id
            ]
            # Several mails may have failed to reach the same person.
            text = Markup("").join(dict.fromkeys(lines))
            ticket.mail_failure_text = text and Markup("<ul class='mb-0'>%s</ul>") % text

    def _failed_notifications(self):
        """Which mails of these tickets reached whom not."""
        # sudo: callers may open the tickets; to whom their mails went is part of them.
        return (
            self.env["mail.notification"]
            .sudo()
            .search(
                [
                    ("notification_status", "in", FAILED),
                    ("notification_type", "=", "email"),
                    ("mail_message_id.model", "=", self._name),
                    ("mail_message_id.res_id", "in", self.ids),
                ]
            )
        )

    # -- The mark ------------------------------------------------------------------------------

    def _mark_mail_failure(self):
        """Mark these tickets, those aside that somebody is writing to.

        Called after mails were sent: were this to fail, they would be taken for unsent.

        :return: those that were marked
        """
        fresh = self.filtered(lambda ticket: not ticket.has_mail_failure)
        try:
            with self.env.cr.savepoint():
                free = fresh.try_lock_for_update(allow_referencing=True)
                free.write({"has_mail_failure": True})
                free.flush_recordset(["has_mail_failure"])
        except OperationalError:
            fresh.invalidate_recordset(["has_mail_failure"], flush=False)
            return self.browse()
        return (self - fresh) | free

    def _refresh_mail_failure(self):
        """Take the mark off where nothing is missing any more."""
        failed = set(self._failed_notifications().mail_message_id.mapped("res_id"))
        mended = self.filtered(lambda ticket: ticket.has_mail_failure and ticket.id not in failed)
        mended.write({"has_mail_failure": False})

    # -- What agents do ------------------------------------------------------------------------

    def action_retry_mails(self):
        """Send what did not arrive once more, to the address the person has now."""
        self.check_access("write")
        for ticket in self.sudo():  # sudo: the agent may work the ticket; mails are the server's
            rows = ticket._failed_notifications()
            for message, failed in rows.grouped("mail_message_id").items():
                ticket._send_again(message, failed)
            ticket._refresh_mail_failure()
        return True

    def _send_again(self, message, failed):
        """Mail a message once more to those whom it did not reach."""
        partners = set(failed.res_partner_id.ids)
        addresses = set(failed.mapped("mail_email_address"))
        people = self._notify_get_recipients(message, skip_existing=False)
        people = [
            person
            for person in people
            if person["notif"] == "email"
            and (person["id"] in partners or (not person["id"] and person["email_normalized"] in addresses))
        ]
        mails = failed.mail_mail_id
        failed.unlink()
        # What failed on the way out waits for a second try by hand, which this is.
        mails.filtered(lambda mail: mail.state == "exception").unlink()
        if people:
            self._notify_thread_by_email(message, people)

    def action_dismiss_mail_failure(self):
        """Put the failures aside: somebody has taken care of it another way."""
        self.check_access("write")
        tickets = self.sudo()  # sudo: see action_retry_mails
        tickets._failed_notifications().write({"notification_status": "canceled"})
        tickets._refresh_mail_failure()
        return True
