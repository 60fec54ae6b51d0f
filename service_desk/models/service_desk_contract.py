from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .service_desk_contract_data import (
    CONTRACT_FACTS,
    CONTRACT_KINDS,
    CONTRACT_LIFECYCLE,
    CONTRACT_STATES,
    MONEY_GROUP,
    SETTLED_FIELDS,
)


class ServiceDeskContract(models.Model):
    """What was agreed with a supplier who helps the desk, or with a customer whom the desk helps.

    Agents read what it covers and whom to call; its money, its documents and what is said about it
    are for contract managers.
    """

    _name = "service.desk.contract"
    _description = "Contract"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.contract.alert.mixin",
        "service.desk.contract.end.mixin",
        "service.desk.contract.job.mixin",
        "service.desk.contract.review.mixin",
        "service.desk.contract.scorecard.mixin",
        "service.desk.contract.ticket.mixin",
        "service.desk.contract.term.mixin",
        "service.desk.contract.cost.mixin",
        "service.desk.contract.cover.mixin",
        "service.desk.export.mixin",
        "service.desk.boundary.mixin",
        "service.desk.facts.mixin",
        "service.desk.contract.door.mixin",
        "service.desk.number.mixin",
        "service.desk.reference.mixin",
        "service.desk.discreet.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_end, id"
    _rec_names_search = ["number", "name", "partner_id.name"]
    _check_company_auto = True

    _lifecycle = CONTRACT_LIFECYCLE
    _facts = CONTRACT_FACTS
    _number_code = "service.desk.contract"
    # Prices are talked about.
    _talk_group = MONEY_GROUP

    name = fields.Char(required=True, tracking=True, index="trigram")
    kind = fields.Selection(CONTRACT_KINDS, required=True, default="supplier", index=True)
    partner_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        tracking=True,
        check_company=True,
        ondelete="restrict",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
        help="The organization it was made with.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        CONTRACT_STATES, required=True, default="draft", copy=False, index=True, tracking=True, group_expand=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Looked After By",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        default=lambda self: self._default_user_id(),
        domain=lambda self: [("all_group_ids", "in", self.env.ref(MONEY_GROUP).ids)],
        help="Hears of it when notice is due or the end comes near.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_contract_service_rel",
        "contract_id",
        "service_id",
        string="Services",
        check_company=True,
        # What no longer names its service would cover all of them.
        ondelete="restrict",
        help="What it covers. Empty means all services.",
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar", string="Coverage Hours", check_company=True, help="Empty means around the clock."
    )
    contact_ids = fields.One2many("service.desk.contract.contact", "contract_id", string="Contacts", copy=True)
    note = fields.Html(string="What Was Agreed", help="What agents need to know; no prices here.")
    previous_id = fields.Many2one(
        "service.desk.contract", string="Follows", readonly=True, copy=False, index="btree_not_null"
    )
    date_noticed = fields.Date(string="Notice Given On", readonly=True, copy=False)
    date_ended = fields.Date(string="Ended On", readonly=True, copy=False)
    end_reason = fields.Char(string="Reason for the End", copy=False, tracking=True)
    risk_tier = fields.Selection(related="partner_id.service_desk_risk_tier", groups=MONEY_GROUP)
    risk_date_next = fields.Date(related="partner_id.service_desk_risk_date_next", groups=MONEY_GROUP)

    @api.model
    def _default_user_id(self):
        """Who writes it down, where contracts are their work."""
        return self.env.user if self.env.user.has_group(MONEY_GROUP) else False

    @api.depends("number", "name", "company_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Number and name; the number alone for people of other companies."""
        for contract in self:
            name = contract.name if contract._is_of_user() else False
            contract.display_name = f"{contract.number or ''} {name or ''}".strip()

    # -- Checks ------------------------------------------------------------------------------

    @api.constrains("user_id")
    def _check_user(self):
        # sudo: asks for the role of a colleague.
        for user in self.sudo().user_id:
            if not user.has_group(MONEY_GROUP):
                raise ValidationError(self.env._("%s is not a contract manager.", user.name))

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [dict(vals) for vals in vals_list]
        for vals in vals_list:
            self._use_organization(vals)
        return super().create(vals_list)

    def write(self, vals):
        vals = dict(vals)
        self._use_organization(vals)
        if not self.env.su and SETTLED_FIELDS & vals.keys():
            self._check_settled(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        for contract in self:
            if contract.state != "draft":
                raise UserError(self.env._("%s was in force and is kept. End it instead.", contract.display_name))

    @api.model
    def _use_organization(self, vals):
        """A contract is made with an organization, whichever of its people was chosen."""
        if vals.get("partner_id"):
            vals["partner_id"] = self.env["res.partner"].browse(vals["partner_id"]).commercial_partner_id.id

    def _check_settled(self, vals):
        """:raise UserError: when a contract in force would be handed to somebody else"""
        for contract in self.filtered(lambda contract: contract.state != "draft"):
            for name in SETTLED_FIELDS & vals.keys():
                value = contract[name]
                if (value.id if isinstance(value, models.BaseModel) else value) != vals[name]:
                    raise UserError(
                        self.env._(
                            "%s was agreed with this partner. Make a new contract for another one.",
                            contract.display_name,
                        )
                    )

    # -- The door ----------------------------------------------------------------------------

    def _guard_activate(self, roles):
        """:raise UserError: when it would be over before it begins"""
        for contract in self:
            if contract.date_end and contract.date_end < fields.Date.today():
                raise UserError(self.env._("%s would be over already. Correct its end.", contract.display_name))

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "notice":
            values["date_noticed"] = fields.Date.today()
        elif target == "ended":
            values["date_ended"] = fields.Date.today()
        elif target == "active":
            values |= {"date_noticed": False, "end_reason": False}
        return values

    def _after_moves(self, sources, target):
        if target == "active":
            self._begin_first_term()
        return super()._after_moves(sources, target)
