from base64 import b64decode, b64encode
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_catalog_data import MAX_CART_LINES


class ServiceDeskCartLine(models.Model):
    """Something that a person has put aside to order it together with other things.

    Nobody has rights on this table. Each method looks at the current user's own lines alone, so
    that ids of others lead nowhere.
    """

    _name = "service.desk.cart.line"
    _description = "Cart Line"
    _order = "id"

    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one("service.desk.catalog.item", required=True, index=True, ondelete="cascade")
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

    @api.model
    def _put(self, item, quantity, answers, files, partner, line=None):
        """Put something aside, or change what was put aside before.

        :param dict files: code -> list of (name, bytes)
        """
        values = {
            "user_id": self.env.uid,
            "item_id": item.id,
            "item_version": item.version,
            "quantity": quantity,
            "answers": answers,
            "for_partner_id": partner.id,
        }
        if line:
            line.file_ids.unlink()
            line.write(values)
        else:
            if len(self._mine()) >= MAX_CART_LINES:
                raise UserError(self.env._("A cart holds up to %(limit)s items.", limit=MAX_CART_LINES))
            line = self.sudo().create(values)  # sudo: see _mine
        rows = [
            {"line_id": line.id, "code": code, "name": name, "content": b64encode(raw), "size": len(raw)}
            for code, some in files.items()
            for name, raw in some
        ]
        line.file_ids.create(rows)
        return line

    def _files(self):
        """code -> list of (name, bytes) of what was put aside."""
        return {
            code: [(file.name, b64decode(file.content)) for file in files]
            for code, files in self.file_ids.grouped("code").items()
        }

    def _as_order(self):
        """The line as the one door for orders takes it."""
        return {
            "item_id": self.item_id.id,
            "quantity": self.quantity,
            "answers": self.answers or {},
            "files": self._files(),
        }

    @api.model
    def _order_all(self):
        """Order everything in the current user's cart, one order for each person who gets it.

        :return: list of tickets, the one to show first
        :raise UserError: when anything in it cannot be ordered any more; nothing is ordered then
        """
        lines = self._mine()
        if not lines:
            raise UserError(self.env._("Your cart is empty."))
        items = self.env["service.desk.catalog.item"]
        tickets = []
        for partner, theirs in lines.grouped("for_partner_id").items():
            tickets += items._place_order([line._as_order() for line in theirs], partner or None)
        lines.unlink()
        return tickets

    @api.autovacuum
    def _gc_lines(self):
        """What nobody has ordered for a quarter of a year is forgotten."""
        old = self.env.cr.now() - timedelta(days=90)
        self.search([("write_date", "<", old)], limit=10_000).unlink()
