from odoo import api, fields, models
from odoo.fields import Domain


class ServiceDeskCatalogOfferMixin(models.AbstractModel):
    """To whom an item is offered.

    Asked anew at each search and never cached with the record rules, so that other addons may add
    what changes with time: extend :meth:`_domain_offered_to`.
    """

    _name = "service.desk.catalog.offer.mixin"
    _description = "Whom a Catalog Item Is Offered To"

    is_offered = fields.Boolean(
        compute="_compute_is_offered",
        search="_search_is_offered",
        help="Whether the one who asks may order it for themselves.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_offered(self):
        offered = self.sudo().search(  # sudo: only for whom it is; the rule on items asks this
            Domain("id", "in", self.ids) & self._domain_offered_to(self.env.user.partner_id)
        )
        for item in self:
            item.is_offered = item._origin.id in offered._ids

    @api.model
    def _search_is_offered(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the fields that decide are the desk's; only ids leave this.
        items = self.sudo().with_context(active_test=False)
        query = items._search(self._domain_offered_to(self.env.user.partner_id))
        domain = Domain("id", "in", query)
        return domain if True in value else ~domain

    @api.model
    def _domain_offered_to(self, partner):
        """Items that this person may have.

        To be evaluated with superuser rights. Extended by addons that know more about people.

        :param partner: one ``res.partner``, with a login or without
        """
        # sudo: looks at the person's login only to decide what is offered.
        partner = partner.sudo()
        user = partner.user_ids.filtered("active")[:1]
        companies = self._companies_of(partner, user)
        country = partner.country_id or partner.commercial_partner_id.country_id
        if not country:
            country = companies[:1].country_id
        services = self.env["service.desk.service"]
        return Domain.AND(
            [
                Domain("state", "=", "published"),
                Domain("active", "=", True),
                Domain("audience", "in", ["all", self._audience_of(partner, user)]),
                self._domain_empty_or("company_ids", companies.ids),
                self._domain_empty_or("group_ids", user.all_group_ids.ids),
                self._domain_empty_or("country_ids", country.ids),
                # What belongs to a service under contract is for those whom the contract covers.
                Domain("service_id", "=", False)
                | Domain("service_id.audience", "!=", "contract")
                | Domain("service_id", "any", services._domain_covered_for(partner, companies)),
            ]
        )

    @api.model
    def _domain_empty_or(self, name, ids):
        return Domain(name, "=", False) | Domain(name, "in", ids)

    @api.model
    def _audience_of(self, partner, user):
        """Employees have a login that is not shared, or stand below one of our companies."""
        if user:
            return "portal" if user.share else "internal"
        organization = Domain("partner_id", "=", partner.commercial_partner_id.id)
        # sudo: which organizations are ours is no secret to their own people.
        is_ours = self.env["res.company"].sudo().search_count(organization, limit=1)
        return "internal" if is_ours else "portal"

    @api.model
    def _companies_of(self, partner, user):
        """The companies whose offers count: those the person works in and is looking at."""
        if user == self.env.user:
            return self.env.companies
        return user.company_ids or partner.company_id or self.env.company

    def _is_offered_to(self, partner):
        """Whether all these items are offered to somebody."""
        # sudo: see _search_is_offered
        items = self.sudo()
        domain = Domain("id", "in", self.ids) & self._domain_offered_to(partner)
        return bool(self) and items.search_count(domain) == len(self)
