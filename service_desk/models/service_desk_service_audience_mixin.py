from odoo import api, fields, models
from odoo.fields import Domain


class ServiceDeskServiceAudienceMixin(models.AbstractModel):
    """Services for those whose organization has a contract about them.

    Asked anew at each search and never cached with the record rules, since contracts begin and end.
    """

    _name = "service.desk.service.audience.mixin"
    _description = "Service under Contract"

    is_under_contract = fields.Boolean(
        compute="_compute_is_under_contract",
        search="_search_is_under_contract",
        help="Whether a contract with the organization of the one who asks covers it.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_under_contract(self):
        # sudo: only for whom it is; the rule on services asks this.
        covered = self.sudo().with_context(active_test=False).search(
            Domain("id", "in", self.ids) & self._domain_covered_for(self.env.user.partner_id, self.env.companies)
        )
        for service in self:
            service.is_under_contract = service._origin.id in covered._ids

    @api.model
    def _search_is_under_contract(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_covered_for(self.env.user.partner_id, self.env.companies)
        return domain if True in value else ~domain

    @api.model
    def _domain_covered_for(self, partner, companies):
        """Services that contracts of these companies with the person's organization cover today."""
        contracts = self.env["service.desk.contract"].sudo()  # sudo: only ids of services leave this
        ids = contracts._customer_company_ids() & set(companies.ids)
        organization = partner.sudo().commercial_partner_id
        if not ids or not organization:
            return Domain.FALSE
        keys = [(company_id, organization.id, False) for company_id in ids]
        named, general = set(), set()
        for _contract, company_id, _partner, service_ids in contracts._covering_rows(keys, None):
            named.update(service_ids)
            if not service_ids:
                general |= {company_id, False}
        return Domain("id", "in", list(named)) | Domain("company_id", "in", list(general))
