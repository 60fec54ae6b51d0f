from odoo import api, models

from odoo.addons.service_desk.lifecycle import AGENT, MANAGER, SYSTEM

from .service_desk_ci_data import CONFIGURATION_MANAGER


class ServiceDeskCiDoorMixin(models.AbstractModel):
    """Lives that configuration managers decide, and nobody else."""

    _name = "service.desk.ci.door.mixin"
    _description = "Lives in the Hands of Configuration Managers"
    _inherit = ["service.desk.lifecycle.mixin"]

    @api.model
    def _door_roles(self):
        if self.env.su:
            return {SYSTEM}
        return {MANAGER, AGENT} if self.env.user.has_group(CONFIGURATION_MANAGER) else set()
