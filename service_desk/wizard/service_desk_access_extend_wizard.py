from odoo import fields, models


class ServiceDeskAccessExtendWizard(models.TransientModel):
    """Keep access longer."""

    _name = "service.desk.access.extend.wizard"
    _description = "Extend Access"

    access_ids = fields.Many2many("service.desk.access", required=True)
    date_end = fields.Datetime(string="Until", required=True)

    def action_confirm(self):
        """Extend, or ask for it."""
        self.check_access("write")
        self.access_ids.action_extend(self.date_end)
        return {"type": "ir.actions.act_window_close"}
