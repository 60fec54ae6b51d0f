from odoo import models

from odoo.addons.service_desk.lifecycle import OPEN_PHASES


class ServiceDeskTicket(models.AbstractModel):
    """What requesters are told of a promise: by when, or for whom it waits. Never how it is measured."""

    _inherit = "service.desk.ticket"

    def _portal_detail(self):
        detail = super()._portal_detail()
        return {**detail, "pause": self._portal_pause()}

    def _portal_pause(self):
        """For whom the promise waits, ``requester`` or ``others``; False while it does not."""
        # sudo: requesters may read neither the state of a promise nor the reason of a wait.
        ticket = self.sudo()
        if ticket.phase not in OPEN_PHASES or ticket.promise_state != "paused":
            return False
        return "requester" if ticket.pending_reason_id.waits_for == "requester" else "others"
