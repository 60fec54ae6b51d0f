from odoo import models


class ServiceDeskAccess(models.Model):
    """Access takes seats of licenses and gives them back."""

    _inherit = "service.desk.access"

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        licensed = self.sudo().filtered(lambda access: access.entitlement_id.license_id)
        if not licensed:
            return result
        if target == "active":
            for product, accesses in licensed.grouped(lambda access: access.entitlement_id.license_id).items():
                brought = {access.partner_id: access.id for access in accesses}
                # The target system has given it: what is so is put on record.
                product._take_seats(accesses.partner_id, brought, is_fact=True)
        elif target in ("revoked", "cancelled", "refused"):
            seats = self.env["service.desk.license.seat"].sudo()
            seats.search([("access_id", "in", licensed.ids), ("date_freed", "=", False)])._free()
        return result
