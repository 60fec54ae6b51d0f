from odoo import api, models
from odoo.exceptions import AccessError


class ServiceDeskBoundaryMixin(models.AbstractModel):
    """Records of one company that nobody pushes into a company where they have no business.

    Odoo's rules look at a record before it is written, not at the company it would move to. The
    host has a ``company_id``.
    """

    _name = "service.desk.boundary.mixin"
    _description = "Boundary of a Company"

    def write(self, vals):
        self._check_company_access(vals)
        return super().write(vals)

    @api.model
    def _check_company_access(self, vals):
        """:raise AccessError: when the record would go where the user does not work"""
        company_id = vals.get("company_id")
        if company_id and not self.env.su and company_id not in self.env.companies.ids:
            raise AccessError(self.env._("You cannot hand this over to a company of others."))
