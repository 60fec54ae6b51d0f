from odoo import fields, models


class ServiceDeskCancelWizard(models.TransientModel):
    """Cancel tickets, or reject requests, with the reason that the requester reads."""

    _name = "service.desk.cancel.wizard"
    _description = "Cancel Tickets"
    _inherit = ["service.desk.ticket.wizard"]

    rejects = fields.Boolean(help="The wish was understood and is not granted.")
    reason = fields.Html(string="Reason for the Requester", required=True)

    def action_confirm(self):
        """Cancel or reject."""
        state = "rejected" if self.rejects else "cancelled"
        self._tickets().write({"state": state, "resolution": self.reason})
        return {"type": "ir.actions.act_window_close"}
