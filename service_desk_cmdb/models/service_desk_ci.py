from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS

from .service_desk_ci_data import (
    CI_LIFECYCLE,
    CI_STATES,
    CRITICALITIES,
    ENVIRONMENTS,
    GONE_STATES,
    LIVE_STATES,
)


class ServiceDeskCi(models.Model):
    """A configuration item: something that has to be known and looked after to keep services running.

    Agents read those of their companies and those of all; configuration managers keep them.
    Divided by subject: attributes of its class, relations, what a failure does, tickets, who has it.
    """

    _name = "service.desk.ci"
    _description = "Configuration Item"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.ci.source.mixin",
        "service.desk.ci.expiry.mixin",
        "service.desk.ci.value.mixin",
        "service.desk.ci.impact.mixin",
        "service.desk.ci.ticket.mixin",
        "service.desk.ci.retire.mixin",
        "service.desk.ci.holder.mixin",
        "service.desk.ci.audit.mixin",
        "service.desk.ci.picture.mixin",
        "service.desk.ci.map.mixin",
        "service.desk.ci.location.mixin",
        "service.desk.export.mixin",
        "service.desk.ci.door.mixin",
        "service.desk.number.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "name, id"
    _rec_names_search = ["name", "number", "serial_number", "asset_tag"]
    _check_company_auto = True

    _lifecycle = CI_LIFECYCLE
    _number_code = "service.desk.ci"

    name = fields.Char(required=True, tracking=True, index="trigram")
    class_icon = fields.Char(related="class_id.icon", string="Icon of the Class")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        default=lambda self: self.env.company,
        help="Empty for what all companies use.",
    )
    state = fields.Selection(CI_STATES, required=True, default="planned", tracking=True, copy=False, index=True)
    serial_number = fields.Char(tracking=True, copy=False, index="trigram")
    asset_tag = fields.Char(tracking=True, copy=False, index="trigram", help="What stands on its sticker.")
    manufacturer = fields.Char()
    model_name = fields.Char(string="Model")
    version = fields.Char(tracking=True)
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Answers for it and for what is known of it.",
    )
    user_partner_id = fields.Many2one(
        "res.partner", string="Used By", tracking=True, index="btree_not_null", check_company=True
    )
    team_id = fields.Many2one(
        "service.desk.team", string="Support Team", tracking=True, check_company=True, index="btree_not_null"
    )
    supplier_id = fields.Many2one("res.partner", tracking=True, index="btree_not_null", check_company=True)
    contract_ids = fields.Many2many(
        "service.desk.contract",
        "service_desk_ci_contract_rel",
        "ci_id",
        "contract_id",
        string="Contracts",
        check_company=True,
        help="By which it is covered.",
    )
    service_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_ci_service_rel",
        "ci_id",
        "service_id",
        string="Services",
        check_company=True,
        help="Services that fail with it.",
    )
    environment = fields.Selection(ENVIRONMENTS, default="production", tracking=True)
    criticality = fields.Selection(CRITICALITIES, required=True, default="3", tracking=True, index=True)
    date_bought = fields.Date(string="Bought On")
    date_warranty_end = fields.Date(string="Warranty Until", tracking=True, index="btree_not_null")
    date_seen = fields.Datetime(string="Last Seen", readonly=True, copy=False, help="By a source of discovery.")
    note = fields.Html(string="Notes")

    # People type a part of it, sources send the whole.
    _serial_number_index = models.Index("(serial_number) WHERE serial_number IS NOT NULL")
    _asset_tag_index = models.Index("(asset_tag) WHERE asset_tag IS NOT NULL")
    _state_class_index = models.Index("(class_id, state)")

    @api.depends("number", "name", "company_id")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """Its name; the number alone for people of other companies."""
        for item in self:
            item.display_name = (item._is_of_user() and item.name) or item.number or ""

    def _called_in(self, other):
        """What it is called in the history of another item, for everybody who reads that one."""
        return self.number if self.company_id - other.company_id else self.name

    # -- Life ------------------------------------------------------------------------------------

    @api.model
    def _check_birth(self, vals_list):
        """What is written down may have been there for long: an item begins in any state."""

    def _check_moves(self, target, roles):
        self._check_class_has(target)
        return super()._check_moves(target, roles)

    def _check_class_has(self, state):
        """:raise UserError: when things of its class are never in this state"""
        for kind, items in self.grouped("class_id").items():
            states = kind._states()
            if states and state not in states:
                raise UserError(
                    self.env._(
                        "%(item)s: a thing of the class “%(kind)s” is never %(state)s.",
                        item=items[0].display_name,
                        kind=kind.name,
                        state=self._state_label(state),
                    )
                )

    def _is_live(self):
        """Whether it runs, or should: a failure passes through these alone."""
        return self.state in LIVE_STATES

    def _is_gone(self):
        return self.state in GONE_STATES

    # -- CRUD ------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        for state, born in items.grouped("state").items():
            born._check_class_has(state)
        items._check_complete()
        return items

    def write(self, vals):
        result = super().write(vals)
        if "class_id" in vals:
            self._check_new_class()
        if vals.keys() & {"state", "class_id", "attributes"}:
            self._check_complete()
        if vals.get("company_id"):
            self._check_leaves_none()
        return result

    def _check_new_class(self):
        """:raise UserError: when things of another class are never as these are, or related like them"""
        for state, items in self.grouped("state").items():
            items._check_class_has(state)
        # sudo: relations with things that the user may not see count, too.
        known = self.sudo()
        (known.source_relation_ids | known.target_relation_ids)._check_classes()

    def _take_turn(self):
        """Let nobody else change meanwhile what is counted of these: whoever comes second begins anew.

        The rows are written, since a mere lock would leave the second with what it saw before.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE service_desk_ci SET write_date = write_date WHERE id IN"
                " (SELECT id FROM service_desk_ci WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE)",
                self.ids,
            )
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_relied_on(self):
        """What runs and carries others is retired, not deleted."""
        # sudo: also what the user cannot see relies on it; none of that is named.
        relations = self.env["service.desk.ci.relation"].sudo()
        down = Domain("cause_id", "in", self.ids) & Domain("effect_id", "not in", self.ids)
        back = Domain("effect_id", "in", self.ids) & Domain("cause_id", "not in", self.ids)
        found = relations.search(down | (back & Domain("is_mutual", "=", True)), limit=1)
        if found:
            item = found.cause_id if found.cause_id in self else found.effect_id
            raise UserError(self.env._("Something relies on %s. Retire it instead.", item.display_name))

    def _check_leaves_none(self):
        """:raise ValidationError: for what goes to a company while what is of another one holds it"""
        # sudo: also what the user cannot see holds it.
        for item in self.sudo():
            relations = item.source_relation_ids | item.target_relation_ids
            if (relations.source_id | relations.target_id).company_id - item.company_id:
                raise ValidationError(
                    self.env._("%s is related to things of another company. End these relations first.", item.name)
                )
            if item.search([("location_id", "=", item.id)]).company_id - item.company_id:
                raise ValidationError(
                    self.env._("Things of another company stand in %s. Say first where they stand now.", item.name)
                )
            if item._licenses_around().company_id - item.company_id:
                raise ValidationError(
                    self.env._("%s counts for a license of another company. Free its seats there first.", item.name)
                )
            about = item._domain_tickets() & Domain("company_id", "!=", item.company_id.id)
            if any(item.env[model].search_count(about, limit=1) for model in TICKET_COLUMNS):
                raise ValidationError(
                    self.env._("Open tickets of another company are about %s. End these first.", item.name)
                )

    def copy_data(self, default=None):
        return [
            {**vals, "name": self.env._("%s (copy)", item.name)}
            for item, vals in zip(self, super().copy_data(default), strict=True)
        ]
