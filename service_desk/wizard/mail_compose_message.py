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
