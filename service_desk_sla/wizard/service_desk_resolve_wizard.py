from odoo import models


class ServiceDeskResolveWizard(models.TransientModel):
    """Who resolves what came late is asked why, where the policy wants to know. It may be left out."""

    _inherit = "service.desk.resolve.wizard"

    def action_confirm(self):
        result = super().action_confirm()
        tickets = self._tickets()
        late = tickets.filtered(lambda ticket: ticket.clock_ids._unexplained()._asked_for())
        return late.action_explain_breach() if late else result
