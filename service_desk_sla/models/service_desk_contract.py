from odoo import fields, models

from odoo.addons.service_desk.models.service_desk_contract_cover_mixin import ServiceDeskContractCoverMixin
from odoo.addons.service_desk.models.service_desk_contract_data import IN_FORCE


class ServiceDeskContract(models.Model):
    """A contract says what is promised, by policies that name it, and how that is kept."""

    _name = "service.desk.contract"
    _inherit = [
        "service.desk.contract.promise.mixin",
        "service.desk.contract.credit.mixin",
        "service.desk.contract.sla.review.mixin",
        "service.desk.contract",
    ]

    #: With what the book of policies takes from contracts.
    _cached_fields = ServiceDeskContractCoverMixin._cached_fields | {
        "partner_id",
        "service_ids",
        "resource_calendar_id",
    }

    policy_ids = fields.One2many(
        "service.desk.sla.policy",
        "contract_id",
        string="Promised Targets",
        groups="service_desk.group_agent",
        help="What the contract promises about response, updates and resolution.",
    )

    def _is_in_force(self):
        """Whether what it promises holds now."""
        return self.state in IN_FORCE
