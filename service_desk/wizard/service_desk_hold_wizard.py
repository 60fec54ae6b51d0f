from odoo import fields, models
from odoo.tools import is_html_empty


class ServiceDeskHoldWizard(models.TransientModel):
    """Put tickets on hold: why, until when, and what the requester is told or asked."""

    _name = "service.desk.hold.wizard"
    _description = "Put Tickets on Hold"
    _inherit = ["service.desk.ticket.wizard"]

    pending_reason_id = fields.Many2one(
        "service.desk.pending.reason", string="Why", required=True
    )
    waits_for = fields.Selection(related="pending_reason_id.waits_for", related_sudo=False)
    date_resume = fields.Datetime(string="Resume On")
    message = fields.Html(
        string="Message to the Requester", help="Sent to the requester; leave empty to say nothing."
    )

    def action_confirm(self):
        """Say what there is to say, then let the tickets wait."""
        subtype = "mail.mt_comment" if self.is_for_requesters else "mail.mt_note"
        tickets = self._tickets()
        for ticket in tickets.browse() if is_html_empty(self.message) else tickets:
            ticket.message_post(
                body=self.message, message_type="comment", subtype_xmlid=subtype
            )
        tickets.write(
            {
                "state": "pending",
                "pending_reason_id": self.pending_reason_id.id,
                "date_resume": self.date_resume,
            }
        )
        return {"type": "ir.actions.act_window_close"}
