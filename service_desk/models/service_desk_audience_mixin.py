from odoo import api, fields, models
from odoo.fields import Domain

from ..person import Person


class ServiceDeskAudienceMixin(models.AbstractModel):
    """Records that are for some people and not for others: services, what can be ordered, articles.

    Whose they are is said once, as a domain: :meth:`_domain_for`. It is asked anew at each search
    and never kept with the record rules, since what decides may change with time (contracts begin
    and end) and other addons may know more about people: they extend it and narrow it down.

    The host has

    * ``audience``, a selection of who it is for: ``all``, ``internal`` (employees), ``portal``
      (customers). Other words are for nobody until :meth:`_domain_audience` of the host says so;
    * :meth:`_audience_fields`: fields that narrow this down unless they are empty;
    * an own ``_domain_for`` for anything else: what is published, :meth:`_domain_of_services`;
    * a record rule ``[('is_for_me', '=', True)]`` for those who may read what is for them, and
      ``[('parent_id.is_for_me', '=', True)]`` for its parts. Who may read all needs no more than
      the rule ``[(1, '=', 1)]``.

    Search, names, counts and groups obey that rule by themselves. What goes around it does not:
    SQL takes its ids from ``_search([("is_for_me", "=", True)])``, and what is shown to somebody
    else than the one who asks (a letter, an order for a colleague) asks :meth:`_is_for` first.
    """

    _name = "service.desk.audience.mixin"
    _description = "For Whom It Is"

    is_for_me = fields.Boolean(
        string="For Me",
        compute="_compute_is_for_me",
        search="_search_is_for_me",
        help="Whether it is meant for the one who asks.",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_for_me(self):
        mine = self._those_for(self.env.user.partner_id)
        for record in self:
            record.is_for_me = record._origin.id in mine._ids

    @api.model
    def _search_is_for_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain("id", "in", self._for_person(self.env.user.partner_id))
        return domain if True in value else ~domain

    # -- For code that asks on behalf of somebody ------------------------------------------------

    def _is_for(self, partner):
        """Whether all these records are for somebody, who need not be the one who asks."""
        return bool(self) and len(self._those_for(partner)) == len(self)

    def _those_for(self, partner):
        """Those of these records that are for somebody."""
        return self.browse(self._for_person(partner, Domain("id", "in", self.ids)))

    @api.model
    def _for_person(self, partner, domain=Domain.TRUE):
        """The query for the records that are for somebody."""
        # sudo: the fields that decide are the desk's, and the record rule asks this; only ids leave.
        records = self.sudo().with_context(active_test=False)
        return records._search(self._domain_for(Person(self.env, partner)) & domain)

    # -- Who it is for -----------------------------------------------------------------------------

    @api.model
    def _domain_for(self, person):
        """The records that are for somebody; archived ones too, unless the host says otherwise.

        To be evaluated with superuser rights, which look behind the desk's own fields.

        :param person: a :class:`~..person.Person`
        """
        narrowed = (
            Domain(name, "=", False) | Domain(name, "in", person.answer(answer).ids)
            for name, answer in self._audience_fields().items()
        )
        return Domain.AND([self._domain_audience(person), *narrowed])

    @api.model
    def _audience_fields(self):
        """Fields that narrow it down unless they are empty, with what is asked of the person.

        One of the answers must be among the values of the field, as in ``{"company_ids":
        "companies", "partner_ids": "organization"}``; see :meth:`~..person.Person.answer`.
        """
        return {}

    @api.model
    def _domain_audience(self, person):
        """What ``audience`` says. Hosts with more words than these add what they mean."""
        return Domain("audience", "in", ["all", person.kind])

    @api.model
    def _domain_of_services(self, name, person):
        """What belongs to a service under contract is for those whom the contract covers.

        :param name: the host's field with its service or services; empty is for everybody
        """
        services = self.env["service.desk.service"]
        open_to = Domain("audience", "!=", "contract") | services._domain_covered_for(person)
        return Domain(name, "=", False) | Domain(name, "any", open_to)
