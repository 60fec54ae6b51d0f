from odoo import models


class ServiceDeskCatalogItem(models.Model):
    """What needs a license is not ordered when none is to be had."""

    _inherit = "service.desk.catalog.item"

    def _obstacles(self, partner):
        """No license is left for this, or for what comes along with it."""
        obstacles = super()._obstacles(partner)
        # sudo: whether a seat is left, for people who know nothing of licenses.
        item = self.sudo()
        wanted = (item | item.also_item_ids.filtered("active")).entitlement_ids.license_id
        if any(product._left_out(partner.sudo()) for product in wanted):
            # What the desk calls the license, customers need not know.
            obstacles.append(self.env._("%s: no license is free at the moment. Ask the desk for one more.", item.name))
        return obstacles
