from odoo import fields, models


class ServiceDeskCartFile(models.Model):
    """A file that waits in a cart for the order it belongs to."""

    _name = "service.desk.cart.file"
    _description = "File in a Cart"
    _order = "id"

    line_id = fields.Many2one("service.desk.cart.line", required=True, index=True, ondelete="cascade")
    code = fields.Char(required=True, help="Of the question that it answers.")
    name = fields.Char(required=True)
    content = fields.Binary(attachment=True, required=True)
    size = fields.Integer()
