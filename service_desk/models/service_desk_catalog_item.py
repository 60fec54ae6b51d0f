import re
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

from .service_desk_catalog_data import (
    ITEM_AUDIENCES,
    ITEM_LIFECYCLE,
    ITEM_PROCESSES,
    ITEM_STATES,
    MAX_QUANTITY,
    MODEL_OF_PROCESS,
    POPULAR_DAYS,
)

#: How the desk goes about it is not for those who order.
_DESK = "service_desk.group_agent"


class ServiceDeskCatalogItem(models.Model):
    """Something that can be ordered, through a form made for it.

    Requesters read what is offered to them and nothing else. Divided by subject: to whom it is
    offered, the form, and ordering have mixins of their own.
    """

    _name = "service.desk.catalog.item"
    _description = "Catalog Item"
    _inherit = [
        "service.desk.lifecycle.mixin",
        "service.desk.reference.mixin",
        "service.desk.catalog.offer.mixin",
        "service.desk.catalog.form.mixin",
        "service.desk.catalog.order.mixin",
        "service.desk.catalog.policy.mixin",
        "service.desk.unsigned.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
        "image.mixin",
    ]
    _order = "sequence, name, id"
    _lifecycle = ITEM_LIFECYCLE

    name = fields.Char(required=True, translate=True, tracking=True)
    summary = fields.Char(translate=True, help="One sentence that says what one gets.")
    description = fields.Html(translate=True, help="What is in it, what it costs whom, how it goes.")
    keywords = fields.Char(translate=True, help="Other words by which people look for it.")
    icon = fields.Char(
        default="fa-cube", help="Shown when there is no picture: a name of Font Awesome, like fa-laptop."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    state = fields.Selection(ITEM_STATES, default="draft", required=True, copy=False, index=True, tracking=True)
    process = fields.Selection(ITEM_PROCESSES, required=True, default="request", help="What an order of it becomes.")
    service_id = fields.Many2one("service.desk.service", index="btree_not_null", tracking=True)
    category_id = fields.Many2one("service.desk.category", index="btree_not_null", help="Where people find it.")
    audience = fields.Selection(ITEM_AUDIENCES, required=True, default="internal", tracking=True)
    company_ids = fields.Many2many(
        "res.company",
        "service_desk_catalog_item_company_rel",
        string="Companies",
        groups=_DESK,
        help="Leave empty for an item that all companies offer.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        "service_desk_catalog_item_group_rel",
        string="Groups",
        groups=_DESK,
        help="Only members of one of these groups find it. Leave empty for everybody.",
    )
    country_ids = fields.Many2many(
        "res.country",
        "service_desk_catalog_item_country_rel",
        string="Countries",
        groups=_DESK,
        help="Only people there find it. Leave empty for everywhere.",
    )
    currency_id = fields.Many2one("res.currency", required=True, default=lambda self: self.env.company.currency_id)
    price = fields.Monetary(tracking=True, help="Of one piece; answers may add to it.")
    max_quantity = fields.Integer(default=1, required=True, help="How many of it one order may ask for.")
    delivery_hours = fields.Float(
        string="Delivery Time", help="Working hours until it is there, as promised to the requester."
    )
    team_id = fields.Many2one(
        "service.desk.team",
        string="Fulfilled By",
        index="btree_not_null",
        groups=_DESK,
        help="Else the team of the service or the category.",
    )
    approval_policy_id = fields.Many2one(
        "service.desk.approval.policy",
        index="btree_not_null",
        tracking=True,
        groups=_DESK,
        help="Who must agree before it is fulfilled.",
    )
    plan_id = fields.Many2one(
        "service.desk.task.plan",
        string="Task Plan",
        index="btree_not_null",
        tracking=True,
        groups=_DESK,
        help="The work that fulfills it, over teams and in order.",
    )
    also_item_ids = fields.Many2many(
        "service.desk.catalog.item",
        "service_desk_catalog_item_also_rel",
        "item_id",
        "also_id",
        string="Ordered Along",
        groups=_DESK,
        help="What comes with it by itself, each as an order of its own.",
    )
    ends_itself = fields.Boolean(
        string="Fulfilled by Its Parts",
        default=True,
        groups=_DESK,
        help="An order is fulfilled when its tasks and its access are done. Else an agent looks at it and says so.",
    )
    popularity = fields.Integer(readonly=True, copy=False, index=True, help="Orders of the last 90 days.")

    _price_positive = models.Constraint("CHECK(price >= 0)", "A price cannot be negative.")
    _delivery_positive = models.Constraint("CHECK(delivery_hours >= 0)", "A delivery time cannot be negative.")
    _quantity_sane = models.Constraint(
        f"CHECK(max_quantity BETWEEN 1 AND {MAX_QUANTITY})",
        f"One order can ask for 1 to {MAX_QUANTITY} pieces.",
    )

    @api.constrains("icon")
    def _check_icon(self):
        for item in self:
            if item.icon and not re.fullmatch(r"fa-[a-z0-9-]{1,40}", item.icon):
                raise ValidationError(self.env._("An icon is a name of Font Awesome such as fa-laptop."))

    @api.constrains("also_item_ids", "process")
    def _check_also_items(self):
        for item in self:
            if item in item.also_item_ids:
                raise ValidationError(self.env._("%s cannot be ordered along with itself.", item.name))

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_item_values(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_item_values(vals)
        if "approval_policy_id" in vals:
            self.filtered(
                lambda item: item.state == "published" and item.approval_policy_id.id != vals["approval_policy_id"]
            )._check_may_change_policy()
        result = super().write(vals)
        if vals.get("state") == "published":
            self._remember_policy()
        return result

    @api.model
    def _check_item_values(self, vals):
        """Refuse facts that the desk keeps by itself, and companies where one has no business."""
        if self.env.su:
            return
        if {"version", "popularity", "phase", "was_published", "published_policy_id"} & vals.keys():
            raise AccessError(self.env._("The desk keeps version and popularity by itself."))
        companies = self.env["res.company"].browse(
            company_id
            for command in vals.get("company_ids") or ()
            if isinstance(command, (list, tuple))
            for company_id in ([command[1]] if command[0] == 4 else command[2] if command[0] == 6 else ())
        )
        if not set(companies.ids) <= set(self.env.user.company_ids.ids):
            raise AccessError(self.env._("You cannot offer this in a company of others."))

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", item.name)}
            for item, vals in zip(self, super().copy_data(default), strict=True)
        ]

    # -- Buttons -----------------------------------------------------------------------------

    def action_publish(self):
        """Offer these items."""
        self.check_access("write")
        return self.write({"state": "published"})

    def action_retire(self):
        """Take these items out of the catalog; what was ordered goes on."""
        self.check_access("write")
        return self.write({"state": "retired"})

    def action_redraft(self):
        """Take these items back to work on them."""
        self.check_access("write")
        return self.write({"state": "draft"})

    def action_open_preview(self):
        """Open the form as people will see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/my/catalog/{self.id}?preview=1",
            "target": "new",
        }

    def action_open_order(self):
        """Ask for whom to order this, and open the form."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_order_wizard_action")
        return {**action, "context": {"default_item_id": self.id}}

    def action_open_orders(self):
        """Show the orders of this item."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders of %s", self.name),
            "res_model": MODEL_OF_PROCESS[self.process],
            "view_mode": "list,kanban,form",
            "domain": [("item_id", "=", self.id)],
            "context": {"create": False},
        }

    def _guard_publish(self, roles):
        """Only what can be ordered is published: with a form that works."""
        self._check_published_policy()
        for item in self:
            flaws = item._form_flaws()
            if flaws:
                raise UserError(
                    self.env._(
                        "%(item)s cannot be published yet:\n%(flaws)s",
                        item=item.name,
                        flaws="\n".join(flaws),
                    )
                )

    # -- Popularity --------------------------------------------------------------------------

    @api.model
    def _cron_popularity(self):
        """Count the orders of the last months, in a constant number of queries."""
        since = fields.Datetime.now() - timedelta(days=POPULAR_DAYS)
        counts = Counter()
        for model in MODEL_OF_PROCESS.values():
            # sudo: jobs count what nobody need see.
            for item, count in (
                self.env[model]
                .sudo()
                ._read_group([("item_id", "!=", False), ("date_opened", ">=", since)], ["item_id"], ["__count"])
            ):
                counts[item.id] += count
        items = self.sudo().with_context(active_test=False, mail_notrack=True)
        ranked = items.search(Domain("id", "in", list(counts)) | Domain("popularity", "!=", 0))
        changed = ranked.filtered(lambda item: item.popularity != counts[item.id])
        for count, group in changed.grouped(lambda item: counts[item.id]).items():
            group.popularity = count

    # -- The door --------------------------------------------------------------------------------

    def _after_moves(self, sources, target):
        """Guides that end with what is not offered any more are looked over."""
        if target != "published":
            self.env["service.desk.guide"]._was_withdrawn("item_id", self)
        return super()._after_moves(sources, target)

    def _text_no_such_move(self, source, target):
        return self.env._("%(item)s is %(state)s already.", item=self[0].name, state=self._state_label(source))

    def _text_not_your_move(self, source, target):
        return self.env._("Only managers of the desk publish and retire what can be ordered.")
