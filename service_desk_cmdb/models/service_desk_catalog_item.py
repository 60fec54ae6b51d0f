from odoo import api, models


class ServiceDeskCatalogItem(models.Model):
    """What needs a license is not ordered when none is to be had."""

    _inherit = "service.desk.catalog.item"

    @api.model
    def _check_line(self, line, partner):
        checked = super()._check_line(line, partner)
        checked["problems"] += self._license_problems(checked["item"], partner)
        return checked

    @api.model
    def _line_for_other(self, order):
        line = super()._line_for_other(order)
        line["problems"] += self._license_problems(line["item"], order["partner"])
        return line

    @api.model
    def _license_problems(self, item, partner):
        """Why somebody cannot have this item, or what comes along with it: sentences for whoever orders."""
        # sudo: whether a seat is free, for people who know nothing of licenses.
        item = item.sudo()
        wanted = (item | item.also_item_ids.filtered("active")).entitlement_ids.license_id
        if any(product._left_out(partner.sudo()) for product in wanted):
            # What the desk calls the license, customers need not know.
            return [self.env._("%s: no license is free at the moment. Ask the desk for one more.", item.name)]
        return []
