from datetime import timedelta

from odoo import api, fields, models

HOURS = [("1", "1 Hour"), ("4", "4 Hours"), ("24", "1 Day"), ("168", "1 Week")]


class ServiceDeskAlertWizard(models.TransientModel):
    """Say which item alerts are about, or keep them quiet for a while."""

    _name = "service.desk.alert.wizard"
    _description = "Work on Alerts"

    alert_ids = fields.Many2many("service.desk.alert", required=True)
    mode = fields.Selection([("assign", "Assign"), ("silence", "Silence")], required=True, default="assign")
    ci_id = fields.Many2one("service.desk.ci", string="Item", domain="[('state', 'not in', ('retired', 'disposed'))]")
    hours = fields.Selection(HOURS, string="For", default="4")
    date_until = fields.Datetime(
        string="Until", compute="_compute_date_until", store=True, readonly=False, precompute=True, compute_sudo=False
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "service.desk.alert":
            values["alert_ids"] = [(6, 0, self.env.context.get("active_ids") or [])]
        return values

    @api.depends("hours")
    def _compute_date_until(self):
        for wizard in self:
            wizard.date_until = fields.Datetime.now() + timedelta(hours=int(wizard.hours or "1"))

    def action_confirm(self):
        """Do it, for all of them."""
        self.ensure_one()
        if self.mode == "silence":
            self.alert_ids._silence(self.date_until)
        else:
            self.alert_ids._assign_item(self.ci_id)
        return {"type": "ir.actions.act_window_close"}
