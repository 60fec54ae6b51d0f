from odoo import api, models

from .service_desk_license_data import REFUSE


class ServiceDeskCatalogItem(models.Model):
    """What needs a license is not ordered when none is to be had."""

    _inherit = "service.desk.catalog.item"

    @api.model
    def _check_line(self, line, partner):
        checked = super()._check_line(line, partner)
        # sudo: whether a seat is free, for people who know nothing of licenses.
        products = checked["item"].sudo().entitlement_ids.license_id
        for product in products.filtered(lambda one: one.over_use == REFUSE):
            has_seat = partner in product.current_seat_ids.partner_id
            if not has_seat and product._positions()[product.id].free < 1:
                checked["problems"].append(
                    self.env._(
                        "%(item)s: no license of “%(license)s” is free at the moment. Ask the desk for one more.",
                        item=checked["item"].name,
                        license=product.name,
                    )
                )
        return checked
