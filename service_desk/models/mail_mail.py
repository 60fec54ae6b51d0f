from odoo import api, models
from odoo.tools import email_normalize, email_split
from odoo.tools.mail import email_normalize_all

from ..mail_out.plain import as_text
from .mail_notification import FAILED

#: On the body of the desk's own layout.
MARK = 'class="o_sd_mail'


class MailMail(models.Model):
    _inherit = "mail.mail"

    # -- One sender for each mail ----------------------------------------------------------------

    # Odoo sends an answer right after it was saved, and its queue sends all that waits. It wakes
    # rarely by itself, but the desk wakes it for each notice. Two that send the same mail would
    # wait for each other, and one would fail in the end: the agent, or the rest of the queue.

    def send(self, auto_commit=False, raise_exception=False, post_send_callback=None):
        """Leave to the queue what it is sending at this moment."""
        mine = self if auto_commit else self.try_lock_for_update(allow_referencing=True)
        return super(MailMail, mine).send(
            auto_commit=auto_commit,
            raise_exception=raise_exception,
            post_send_callback=post_send_callback,
        )

    def _send(
        self,
        auto_commit=False,
        raise_exception=False,
        smtp_session=None,
        alias_domain_id=False,
        mail_server=False,
        post_send_callback=None,
    ):
        """As the queue, leave to others what they are sending at this moment."""
        ways = {
            "raise_exception": raise_exception,
            "smtp_session": smtp_session,
            "alias_domain_id": alias_domain_id,
            "mail_server": mail_server,
            "post_send_callback": post_send_callback,
        }
        if not auto_commit:
            return super()._send(**ways)
        for mail in self:
            # A lock fails on what others have changed since the transaction began. The queue
            # commits after each mail by itself: that is what auto_commit says.
            self.env["ir.cron"]._commit_progress()
            free = mail.try_lock_for_update(allow_referencing=True)
            super(MailMail, free)._send(auto_commit=True, **ways)
        if post_send_callback:
            # What others send counts as done.
            post_send_callback(self.ids)
        return True

    # -- What the desk's mails say ---------------------------------------------------------------

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Give the desk's mails a text part that reads as well as they look, and each its reader."""
        letters = super()._prepare_outgoing_list(mail_server=mail_server, doc_to_followers=doc_to_followers)
        sent = []
        for letter in letters:
            is_ours = MARK in (letter["body"] or "")
            if is_ours:
                letter["body_alternative"] = as_text(letter["body"])
            sent += self._one_for_each(letter) if is_ours else [letter]
        return sent

    @api.model
    def _one_for_each(self, letter):
        """A letter to each of several addresses: whom one has copied is not the others' business."""
        addresses = letter["email_to"]
        if len(addresses) < 2:
            return [letter]
        return [
            {
                **letter,
                "headers": dict(letter["headers"]),
                "email_to": [address],
                "email_to_normalized": email_normalize_all(address),
                "email_to_raw": address,
            }
            for address in addresses
        ]

    def _postprocess_sent_message(self, success_pids, success_emails, failure_reason=False, failure_type=None):
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
        # sudo: whose mail it is may press the button; the notifications are the server's.
        failed = (
            self.env["mail.notification"]
            .sudo()
            .search([("mail_mail_id", "in", self.ids), ("notification_status", "in", FAILED)])
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
            lambda row: (partner and row.res_partner_id == partner) or (address and row.mail_email_address == address)
        ).unlink()
        return True
