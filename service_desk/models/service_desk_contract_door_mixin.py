from odoo import api, models

from ..lifecycle import MANAGER, SYSTEM
from .service_desk_contract_data import MONEY_GROUP


class ServiceDeskContractDoorMixin(models.AbstractModel):
    """The life of what contract managers keep: contracts, their reviews, what is owed by them."""

    _name = "service.desk.contract.door.mixin"
    _description = "Life of Contracts"
    _inherit = ["service.desk.lifecycle.mixin"]

    @api.model
    def _door_roles(self):
        if self.env.su:
            return {SYSTEM}
        return {MANAGER} if self.env.user.has_group(MONEY_GROUP) else set()
