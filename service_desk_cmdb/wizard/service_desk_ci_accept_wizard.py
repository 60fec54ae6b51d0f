from odoo import fields, models


class ServiceDeskCiAcceptWizard(models.TransientModel):
    """Asks why what an audit has found is all right as it is."""

    _name = "service.desk.ci.accept.wizard"
    _description = "Accept Findings"

    finding_ids = fields.Many2many(
        "service.desk.ci.finding",
        string="Findings",
        required=True,
        default=lambda self: self.env["service.desk.ci.finding"].browse(self.env.context.get("active_ids") or ()),
    )
    reason = fields.Char(string="Why", required=True)

    def action_confirm(self):
        """Accept them."""
        self.ensure_one()
        self.finding_ids.action_accept(self.reason)
        return {"type": "ir.actions.act_window_close"}
