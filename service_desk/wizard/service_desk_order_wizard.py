from urllib.parse import urlencode

from odoo import fields, models


class ServiceDeskOrderWizard(models.TransientModel):
    """An agent orders for somebody: asks for whom, then opens the same form that everybody fills in."""

    _name = "service.desk.order.wizard"
    _description = "Order for Somebody"

    partner_id = fields.Many2one(
        "res.partner", string="For", required=True, domain="[('is_company', '=', False)]"
    )
    item_id = fields.Many2one(
        "service.desk.catalog.item", required=True, domain="[('state', '=', 'published')]"
    )

    def action_open(self):
        """Open the form of the item for this person; what is not offered to them is refused there."""
        self.ensure_one()
        self.env["service.desk.catalog"]._check_beneficiary(self.partner_id)
        query = urlencode({"for": self.partner_id.id})
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/catalog/{self.item_id.id}?{query}",
            "target": "new",
        }
