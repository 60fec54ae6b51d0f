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
            waiting = self._without_seat(product, some)
            free = max(product._positions()[product.id].free - self._reserved(product, some), 0)
            problems |= {access.id: product._text_full() for access in waiting[free:]}
        return problems

    @api.model
    def _without_seat(self, product, accesses):
        """Those whose holders have no seat yet, the first who asked first."""
        seated = product.current_seat_ids.partner_id
        return accesses.filtered(lambda access: access.partner_id not in seated).sorted("id")

    @api.model
    def _reserved(self, product, accesses):
        """Seats of those to whom it is about to be granted by others than these."""
        others = self.env["service.desk.access"].search(
            [
                ("entitlement_id.license_id", "=", product.id),
                ("state", "=", "granting"),
                ("date_ordered", "!=", False),
                ("id", "not in", accesses.ids),
            ]
        )
        return len(others.partner_id - product.current_seat_ids.partner_id)
