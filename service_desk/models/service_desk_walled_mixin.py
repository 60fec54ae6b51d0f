from odoo import api, models
from odoo.fields import Domain


class ServiceDeskWalledMixin(models.AbstractModel):
    """Closes a table of Odoo to whoever cannot open the ticket of a row, by any route.

    The host names this mixin before itself in ``_inherit``: what stock Odoo allows comes after it.
    """

    _name = "service.desk.walled.mixin"
    _description = "Row Behind the Wall of Its Ticket"
    _inherit = ["service.desk.wall.mixin"]

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._domain_within_walls()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not any(self._ids):
            return result
        hidden = (self - result[0] if result else self)._of_hidden_tickets("read")
        if not hidden:
            return result
        forbidden = (result[0] if result else self.browse()) | hidden
        return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)
