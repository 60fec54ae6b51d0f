from odoo import api, fields, models

from ..lifecycle import OPEN_PHASES


class ServiceDeskMajorStandDownWizard(models.TransientModel):
    """End a major incident: the last word to all who were told, and the banner goes away."""

    _name = "service.desk.major.stand.down.wizard"
    _description = "Stand Down"

    major_id = fields.Many2one("service.desk.major", required=True, ondelete="cascade")
    is_open = fields.Boolean(compute="_compute_is_open", help="The incident is not resolved.")
    reason = fields.Char(string="Why It Is Major No More")
    body = fields.Html(string="Last Words", help="To everybody who was told before. Leave it empty to tell nobody.")

    @api.depends("major_id")
    def _compute_is_open(self):
        for wizard in self:
            wizard.is_open = wizard.major_id.incident_phase in OPEN_PHASES

    def action_confirm(self):
        """End it."""
        self.major_id._stand_down(self.reason, self.body)
        return {"type": "ir.actions.act_window_close"}
