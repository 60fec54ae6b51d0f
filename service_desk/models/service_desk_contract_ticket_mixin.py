from collections import Counter

from odoo import api, fields, models


class ServiceDeskContractTicketMixin(models.AbstractModel):
    """The tickets of a contract: a customer's by what covered them, a supplier's by who works on them.

    Counts and lists here are of what the reader may see; the scorecard is not.
    """

    _name = "service.desk.contract.ticket.mixin"
    _description = "Tickets of a Contract"

    incident_count = fields.Integer(compute="_compute_ticket_counts", groups="service_desk.group_agent")
    request_count = fields.Integer(compute="_compute_ticket_counts", groups="service_desk.group_agent")

    @api.depends("kind", "partner_id", "company_id")
    def _compute_ticket_counts(self):
        """Tickets that the reader sees."""
        for name, process in (("incident_count", "service.desk.incident"), ("request_count", "service.desk.request")):
            counts = self._ticket_counts(process)
            for contract in self:
                contract[name] = counts.get(contract._origin.id, 0)

    def _ticket_counts(self, process):
        """contract id -> count: a customer's tickets by their contract, a supplier's by who works on them."""
        tickets = self.env[process]
        counts = {
            contract.id: count
            for contract, count in tickets._read_group([("contract_id", "in", self.ids)], ["contract_id"], ["__count"])
        }
        suppliers = self.filtered(lambda contract: contract.kind == "supplier")
        domain = [
            ("supplier_id.commercial_partner_id", "in", suppliers.partner_id.ids),
            ("company_id", "in", suppliers.company_id.ids),
        ]
        groups = tickets._read_group(domain, ["supplier_id", "company_id"], ["__count"]) if suppliers else []
        theirs = Counter()
        for partner, company, count in groups:
            theirs[partner.commercial_partner_id.id, company.id] += count
        for contract in suppliers:
            counts[contract._origin.id] = theirs[contract.partner_id.id, contract.company_id.id]
        return counts

    def _ticket_domain(self):
        """The tickets of this contract."""
        self.ensure_one()
        if self.kind == "customer":
            return [("contract_id", "=", self.id)]
        return [
            # One of their people counts as they do.
            ("supplier_id.commercial_partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
        ]

    def action_open_incidents(self):
        """The incidents under this contract."""
        return self._open_tickets("service_desk.service_desk_incident_action")

    def action_open_requests(self):
        """The requests under this contract."""
        return self._open_tickets("service_desk.service_desk_request_action")

    def _open_tickets(self, action_xmlid):
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(action_xmlid)
        return {**action, "domain": self._ticket_domain(), "context": {}, "display_name": self.display_name}
