from odoo import api, models

from .service_desk_license_data import REFUSE


class ServiceDeskProvisioning(models.AbstractModel):
    """What needs a seat is not granted without one."""

    _inherit = "service.desk.provisioning"

    @api.model
    def _problems(self, accesses):
        problems = super()._problems(accesses)
        licensed = accesses.filtered(lambda access: access.entitlement_id.license_id.over_use == REFUSE)
        for product, some in licensed.grouped(lambda access: access.entitlement_id.license_id).items():
            # Others may be about to get the last one at this very moment.
            product._touch()
            # A person has one seat, however much access needs it; the first who asked come first.
            left_out = product._left_out(some.sorted("id").partner_id)
            problems |= {access.id: access._text_no_seat() for access in some if access.partner_id in left_out}
        return problems
