from odoo import models

from .service_desk_ci_graph_data import MAX_ROOTS


class ServiceDeskTicketMapMixin(models.AbstractModel):
    """From a ticket to the map of what its things carry."""

    _name = "service.desk.ticket.map.mixin"
    _description = "Map of a Ticket"

    def action_open_map(self):
        """Show what relies on the things of this ticket, and what their failure does, as decided on its list.

        It begins with what was added there by hand, too, which does not fail by that.
        """
        self.ensure_one()
        self.check_access("read")
        items = self.ci_ids._filtered_access("read")
        action = (items | self.env["service.desk.ci.graph"]._added_items(self))._map(fails=True)
        told = {"failing": items.ids[:MAX_ROOTS], "ticket": [self._name, self.id]}
        return {**action, "params": {**action["params"], **told}}
