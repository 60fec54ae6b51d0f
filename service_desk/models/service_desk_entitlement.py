from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .service_desk_access_data import LIVE_STATES, METHODS, PLAIN_NAMES, REAL_STATES, RISKS

#: Whoever changes one of these decides who gets the access; see _check_may_shape.
SHAPING_FIELDS = {
    "method",
    "group_ids",
    "webhook_id",
    "owner_id",
    "approval_policy_id",
    "allows_emergency",
    "max_days",
    "company_id",
}


class ServiceDeskEntitlement(models.Model):
    """Something a person can be given in a system: a role, a membership, a license.

    Who owns it, how it is granted and how long it may last stand here; who has it stands in
    ``service.desk.access``.
    """

    _name = "service.desk.entitlement"
    _description = "Entitlement"
    _inherit = ["mail.thread", "service.desk.boundary.mixin"]
    _order = "name, id"
    _rec_names_search = ["name", "code"]
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    code = fields.Char(copy=False, index=True, help="What other software calls it; goes out with webhooks.")
    active = fields.Boolean(default=True, tracking=True, help="Archived, it can be held on to but not asked for.")
    description = fields.Text(translate=True, help="What it allows, in the holder's words.")
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for an entitlement of all companies.")
    service_id = fields.Many2one(
        "service.desk.service",
        string="System",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    owner_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        help="Answers for who has it: approves where no policy says otherwise, and reviews.",
    )
    reviewer_ids = fields.Many2many(
        "res.users",
        "service_desk_entitlement_reviewer_rel",
        "entitlement_id",
        "user_id",
        string="Reviewers",
        help="Who says in a review whether a holder keeps it. Nobody here means the owner.",
    )
    risk = fields.Selection(RISKS, required=True, default="low", tracking=True)
    approval_policy_id = fields.Many2one(
        "service.desk.approval.policy",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Who must agree each time. Without one the owner must, unless an access manager gives it"
        " to somebody else or the order it came with was approved.",
    )
    max_days = fields.Integer(string="Longest Duration (Days)", tracking=True, help="0 means without an end.")
    allows_emergency = fields.Boolean(
        string="Emergency Access",
        tracking=True,
        help="In an emergency the desk gives it at once to somebody else; approval follows, and a"
        " refusal takes it away again.",
    )
    method = fields.Selection(METHODS, required=True, default="manual", tracking=True)
    team_id = fields.Many2one(
        "service.desk.team",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        help="Who grants and revokes by hand, and looks after what failed.",
    )
    group_ids = fields.Many2many(
        "res.groups",
        "service_desk_entitlement_group_rel",
        "entitlement_id",
        "group_id",
        string="Odoo Groups",
        tracking=True,
    )
    webhook_id = fields.Many2one(
        "service.desk.webhook",
        check_company=True,
        tracking=True,
        help="Is called with what to grant or revoke, signed and under a key of its own.",
    )
    group_maintainer_id = fields.Many2one(
        "res.users",
        string="Groups Set By",
        readonly=True,
        copy=False,
        help="Only what this person holds can be handed out.",
    )
    conflict_ids = fields.Many2many(
        "service.desk.entitlement.conflict", compute="_compute_conflict_ids", string="Conflicts"
    )
    access_ids = fields.One2many("service.desk.access", "entitlement_id")
    holder_count = fields.Integer(compute="_compute_holder_count", string="Holders")

    _max_days_positive = models.Constraint("CHECK(max_days >= 0)", "The longest duration cannot be negative.")
    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "Another entitlement already has this code.",
    )

    def _compute_conflict_ids(self):
        conflicts = self.env["service.desk.entitlement.conflict"].search(
            ["|", ("entitlement_id", "in", self.ids), ("other_id", "in", self.ids)]
        )
        for one in self:
            one.conflict_ids = conflicts.filtered(
                lambda conflict, one=one: one in conflict.entitlement_id | conflict.other_id
            )

    def _compute_holder_count(self):
        counts = dict(
            self.env["service.desk.access"]._read_group(
                [("entitlement_id", "in", self.ids), ("state", "in", REAL_STATES)],
                ["entitlement_id"],
                ["__count"],
            )
        )
        for one in self:
            one.holder_count = counts.get(one, 0)

    # -- Who may shape it --------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["group_maintainer_id"] = self.env.uid
            self._check_company_access(vals)
        entitlements = super().create(vals_list)
        entitlements._check_method()
        return entitlements

    def write(self, vals):
        vals = {name: value for name, value in vals.items() if name != "group_maintainer_id"}
        if not vals:
            return True
        shaping = bool(self._shaping_fields() & vals.keys())
        if shaping:
            self._check_may_shape()
            vals["group_maintainer_id"] = self.env.uid
        if "method" in vals or "group_ids" in vals:
            self._check_not_held(vals)
        result = super().write(vals)
        if shaping:
            self._check_method()
        return result

    @api.model
    def _shaping_fields(self):
        """Fields that decide who gets it and how; addons that add such a field name it here."""
        return SHAPING_FIELDS

    def _check_may_shape(self):
        """Whoever opens a door further than it was must be able to walk through it themself."""
        if self.env.su and self.env.user._is_superuser():
            return
        for one in self:
            if not one._provisioning()._may_hand_out(one, self.env.user):
                raise AccessError(
                    self.env._(
                        "You cannot change who gets “%s” and how: you do not hold what it hands out.",
                        one.name,
                    )
                )

    def _check_method(self):
        """:raise UserError: when the method cannot do what this entitlement wants"""
        for one in self:
            one._provisioning()._check_entitlement(one)

    def _check_not_held(self, vals):
        """What people hold by one method cannot be taken back by another one, and what they asked
        for is not exchanged while others decide about it."""
        for one in self:
            changes = vals.get("method", one.method) != one.method or ("group_ids" in vals and one.method == "group")
            # sudo: also records of other companies count; none is shown.
            if changes and one.sudo().access_ids.filtered(lambda access: access.state in LIVE_STATES):
                raise UserError(
                    self.env._(
                        "People hold “%s”, or have asked for it. Make a new entitlement for another way of"
                        " granting it, or revoke it first.",
                        one.name,
                    )
                )

    @api.constrains("service_id", "company_id", "owner_id")
    def _check_owner(self):
        for one in self:
            if one.owner_id and one.company_id and one.company_id not in one.owner_id.company_ids:
                raise ValidationError(self.env._("The owner does not work for the company of “%s”.", one.name))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        # sudo: records that the user cannot see count too; none of them is shown.
        if self.env["service.desk.access"].sudo().search_count([("entitlement_id", "in", self.ids)], limit=1):
            raise UserError(self.env._("It is on record who had %s. Archive it instead.", self[0].display_name))

    # -- Helpers -----------------------------------------------------------------------------

    def _provisioning(self):
        """What grants and revokes it."""
        self.ensure_one()
        # sudo: a method does its work whoever caused it; who may is checked before.
        return self.env[f"service.desk.provisioning.{self.method}"].sudo()

    def _reviewers(self):
        """Who reviews its holders."""
        return self.reviewer_ids or self.owner_id

    def action_open_holders(self):
        """Who has it now."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_access_action")
        return {
            **action,
            "domain": [("entitlement_id", "=", self.id)],
            "context": {**PLAIN_NAMES, "search_default_held": 1},
            "display_name": self.env._("Who has %s", self.name),
        }
