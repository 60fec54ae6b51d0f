from odoo import api, fields, models


class ServiceDeskCartLine(models.Model):
    """Something that a person has put aside to order it together with other things.

    Nobody has rights on this table. Each method looks at the current user's own lines alone, so
    that ids of others lead nowhere.
    """

    _name = "service.desk.cart.line"
    _description = "Cart Line"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one(
        "service.desk.catalog.item", required=True, index=True, ondelete="cascade"
    )
    item_version = fields.Integer()
    quantity = fields.Integer(default=1, required=True)
    answers = fields.Json()
    for_partner_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="cascade")
    file_ids = fields.One2many("service.desk.cart.file", "line_id")

    @api.model
    def _mine(self, line_id=None):
        """The current user's lines, or the one of this number."""
        # sudo: nobody has rights on the table; the domain lets nothing through but one's own.
        domain = [("user_id", "=", self.env.uid)]
        if line_id is not None:
            domain.append(("id", "=", line_id))
        return self.sudo().search(domain)
