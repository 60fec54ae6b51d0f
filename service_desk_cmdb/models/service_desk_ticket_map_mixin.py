from odoo import models


class ServiceDeskTicketMapMixin(models.AbstractModel):
    """From a ticket to the map of what its things carry."""

    _name = "service.desk.ticket.map.mixin"
    _description = "Map of a Ticket"

    def action_open_map(self):
        """Show what relies on the things of this ticket, and what their failure does, as decided on its list."""
        self.ensure_one()
        self.check_access("read")
        action = self.ci_ids._filtered_access("read")._map(fails=True)
        return {**action, "params": {**action["params"], "ticket": [self._name, self.id]}}
