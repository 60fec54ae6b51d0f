from odoo import fields, models


class ServiceDeskSlotWizardLine(models.TransientModel):
    """A time at which a change could be carried out."""

    _name = "service.desk.slot.wizard.line"
    _description = "Free Time"
    _order = "date_start"

    wizard_id = fields.Many2one("service.desk.slot.wizard", required=True, ondelete="cascade")
    date_start = fields.Datetime(string="From")
    date_end = fields.Datetime(string="Until")

    def action_take(self):
        """Plan the change for this time."""
        self.check_access("write")
        self.ensure_one()
        change = self.wizard_id.change_id
        change.check_access("write")
        change.write({"date_planned_start": self.date_start, "date_planned_end": self.date_end})
        return {"type": "ir.actions.act_window_close"}
