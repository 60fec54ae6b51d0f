from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_desk.models.service_desk_access_data import UNSETTLED_STATES


class ServiceDeskAccess(models.Model):
    """Access takes seats of licenses and gives them back."""

    _inherit = "service.desk.access"

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if target == "active":
            self.sudo()._take_seats()
        elif target in ("revoked", "cancelled", "refused"):
            self.sudo()._current_seats()._follow_access()
        if target in ("revoking", "cancelled", "refused"):
            given_up = self.filtered(lambda access: sources[access.id] in UNSETTLED_STATES)
            given_up.entitlement_id.sudo().license_id._serve_waiting()
        return result

    def _take_seats(self):
        """Seats for those who have been given this; called with superuser rights."""
        licensed = self.filtered(lambda access: access.entitlement_id.license_id)
        for product, accesses in licensed.grouped(lambda access: access.entitlement_id.license_id).items():
            brought = {access.partner_id: access.id for access in accesses}
            # The target system has given it: what is so is put on record.
            product._take_seats(accesses.partner_id, brought, is_fact=True)

    @api.model
    def _waiting(self, domain):
        """Those that were agreed to and could not be ordered, for want of a seat say, in the order of asking."""
        kept_back = [("state", "=", "granting"), ("date_ordered", "=", False), ("problem", "!=", False)]
        return self.search(Domain(domain) & Domain(kept_back), order="id")

    def _text_no_seat(self):
        """Why this is not to be had: on the record for the desk, and for whoever asks."""
        product = self.entitlement_id.license_id
        knows = self.state != "requested" or product.sudo(False).has_access("read")
        # What the desk calls its licenses, those who order need not know.
        return product._text_full() if knows else self.env._("No license is free at the moment.")

    def _current_seats(self):
        """The seats that came with these; called with superuser rights."""
        seats = self.env["service.desk.license.seat"]
        return seats.search([("access_id", "in", self.ids), ("date_freed", "=", False)])
