from odoo import fields, models
from odoo.exceptions import UserError

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
        ticket = self.env["service.desk.affected"]._asked_ticket()
        chosen = [self[name.replace("_id", "_ids")] for name in TARGETS]
        if not any(chosen):
            raise UserError(self.env._("Choose something to add."))
        for records in chosen:
            if records:
                ticket._add_affected(records)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
