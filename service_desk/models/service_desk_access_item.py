from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceDeskCatalogItem(models.Model):
    """An item by which access is ordered."""

    _inherit = "service.desk.catalog.item"

    entitlement_ids = fields.Many2many(
        "service.desk.entitlement",
        "service_desk_catalog_item_entitlement_rel",
        "item_id",
        "entitlement_id",
        string="Access",
        groups="service_desk.group_agent",
        help="What who orders it is given. An entitlement with a policy of its own is approved by that as well.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        items.filtered(lambda item: item.sudo().entitlement_ids)._check_may_give()
        return items

    def write(self, vals):
        # Who agrees to the order agrees to the access.
        concerned = {"entitlement_ids", "approval_policy_id"} & vals.keys()
        given = self.filtered(lambda item: item.sudo().entitlement_ids) if concerned else self.browse()
        given._check_may_give()
        result = super().write(vals)
        if "entitlement_ids" in vals:
            self._check_may_give()
        return result

    def _check_may_give(self):
        """Access managers decide what is given by an order, within what they may hand out."""
        if not self or self.env.su:
            return
        user = self.env.user
        if not user.has_group("service_desk.group_access_manager"):
            raise AccessError(self.env._("Access managers decide which access an item gives."))
        # sudo: the entitlements were chosen from what the user can read.
        for entitlement in self.sudo().entitlement_ids:
            if not entitlement._provisioning()._may_hand_out(entitlement, user):
                raise AccessError(self.env._("You do not hold what “%s” hands out.", entitlement.name))
