from odoo import fields, models
from odoo.tools import format_datetime

from ..models.service_desk_access_data import PLAIN_NAMES


class ServiceDeskAccessRegisterWizard(models.TransientModel):
    """Ask the register about a moment of the past: who had what, what did somebody have."""

    _name = "service.desk.access.register.wizard"
    _description = "Register as of a Date"

    moment = fields.Datetime(string="As Of", required=True, default=fields.Datetime.now)
    partner_id = fields.Many2one("res.partner", string="Holder")
    entitlement_id = fields.Many2one("service.desk.entitlement")
    service_id = fields.Many2one("service.desk.service", string="System")

    def action_confirm(self):
        """Show the register as it stood then."""
        self.check_access("write")
        self.ensure_one()
        domain = list(self.env["service.desk.access"]._held_on_domain(self.moment))
        for name in ("partner_id", "entitlement_id", "service_id"):
            if self[name]:
                domain.append((name, "=", self[name].id))
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action")
        moment = format_datetime(self.env, self.moment, dt_format="short")
        return {
            **action,
            "domain": domain,
            "context": {**PLAIN_NAMES, "create": False, "service_desk_as_of": True},
            "display_name": self.env._("Access as of %s", moment),
        }
