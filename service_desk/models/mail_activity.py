from odoo import api, models
from odoo.fields import Domain


class MailActivity(models.Model):
    """Activities name their ticket: who cannot open it any more, reads and settles none of them.

    Stock Odoo shows an activity to whom it was assigned for good. After a hand-over behind a wall,
    it is for those who work there to settle it or to give it to somebody.
    """

    _name = "mail.activity"
    _inherit = ["mail.activity", "service.desk.wall.mixin"]

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._domain_within_walls()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        return self._add_hidden(super()._check_access(operation), operation)
