from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang


class ServiceDeskOrderMixin(models.AbstractModel):
    """What an ordered request costs, and what of it is approved.

    The host declares ``child_ids``.
    """

    _name = "service.desk.order.mixin"
    _description = "Ordered Request"
    _inherit = ["service.desk.request.approval.mixin"]

    # What it costs decides who must agree, also after it was taken for an incident.
    _RESTORED_FIELDS = ("quantity", "price_unit", "date_wanted")

    is_order = fields.Boolean(
        string="Order of Several Items",
        readonly=True,
        copy=False,
        help="It stands for its parts, which are requests of their own.",
    )
    quantity = fields.Integer(default=1, readonly=True, copy=False)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    price_unit = fields.Monetary(string="Price", readonly=True, copy=False, help="Of one piece, when it was ordered.")
    cost = fields.Monetary(
        compute="_compute_cost",
        store=True,
        recursive=True,
        help="Of all pieces, and of the requests below this one.",
    )
    item_policy_id = fields.Many2one(
        "service.desk.approval.policy",
        string="Policy of the Item",
        compute="_compute_item_policy_id",
        groups="service_desk.group_agent",
        help="It comes with what was ordered; nothing chosen for this one request takes its place.",
    )
    date_wanted = fields.Date(
        string="Wanted By", readonly=True, copy=False, help="The day that the requester asked for."
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        for request in self:
            # sudo: the currency of one's own company is no secret.
            request.currency_id = request.company_id.sudo().currency_id

    @api.depends("price_unit", "quantity", "child_ids.cost", "child_ids.incident_id")
    def _compute_cost(self):
        for request in self:
            own = request.price_unit * request.quantity
            # sudo: the sum includes children that the reader may not open; what goes on as an
            # incident costs nothing, or what it costs where it becomes a request again.
            parts = request.sudo().child_ids.filtered(lambda part: not part.incident_id)
            request.cost = own + sum(parts.mapped("cost"))

    @api.depends("item_id.approval_policy_id")
    def _compute_item_policy_id(self):
        for request in self:
            # sudo: agents know who agrees to an order, also to what is not offered to them.
            request.item_policy_id = request.sudo().item_id.approval_policy_id

    @api.constrains("parent_id")
    def _check_parts(self):
        """An order stands for its own parts: its requester reads and cancels all of them."""
        for request in self:
            order = request.parent_id
            if order.is_order and order.requester_id != request.requester_id:
                raise ValidationError(
                    self.env._(
                        "%(order)s is an order by somebody else than the requester of %(request)s.",
                        order=order.number,
                        request=request.number,
                    )
                )

    # -- What is approved ----------------------------------------------------------------------

    def _approval_policy(self):
        """The item's own policy; what an agent chooses for one request cannot take its place."""
        # sudo: who agrees to an item is the desk's business, whoever orders it.
        return self.sudo().item_id.approval_policy_id or super()._approval_policy()

    def _approval_amount(self):
        """Of a part, what the whole order costs: else a purchase in many lines asks nobody."""
        # sudo: the sum includes parts that the caller may not open.
        order = self.sudo().parent_id
        return super()._approval_amount() + (order.cost if order.is_order else self.cost)

    def _approval_content(self):
        answers = [(row["name"], row["value"]) for row in self._answer_rows()]
        if self.cost:
            answers.append((self.env._("Cost"), self._text_cost()))
        order = self.parent_id
        if order.is_order and order.cost:
            # The sum is no part of what is decided here: other parts may change meanwhile.
            answers.append((self.env._("Part of an order of %s", order._text_cost()), order.number))
        return super()._approval_content() + answers

    def _text_cost(self):
        return formatLang(self.env, self.cost, currency_obj=self.currency_id)

    def _approval_files(self):
        return super()._approval_files() | self.answer_ids.attachment_ids

    def _approval_frozen_fields(self):
        ordered = {"item_id", "quantity", "price_unit", "date_wanted", "answer_ids"}
        return super()._approval_frozen_fields() | ordered

    def _approval_binding_fields(self):
        binding = super()._approval_binding_fields()
        return binding | {"item_id", "quantity", "price_unit", "date_wanted"} if binding else binding

    # -- On the portal -----------------------------------------------------------------------

    def _portal_order(self):
        parts = self.sudo(False).search([("parent_id", "=", self.id)], order="id")
        return super()._portal_order() | {
            "quantity": self.quantity,
            "cost": self.cost,
            "currency": self.currency_id,
            "date_wanted": self.date_wanted,
            "parts": [part._portal_summary() for part in parts],
            "along": [incident._portal_summary() for incident in self._orders_along()],
            "part_of": self._portal_link(self.parent_id.sudo(False)),
        }

    def _orders_along(self):
        """The incidents that were ordered along, as far as the reader may see them."""
        return self.env["service.desk.incident"].sudo(False).search([("order_id", "=", self.id)], order="id")

    def _order_text(self):
        """With the parts of an order."""
        # sudo: parts belong to the same order, also where another team fulfills them.
        parts = [
            Markup("<p><b>%s</b> %s</p>%s") % (part.number, part.name, part._order_text())
            for part in self.sudo().child_ids.filtered("item_id")
            if self.is_order
        ]
        return super()._order_text() + Markup("").join(parts)
