from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _prepare_mail_values(self, res_ids):
        """Mails about tickets are from whoever is logged in, those to many at once too."""
        values = super()._prepare_mail_values(res_ids)
        if self.env.su or not self.env["mail.message"]._is_ticket_model(self.model):
            return values
        author = self.env.user.partner_id
        own = {"author_id": author.id, "email_from": author.email_formatted or False}
        return {res_id: {**mail, **own} for res_id, mail in values.items()}

    def _action_send_mail_comment(self, res_ids):
        """An article or a guide whose words were sent has helped; dropped words have not."""
        messages = super()._action_send_mail_comment(res_ids)
        if self.env["mail.message"]._is_ticket_model(self.model):
            tickets = self.env[self.model].browse(res_ids)
            self.env["service.desk.article"]._note_use(tickets, "reply")
            self.env["service.desk.guide"]._note_walk(tickets, "applied")
        return messages
