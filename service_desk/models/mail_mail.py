from odoo import models
from odoo.tools import email_normalize, email_split

from ..mail_out.plain import as_text
from .mail_notification import FAILED

#: On the body of the desk's own layout.
MARK = 'class="o_sd_mail'


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Give the desk's mails a text part that reads as well as they look."""
        letters = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        for letter in letters:
            if MARK in (letter["body"] or ""):
                letter["body_alternative"] = as_text(letter["body"])
        return letters

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        """Tickets show which of their mails have failed."""
        rows = self.env["mail.notification"]
        if failure_type:
            # Looked up before: a mail without an address is deleted by it.
            rows = rows.search([("mail_mail_id", "in", self.ids)])
        result = super()._postprocess_sent_message(
            success_pids, success_emails, failure_reason=failure_reason, failure_type=failure_type
        )
        rows.filtered(lambda row: row.notification_status in FAILED)._mark_tickets()
        return result

    def mark_outgoing(self):
        """What is tried again has not failed any more."""
        result = super().mark_outgoing()
        failed = self.env["mail.notification"].sudo().search(
            [("mail_mail_id", "in", self.ids), ("notification_status", "in", FAILED)]
        )
        failed.write({"notification_status": "ready"})
        return result

    def _drop_recipient(self, partner, address):
        """Do not send this mail to one of its recipients, who gets its words another way.

        :return: whether it was meant for them
        """
        self.ensure_one()
        others = [one for one in email_split(self.email_to or "") if email_normalize(one) != address]
        is_meant = partner in self.recipient_ids or len(others) < len(email_split(self.email_to or ""))
        if not is_meant:
            return False
        rest = self.recipient_ids - partner
        # Whoever is about to send it must find it.
        self.write(
            {
                "recipient_ids": [(6, 0, rest.ids)],
                "email_to": ", ".join(others) or False,
                "state": "outgoing" if rest or others else "cancel",
            }
        )
        self.env["mail.notification"].search([("mail_mail_id", "=", self.id)]).filtered(
            lambda row: (partner and row.res_partner_id == partner)
            or (address and row.mail_email_address == address)
        ).unlink()
        return True
