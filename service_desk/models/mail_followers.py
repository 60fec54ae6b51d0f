from odoo import models


class MailFollowers(models.Model):
    """Who follows a ticket is known to those who may open it: a follower may be who complained."""

    _name = "mail.followers"
    _inherit = ["service.desk.walled.mixin", "mail.followers"]
