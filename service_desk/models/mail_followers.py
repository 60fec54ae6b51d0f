from odoo import api, models
from odoo.fields import Domain


class MailFollowers(models.Model):
    """Who follows a ticket is known to those who may open it: a follower may be who complained."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "service.desk.wall.mixin"]

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._domain_within_walls()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        return self._add_hidden(super()._check_access(operation), operation)
