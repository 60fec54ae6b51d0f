from odoo import fields, models
from odoo.exceptions import UserError


class ServiceDeskLicenseAssignWizard(models.TransientModel):
    """Asks who gets a seat of a license."""

    _name = "service.desk.license.assign.wizard"
    _description = "Assign Seats"

    license_id = fields.Many2one("service.desk.license", required=True)
    is_personal = fields.Boolean(related="license_id.is_personal", related_sudo=False)
    is_for_things = fields.Boolean(related="license_id.is_for_things", related_sudo=False)
    free = fields.Integer(related="license_id.free", related_sudo=False)
    on_order = fields.Integer(related="license_id.on_order", related_sudo=False)
    partner_ids = fields.Many2many("res.partner", string="People")
    ci_ids = fields.Many2many("service.desk.ci", string="Items")

    def action_assign(self):
        """Give them their seats."""
        self.ensure_one()
        chosen = [holders for holders in (self.partner_ids, self.ci_ids) if holders]
        if not chosen:
            raise UserError(self.env._("Choose who gets a seat."))
        for holders in chosen:
            self.license_id.action_assign(holders)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
