import re

from odoo import api, models
from odoo.fields import Domain

from .service_desk_process_data import TICKET_COLUMNS

#: The mail did not reach its recipient.
FAILED = ("bounce", "exception")
#: Nobody waits any more for what failed before.
SETTLED = ("ready", "canceled")
#: What a mail server answered: as Python noted it, ``(550, b'5.1.1 No such user')``, and as it stands
#: in a report that came back, ``550 5.1.1 No such user``.
NOTED_ANSWER = re.compile(r"""\((?P<code>[45]\d\d), b?(?P<quote>['"])(?P<words>.{1,500}?)(?P=quote)[,)]""")
REPORTED_ANSWER = re.compile(r"\b(?P<code>[45]\d\d)[ -](?P<words>[45]\.\d{1,3}\.\d{1,3} [^\r\n]{1,200})")


class MailNotification(models.Model):
    """Stock Odoo lets every employee list all notifications: who was told, and about what.

    Those of tickets are for whom they are, for who wrote the message, and for those who may open
    the ticket.
    """

    _inherit = "mail.notification"

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & (
                self._domain_own() | Domain("mail_message_id", "any!", self.env["mail.message"]._domain_within_walls())
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        rest = self - result[0] if result else self
        # sudo: only asks whose they are, and of which message.
        others = rest.sudo() - rest.sudo().filtered_domain(self._domain_own())
        walled = others.mail_message_id.sudo(False)._of_hidden_tickets("read")
        hidden = others.filtered(lambda row: row.mail_message_id.id in walled._ids).sudo(False)
        if not hidden:
            return result
        forbidden = (result[0] if result else self.browse()) | hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    # -- Failures ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        if any(vals.get("notification_status") in FAILED for vals in vals_list):
            rows.filtered(lambda row: row.notification_status in FAILED)._mark_tickets()
        return rows

    def write(self, vals):
        result = super().write(vals)
        # Odoo calls every mail failed while it is being sent; which are is known afterwards, see
        # mail.mail. A bounce comes later and is final.
        status = vals.get("notification_status")
        if status == "bounce":
            self._mark_tickets()
        elif status in SETTLED:
            for tickets in self._tickets():
                tickets._refresh_mail_failure()
        return result

    def _tickets(self):
        """The tickets whose messages these are about, by process."""
        # sudo: the mark is the desk's, whoever sends or puts aside.
        messages = self.sudo().mail_message_id
        for model in TICKET_COLUMNS:
            ids = messages.filtered(lambda message, model=model: message.model == model).mapped("res_id")
            if ids:
                yield self.env[model].sudo().browse(ids).exists()

    def _mark_tickets(self):
        """Show on the tickets that a mail did not arrive; a job does it where they are in use."""
        if any(tickets - tickets._mark_mail_failure() for tickets in self._tickets()):
            self.env.ref("service_desk.cron_mail_failures")._trigger()

    @api.model
    def _cron_mark_tickets(self):
        """Mark tickets with failed mails that were in use at the time."""
        rows = self.search(
            [
                ("notification_status", "in", FAILED),
                ("notification_type", "=", "email"),
                ("mail_message_id.model", "in", list(TICKET_COLUMNS)),
            ]
        )
        rows._mark_tickets()

    def _text_recipient(self):
        """Who should have got it."""
        partner = self.res_partner_id
        address = self.mail_email_address or partner.email
        return f"{partner.name} <{address}>" if partner else address or ""

    def _text_reason(self):
        """Why they did not: in the words of the mail server, where it said some."""
        reason = self.failure_reason or ""
        answer = NOTED_ANSWER.search(reason) or REPORTED_ANSWER.search(reason)
        if not answer:
            return self.format_failure_reason()
        words = " ".join(answer["words"].replace("\\n", " ").split())
        return self.env._("the mail server says “%(code)s %(words)s”", code=answer["code"], words=words)

    @api.model
    def _domain_own(self):
        me = self.env.user.partner_id
        return Domain("res_partner_id", "=", me.id) | Domain("author_id", "=", me.id)
