from datetime import datetime, time, timedelta

from pytz import all_timezones_set

from odoo import api, fields, models

from ..days import in_utc, in_zone
from ..mail_out.plain import as_text
from .service_desk_notice_data import AUTOMATIC_HEADERS

#: Of each message so much is shown; the ticket has the rest.
MAX_TEXT = 600
#: No digest grows beyond that; the next one goes on.
MAX_LINES = 200


class ServiceDeskDigestLine(models.Model):
    """A message that waits for somebody's daily mail.

    A line is deleted in the transaction that writes the mail: a job that is killed has done both
    or neither.
    """

    _name = "service.desk.digest.line"
    _description = "Message for a Daily Mail"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.mailing.mixin"]
    _order = "id"

    partner_id = fields.Many2one("res.partner", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    message_id = fields.Many2one("mail.message", required=True, readonly=True, index=True, ondelete="cascade")
    date = fields.Datetime(required=True, readonly=True, default=lambda self: self.env.cr.now())

    _once = models.UniqueIndex("(partner_id, company_id, message_id)")

    @api.model
    def _keep(self, ticket, message, partner_ids):
        """Keep a message for the next daily mail of some people."""
        self.create(
            [
                {
                    "partner_id": partner_id,
                    "company_id": ticket.company_id.id,
                    "message_id": message.id,
                }
                for partner_id in partner_ids
            ]
        )

    # -- When ----------------------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Write the daily mails of those for whom the hour has come, each exactly once."""
        waiting = self._read_group([], ["partner_id", "company_id"], ["date:min"])
        due = [(partner, company) for partner, company, first in waiting if first < self._last_hour(partner, company)]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for partner, company in due:
            self._send_to(partner, company)
            if not cron._commit_progress(1):
                return

    @api.model
    def _last_hour(self, partner, company):
        """The last time it was the hour of daily mails where the person is, in UTC."""
        name = partner.tz or company.resource_calendar_id.tz
        zone = name if name in all_timezones_set else "UTC"
        now = in_zone(self.env.cr.now(), zone)
        hour = time(company.service_desk_digest_hour)
        day = now.date() if now.time() >= hour else now.date() - timedelta(days=1)
        return in_utc(datetime.combine(day, hour), zone)

    @api.model
    def _send_to(self, partner, company):
        """Write one person's mail, and forget what it says."""
        domain = [
            ("partner_id", "=", partner.id),
            ("company_id", "=", company.id),
            ("date", "<", self._last_hour(partner, company)),
        ]
        lines = self.search(domain, limit=MAX_LINES).try_lock_for_update()
        told = lines._by_ticket(partner)
        if told and partner.email:
            self._write_mail(partner, company, told)
        lines.unlink()

    # -- What ----------------------------------------------------------------------------------

    def _by_ticket(self, partner):
        """Messages by the ticket they are on now, as far as the person may still hear of it.

        :return: list of tickets and their messages
        """
        told = []
        for (model, res_id), lines in self.grouped(
            lambda line: (line.message_id.model, line.message_id.res_id)
        ).items():
            ticket = self.env[model].browse(res_id).exists()
            if ticket and ticket._is_heard_by(partner):
                told.append((ticket, lines.message_id.sorted("id")))
        return told

    @api.model
    def _write_mail(self, partner, company, told):
        """Leave the mail in the queue that is sent after the transaction.

        :param list told: of tickets and their messages
        """
        line = self._for_reader(partner, company)
        first = told[0][0].with_context(lang=line.env.lang)
        values = line._mail_values(
            "service_desk.mail_digest",
            partner,
            company,
            line.env._("Your tickets: news of the day"),
            tickets=[line._ticket_values(ticket, messages, partner) for ticket, messages in told],
            preferences_url=partner.user_ids and f"{company.get_base_url()}/my/service-desk",
        )
        values |= {
            "email_from": first.mail_from,
            "reply_to": first._notify_get_reply_to(default=first.mail_from)[first.id],
            "headers": repr({**AUTOMATIC_HEADERS, "Precedence": "bulk"}),
        }
        self._queue_mails([values])

    def _ticket_values(self, ticket, messages, partner):
        """What a daily mail shows of one ticket."""
        ticket = ticket.with_env(self.env)
        return {
            "number": ticket.number,
            "name": ticket.name,
            "state": ticket._portal_state_label(partner),
            "url": ticket._url_for(partner),
            "messages": [
                {
                    "author": ticket._text_author(message),
                    "date": message.date,
                    "lines": self._text(ticket, message).splitlines(),
                }
                for message in messages
            ],
        }

    def _text(self, ticket, message):
        """What was said, short; of a notice its subject."""
        if not ticket._is_public_comment(message):
            return message.subject or ""
        text = as_text(message.body).strip()
        return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT].rstrip()} …"
