from odoo import fields, models


class ServiceDeskAccessRevokeWizard(models.TransientModel):
    """Take access away now."""

    _name = "service.desk.access.revoke.wizard"
    _description = "Revoke Access"

    access_ids = fields.Many2many("service.desk.access", required=True)
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Revoke, or cancel what is not granted yet."""
        self.check_access("write")
        self.access_ids.action_revoke(self.reason)
        return {"type": "ir.actions.act_window_close"}
