from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS

from ..models.service_desk_affected_data import TARGETS


class ServiceDeskAffectedWizard(models.TransientModel):
    """Asks what else a ticket touches: services, things and people that nobody could find."""

    _name = "service.desk.affected.wizard"
    _description = "Add What Is Affected"

    service_ids = fields.Many2many("service.desk.service", string="Services")
    ci_ids = fields.Many2many("service.desk.ci", string="Items")
    partner_ids = fields.Many2many("res.partner", string="People")

    def action_add(self):
        """Add them to the ticket on which the dialog was opened."""
        self.ensure_one()
        ticket = self._ticket()
        chosen = [self[name.replace("_id", "_ids")] for name in TARGETS]
        if not any(chosen):
            raise UserError(self.env._("Choose something to add."))
        for records in chosen:
            if records:
                ticket._add_affected(records)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _ticket(self):
        model, id_ = self.env.context.get("active_model"), self.env.context.get("active_id")
        if model not in TICKET_COLUMNS or type(id_) is not int:
            raise UserError(self.env._("Open this from a ticket."))
        return self.env[model].browse(id_).exists()
