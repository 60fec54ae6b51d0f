from odoo import api, models
from odoo.fields import Domain


class ServiceDeskServiceAudienceMixin(models.AbstractModel):
    """Services for those whose organization has a contract about them."""

    _name = "service.desk.service.audience.mixin"
    _description = "Service under Contract"
    _inherit = ["service.desk.audience.mixin"]

    @api.model
    def _domain_for(self, person):
        return super()._domain_for(person) & Domain("status", "!=", "retired")

    @api.model
    def _domain_audience(self, person):
        under_contract = Domain("audience", "=", "contract") & self._domain_covered_for(person)
        return super()._domain_audience(person) | under_contract

    @api.model
    def _domain_covered_for(self, person):
        """Services that contracts of the person's companies with their organization cover today.

        :param person: a :class:`~..person.Person`
        """
        contracts = self.env["service.desk.contract"].sudo()  # sudo: only ids of services leave this
        ids = contracts._customer_company_ids() & set(person.companies.ids)
        organization = person.organization
        if not ids or not organization:
            return Domain.FALSE
        keys = [(company_id, organization.id, False) for company_id in ids]
        named, general = set(), set()
        for _contract, company_id, _partner, service_ids in contracts._covering_rows(keys, None):
            named.update(service_ids)
            if not service_ids:
                general |= {company_id, False}
        return Domain("id", "in", list(named)) | Domain("company_id", "in", list(general))
