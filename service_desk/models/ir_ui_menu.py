from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Agents have the desk itself; the entry that leads to the portal is for the others."""
        hidden = super()._load_menus_blacklist()
        menu = self.env.ref("service_desk.menu_requester", raise_if_not_found=False)
        if menu and self.env.user.has_group("service_desk.group_agent"):
            hidden.append(menu.id)
        return hidden
