from odoo import api, models
from odoo.exceptions import AccessError


class ServiceDeskBoundaryMixin(models.AbstractModel):
    """Records of one company that nobody pushes into a company where they have no business.

    Odoo's rules look at a record before it is written, not at the company it would move to. The
    host has a ``company_id``; when that follows from another field, the host names it in
    ``_company_from``.
    """

    _name = "service.desk.boundary.mixin"
    _description = "Boundary of a Company"

    _company_from = frozenset()

    def write(self, vals):
        self._check_company_access(vals)
        result = super().write(vals)
        if self._company_from & vals.keys():
            # Where it went is looked at as well as where it came from.
            self.check_access("write")
        return result

    def _is_of_user(self):
        """Whether the user works in the company of this record; what is of all companies is everybody's.

        For names: Odoo reads those of linked records with superuser rights, so that any form would
        tell what something in another company is called. What needs this depends on ``uid``.
        """
        self.ensure_one()
        user = self.env.user
        return user._is_superuser() or not self.company_id or self.company_id.id in user._get_company_ids()

    @api.model
    def _check_company_access(self, vals):
        """:raise AccessError: when the record would go where the user does not work"""
        company_id = vals.get("company_id")
        if company_id and not self.env.su and company_id not in self.env.companies.ids:
            raise AccessError(self.env._("You cannot hand this over to a company of others."))
