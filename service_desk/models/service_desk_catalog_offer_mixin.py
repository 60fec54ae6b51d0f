from odoo import api, models
from odoo.fields import Domain


class ServiceDeskCatalogOfferMixin(models.AbstractModel):
    """To whom an item is offered: the people who may order it for themselves."""

    _name = "service.desk.catalog.offer.mixin"
    _description = "Whom a Catalog Item Is Offered To"
    _inherit = ["service.desk.audience.mixin"]

    @api.model
    def _audience_fields(self):
        narrowing = {"company_ids": "companies", "group_ids": "groups", "country_ids": "countries"}
        return super()._audience_fields() | narrowing

    @api.model
    def _domain_for(self, person):
        offered = Domain("state", "=", "published") & Domain("active", "=", True)
        return super()._domain_for(person) & offered & self._domain_of_services("service_id", person)

    def _obstacles(self, partner):
        """Why somebody cannot have this just now, whatever they answer: sentences for whoever orders.

        Shown on the item's page, and in the way of each order. Extended by what knows reasons: call
        super and add to its list. It only reads, and names nothing that a customer must not know.

        :param partner: ``res.partner`` who would get it
        """
        self.ensure_one()
        return []
