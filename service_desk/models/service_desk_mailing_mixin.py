from odoo import api, models

from .service_desk_notice_data import AUTOMATIC_HEADERS


class ServiceDeskMailingMixin(models.AbstractModel):
    """Mails that the desk writes to one person by itself, in the language of whoever reads them.

    What is said to the people of a ticket in its conversation is the ``service.desk.letter.mixin``'s.
    """

    _name = "service.desk.mailing.mixin"
    _description = "Mails to One Person"

    def _for_reader(self, partner, company):
        """These records as somebody reads of them: in their language, by their clock."""
        lang = partner.lang or self.env.lang or "en_US"
        return self.with_context(lang=lang, tz=partner.tz or company.resource_calendar_id.tz)

    def _mail_values(self, template, partner, company, subject, /, **words):
        """A mail that is forgotten when it was sent. Called on what ``_for_reader`` returned.

        :param str template: XML id of the page that is the mail
        :param words: what the page shows besides the company
        """
        lang = self.env.lang
        body = self.env["ir.qweb"]._render(
            template, {"company": company, "lang": lang, **words}, minimal_qcontext=True, lang=lang
        )
        sender = company.email_formatted or company.catchall_formatted or self.env.user.email_formatted
        return {
            "subject": subject,
            "email_from": sender,
            "recipient_ids": [(4, partner.id)],
            "author_id": company.partner_id.id,
            "body_html": body,
            "auto_delete": True,
            "headers": repr(AUTOMATIC_HEADERS),
        }

    @api.model
    def _queue_mails(self, values_list):
        """Leave mails in the queue, which begins after this transaction."""
        if values_list:
            self.env["mail.mail"].create(values_list)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
