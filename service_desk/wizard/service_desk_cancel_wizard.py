from odoo import fields, models


class ServiceDeskCancelWizard(models.TransientModel):
    """Cancel tickets, with the reason that the requester reads."""

    _name = "service.desk.cancel.wizard"
    _description = "Cancel Tickets"
    _inherit = ["service.desk.ticket.wizard"]

    reason = fields.Html(required=True)

    def action_confirm(self):
        """Cancel."""
        self._tickets().write({"state": "cancelled", "resolution": self.reason})
        return {"type": "ir.actions.act_window_close"}
