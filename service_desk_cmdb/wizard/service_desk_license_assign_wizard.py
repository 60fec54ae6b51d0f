from odoo import fields, models
from odoo.exceptions import UserError


class ServiceDeskLicenseAssignWizard(models.TransientModel):
    """Asks who gets a seat of a license."""

    _name = "service.desk.license.assign.wizard"
    _description = "Assign Seats"

    license_id = fields.Many2one("service.desk.license", required=True)
    is_personal = fields.Boolean(related="license_id.is_personal", related_sudo=False)
    free = fields.Integer(related="license_id.free", related_sudo=False)
    partner_ids = fields.Many2many("res.partner", string="People")
    ci_ids = fields.Many2many("service.desk.ci", string="Items")

    def action_assign(self):
        """Give them their seats."""
        self.ensure_one()
        holders = self.partner_ids if self.is_personal else self.ci_ids
        if not holders:
            raise UserError(self.env._("Choose who gets a seat."))
        self.license_id.action_assign(holders)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
