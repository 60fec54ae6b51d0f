from odoo import models
from odoo.exceptions import AccessError


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _message_route_process(self, message, message_dict, routes):
        """Mails reach tickets through the gateway alone.

        The method in front of it is public and believes the sender of a mail, so that any login
        could write on any ticket in anybody's name. The gateway runs as the superuser, or as the
        administrator whose key the mail server has.
        """
        is_gateway = self.env.su or self.env.user.has_group("base.group_system")
        on_tickets = any(self.env["mail.message"]._is_ticket_model(route[0]) for route in routes or ())
        if on_tickets and not is_gateway:
            raise AccessError(self.env._("Mails to tickets come through the mail gateway alone."))
        return super()._message_route_process(message, message_dict, routes)
