from odoo import models
from odoo.exceptions import UserError

from .service_desk_ci_graph_data import MAX_ROOTS


class ServiceDeskCiMapMixin(models.AbstractModel):
    """From configuration items to the map around them, and from wherever one is named to itself."""

    _name = "service.desk.ci.map.mixin"
    _description = "Map of Configuration Items"

    def action_open_map(self):
        """Show what relies on these items."""
        return self._map()

    def _map(self, direction="down", fails=False):
        """The action that opens the map.

        :param direction: see ``service.desk.ci.graph``
        :param fails: whether it shows at once what their failure does
        """
        if not self:
            raise UserError(self.env._("There is no configuration item here to begin with."))
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_map_action")
        params = {"ids": self.ids[:MAX_ROOTS], "direction": direction, "fails": fails}
        return {**action, "params": params, "context": {"active_id": self[0].id, "active_model": self._name}}

    def _open_form(self):
        """The action that opens the item.

        :raise UserError: when it is not there any more
        """
        if not self:
            raise UserError(self.env._("This item is not there any more."))
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "service.desk.ci",
            "res_id": self.id,
            "views": [(False, "form")],
        }
