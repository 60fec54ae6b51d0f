from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: When one of these changes, another contract may cover the ticket.
_WATCHED = frozenset({"requester_id", "service_id", "company_id"})


class ServiceDeskCoveredMixin(models.AbstractModel):
    """Under which contract the customer asks.

    Found when the ticket is created, and kept: that a contract ends later changes nothing about
    what was promised then. Agents may choose another contract of the same customer.
    """

    _name = "service.desk.covered.mixin"
    _description = "Covered by a Contract"

    contract_id = fields.Many2one(
        "service.desk.contract",
        copy=False,
        index="btree_not_null",
        tracking=True,
        check_company=True,
        groups="service_desk.group_agent",
        domain="[('kind', '=', 'customer'), ('partner_id', '=', customer_id), ('state', '!=', 'draft')]",
        help="The customer's contract that covers it.",
    )
    has_contracts = fields.Boolean(
        compute="_compute_has_contracts",
        groups="service_desk.group_agent",
        help="Whether this company has contracts with customers.",
    )

    @api.depends("company_id", "contract_id")
    def _compute_has_contracts(self):
        companies = self.env["service.desk.contract"]._customer_company_ids()
        for ticket in self:
            ticket.has_contracts = bool(ticket.contract_id) or ticket.company_id.id in companies

    @api.constrains("contract_id")
    def _check_contract(self):
        # sudo: only compares whose contract it is.
        for ticket in self.sudo().filtered("contract_id"):
            contract = ticket.contract_id
            if contract.kind != "customer" or contract.partner_id != ticket.customer_id:
                raise ValidationError(
                    self.env._(
                        "%(contract)s is no contract with the customer of %(ticket)s.",
                        contract=contract.number,
                        ticket=ticket.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._loads_history():
            self._fill_contracts(vals_list)
        return super().create(vals_list)

    @api.model
    def _fill_contracts(self, vals_list):
        """Find the contract of new tickets, in one query; in none where there are no contracts."""
        contracts = self.env["service.desk.contract"]
        companies = contracts._customer_company_ids()
        open_vals = [
            vals
            for vals in vals_list
            if vals["company_id"] in companies and vals.get("requester_id") and not vals.get("contract_id")
        ]
        if not open_vals:
            return
        # sudo: requesters may not read every contact's organization.
        requesters = self.sudo()._pointed_at(open_vals, "requester_id")
        keys = {
            index: (
                vals["company_id"],
                requesters[vals["requester_id"]].commercial_partner_id.id,
                vals.get("service_id") or False,
            )
            for index, vals in enumerate(open_vals)
        }
        covering = contracts._covering(keys.values())
        for index, vals in enumerate(open_vals):
            if keys[index] in covering:
                vals["contract_id"] = covering[keys[index]].id

    def write(self, vals):
        if "contract_id" in vals or not _WATCHED & vals.keys():
            return super().write(vals)
        kept = self
        for contract, tickets in self._contracts_after(vals):
            super(ServiceDeskCoveredMixin, tickets).write({**vals, "contract_id": contract.id})
            kept -= tickets
        return super(ServiceDeskCoveredMixin, kept).write(vals) if kept else True

    def _contracts_after(self, vals):
        """(contract, tickets) of those that another contract covers once ``vals`` are written."""
        contracts = self.env["service.desk.contract"]
        # sudo: see _fill_contracts; the write that follows checks the rights.
        tickets = self.sudo()
        if not contracts._customer_company_ids() and not any(ticket.contract_id for ticket in tickets):
            return []
        after = {ticket: ticket._covering_key(vals) for ticket in tickets}
        changed = [ticket for ticket in tickets if after[ticket] != ticket._covering_key({})]
        covering = contracts._covering([after[ticket] for ticket in changed])
        found = {}
        for ticket in changed:
            contract = covering.get(after[ticket], contracts)
            if contract != ticket.contract_id:
                found.setdefault(contract, self.browse())
                found[contract] |= self.browse(ticket.id)
        return list(found.items())

    def _covering_key(self, vals):
        """Company, customer and service of this ticket, as they are once ``vals`` are written."""
        customer = self.customer_id
        if "requester_id" in vals and (vals["requester_id"] or False) != self.requester_id.id:
            customer = self.env["res.partner"].browse(vals["requester_id"] or ()).commercial_partner_id
        return (
            vals.get("company_id", self.company_id.id),
            customer.id,
            vals.get("service_id", self.service_id.id) or False,
        )
