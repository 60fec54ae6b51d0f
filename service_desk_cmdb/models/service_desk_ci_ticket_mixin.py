from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS

from .service_desk_affected_data import FOUND
from .service_desk_event_data import CRITICALITY_IMPACTS


class ServiceDeskCiTicketMixin(models.AbstractModel):
    """Which tickets are about an item, and which touch it."""

    _name = "service.desk.ci.ticket.mixin"
    _description = "Tickets of Configuration Items"

    ticket_count = fields.Integer(string="Open Tickets", compute="_compute_ticket_count")

    def _compute_ticket_count(self):
        """Open tickets about each item that the reader may see; one query a process."""
        counts = dict.fromkeys(self.ids, 0)
        for model in TICKET_COLUMNS:
            groups = self.env[model]._read_group(self._domain_tickets(), ["ci_ids"], ["__count"])
            for item, count in groups:
                if item.id in counts:
                    counts[item.id] += count
        for item in self:
            item.ticket_count = counts.get(item._origin.id, 0)

    def _domain_tickets(self):
        return Domain("ci_ids", "in", self._origin.ids) & Domain("phase", "in", OPEN_PHASES)

    def action_open_tickets(self):
        """Show the open tickets about these items in the queue."""
        self.check_access("read")
        rows = Domain.OR(
            Domain("res_model", "=", model) & Domain("res_id", "in", self.env[model].search(self._domain_tickets()).ids)
            for model in TICKET_COLUMNS
        )
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_work_action")
        return {**action, "display_name": self.env._("Open Tickets"), "domain": list(rows), "context": {}}

    def action_report_incident(self):
        """Open a new incident about this item, with what is known of it to begin with."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.desk.incident",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {f"default_{name}": value for name, value in self._report_defaults().items() if value},
        }

    def _report_defaults(self):
        """What an incident about this item begins with; who reports it may change all of it."""
        return {
            "ci_ids": [Command.set(self.ids)],
            "service_id": self._report_service().id,
            "team_id": self.team_id.id,
            "impact": CRITICALITY_IMPACTS.get(self.criticality),
        }

    def _report_service(self):
        """Its service, or the nearest one that fails with it, of those that the user may read."""
        if own := self.service_ids[:1]:
            return own
        failing = self.browse(self._impact().failing())._filtered_access("read")
        company = self.company_id or self.env.company
        services = (service for item in failing for service in item.service_ids)
        ours = (service for service in services if service.company_id.id in (False, company.id))
        return next(ours, self.service_ids)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        """What tickets are about is retired, not deleted; so is what people said of it on tickets."""
        about = [(self.env[model], Domain("ci_ids", "in", self.ids)) for model in TICKET_COLUMNS]
        decided = Domain("ci_id", "in", self.ids) & Domain("origin", "!=", FOUND)
        for model, domain in [*about, (self.env["service.desk.affected"], decided)]:
            # sudo: tickets that the user cannot see count, too; none of them is shown.
            if model.sudo().search_count(domain, limit=1):
                raise UserError(self.env._("There are tickets about %s. Retire it instead.", self[0].display_name))
