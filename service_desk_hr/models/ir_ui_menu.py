from odoo import models


class IrUiMenu(models.Model):
    """Entries for people without a role show where there is something behind them."""

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """Journeys are for those who lead somebody or have a step to do; the others need no entry."""
        hidden = super()._load_menus_blacklist()
        user = self.env.user
        leads = user._service_desk_leads()
        if not leads:
            hidden += self._service_desk_menus("menu_journey_team", "menu_journey_questions")
        is_hr = user.has_group("hr.group_hr_user")
        if not (leads or is_hr or user.has_group("service_desk.group_access_manager")):
            hidden += self._service_desk_menus("menu_journey_timeline")
        if not (leads or is_hr or self._service_desk_has_steps()):
            hidden += self._service_desk_menus("menu_journey_line")
        return hidden

    def _service_desk_menus(self, *names):
        menus = (self.env.ref(f"service_desk_hr.{name}", raise_if_not_found=False) for name in names)
        return [menu.id for menu in menus if menu]

    def _service_desk_has_steps(self):
        lines = self.env["service.desk.journey.line"]
        return lines.has_access("read") and bool(lines.search_count([("user_id", "=", self.env.uid)], limit=1))
