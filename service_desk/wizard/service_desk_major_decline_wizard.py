from odoo import fields, models


class ServiceDeskMajorDeclineWizard(models.TransientModel):
    """Say why an incident is not major."""

    _name = "service.desk.major.decline.wizard"
    _description = "Decline a Major Incident"

    major_id = fields.Many2one("service.desk.major", required=True, ondelete="cascade")
    reason = fields.Char(string="Why Not", required=True)

    def action_confirm(self):
        """Decline it."""
        self.major_id.action_decline(self.reason)
        return {"type": "ir.actions.act_window_close"}
