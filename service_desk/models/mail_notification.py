from odoo import api, models
from odoo.fields import Domain


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
                self._domain_own()
                | Domain("mail_message_id", "any!", self.env["mail.message"]._domain_within_walls())
            )
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        rest = self - result[0] if result else self
        # sudo: only asks whose they are, and of which message.
        others = rest.sudo() - rest.sudo().filtered_domain(self._domain_own())
        walled = others.mail_message_id.sudo(False)._behind_walls("read", hints=True)
        hidden = others.filtered(lambda row: row.mail_message_id.id in walled._ids).sudo(False)
        if not hidden:
            return result
        forbidden = (result[0] if result else self.browse()) | hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)

    @api.model
    def _domain_own(self):
        me = self.env.user.partner_id
        return Domain("res_partner_id", "=", me.id) | Domain("author_id", "=", me.id)
