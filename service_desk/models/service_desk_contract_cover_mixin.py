from collections import defaultdict

from odoo import api, fields, models, tools
from odoo.tools import SQL

from .service_desk_contract_data import IN_FORCE


class ServiceDeskContractCoverMixin(models.AbstractModel):
    """Which customer contract covers a ticket. New tickets ask this, so it must be cheap."""

    _name = "service.desk.contract.cover.mixin"
    _description = "What a Contract Covers"
    _inherit = ["service.desk.cached.mixin"]

    #: Whether a company has customer contracts at all is remembered.
    _cached_fields = frozenset({"state", "kind", "company_id"})

    @api.model
    @tools.ormcache()
    def _customer_company_ids(self):
        """The companies that have a customer contract in force; the others need not look."""
        # sudo: only ids of companies, the same for everybody.
        contracts = self.sudo()
        groups = contracts._read_group([("kind", "=", "customer"), ("state", "in", IN_FORCE)], ["company_id"])
        return frozenset(company.id for (company,) in groups)

    @api.model
    def _covering(self, keys, date=None):
        """The customer contract that covers each of these, in one query for all of them.

        A contract that names the service comes before one for all services, a later one before an
        earlier one. Without a service only a contract for all services covers.

        :param keys: tuples (company id, id of the customer's commercial partner, service id or False)
        :param date: the day that counts, today if not given
        :return: dict of key -> contract, for the keys that are covered
        """
        companies = self._customer_company_ids()
        keys = {key for key in keys if key[1] and key[0] in companies}
        if not keys:
            return {}
        by_pair = defaultdict(list)
        for contract_id, company_id, partner_id, service_ids in self._covering_rows(keys, date):
            by_pair[company_id, partner_id].append((contract_id, service_ids))
        covering = {}
        for key in keys:
            company_id, partner_id, service_id = key
            rows = by_pair[company_id, partner_id]
            named = [contract_id for contract_id, service_ids in rows if service_id in service_ids]
            general = [contract_id for contract_id, service_ids in rows if not service_ids]
            if named or general:
                covering[key] = self.browse((named + general)[0])
        return covering

    @api.model
    def _covering_rows(self, keys, date):
        """(contract, company, partner, services) of contracts of these customers, the latest first."""
        self.flush_model(["company_id", "partner_id", "kind", "state", "date_start", "date_end", "service_ids"])
        return self.env.execute_query(
            SQL(
                "SELECT c.id, c.company_id, c.partner_id, array_remove(array_agg(r.service_id), NULL)"
                "  FROM service_desk_contract c"
                "  LEFT JOIN service_desk_contract_service_rel r ON r.contract_id = c.id"
                " WHERE c.kind = 'customer' AND c.state IN %(states)s"
                "   AND c.company_id IN %(companies)s AND c.partner_id IN %(partners)s"
                "   AND c.date_start <= %(day)s AND (c.date_end IS NULL OR c.date_end >= %(day)s)"
                " GROUP BY c.id ORDER BY c.date_start DESC, c.id DESC",
                states=IN_FORCE,
                companies=tuple({key[0] for key in keys}),
                partners=tuple({key[1] for key in keys}),
                day=date or fields.Date.today(),
            )
        )
