from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache

from .. import attribute_rules

#: What a new class takes over from the one above.
LIKE_ABOVE = ("icon", "needs_owner", "needs_relation", "stale_days")


def _has_expiry(definition):
    return any(one["name"] == "date_expiry" and one["type"] == attribute_rules.DATE for one in definition or ())


class ServiceDeskCiClass(models.Model):
    """What kind of thing a configuration item is. A class has the attributes of all above it, too.

    Setup of the whole desk: classes belong to no company.
    """

    _name = "service.desk.ci.class"
    _description = "Class of Configuration Items"
    #: Belongs to no company.
    _is_shared_setup = True
    _inherit = ["service.desk.facts.mixin"]
    #: Follow from others; a definition of somebody's own could read any model.
    _facts = frozenset({"attributes_definition", "complete_name", "parent_path"})
    _parent_store = True
    _order = "complete_name, id"
    _rec_name = "complete_name"
    _rec_names_search = ["complete_name", "code"]

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(compute="_compute_complete_name", store=True, recursive=True)
    code = fields.Char(required=True, help="Its name in imports and for programs.")
    active = fields.Boolean(default=True)
    parent_id = fields.Many2one(
        "service.desk.ci.class",
        string="Kind Of",
        index=True,
        ondelete="cascade",
        help="The wider class, whose attributes its things have, too.",
    )
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("service.desk.ci.class", "parent_id", string="Narrower Classes")
    icon = fields.Char(default="fa-cube", help="A Font Awesome icon, such as fa-server.")
    color = fields.Integer()
    description = fields.Text(translate=True)
    attribute_ids = fields.One2many("service.desk.ci.attribute", "class_id", string="Own Attributes", copy=True)
    attributes_definition = fields.PropertiesDefinition(
        string="All Attributes", readonly=True, copy=False, help="Own ones and those of the classes above."
    )
    inherited_words = fields.Char(string="From the Classes Above", compute="_compute_inherited_words")
    state_ids = fields.Many2many(
        "service.desk.ci.state",
        "service_desk_ci_class_state_rel",
        "class_id",
        "state_id",
        string="States",
        help="The states that such things can have. Empty means those of the class above, else all.",
    )
    needs_owner = fields.Boolean(default=True, help="Things of this class without an owner are reported.")
    needs_relation = fields.Boolean(
        string="Needs Relations", help="Things of this class that are related to nothing are reported."
    )
    stale_days = fields.Integer(
        string="Stale After (Days)",
        help="What no source has seen for so long is reported. 0 means as long as the class above says, else never.",
    )
    ci_count = fields.Integer(string="Number of Items", compute="_compute_ci_count")

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a class with this code already.")
    _stale_days_sane = models.Constraint("CHECK(stale_days >= 0)", "Days are not negative.")

    @api.depends("name", "parent_id.complete_name")
    def _compute_complete_name(self):
        for one in self:
            above = one.parent_id.complete_name
            one.complete_name = f"{above} / {one.name}" if above else one.name

    @api.depends("parent_id.attribute_ids.name", "parent_path")
    def _compute_inherited_words(self):
        for one in self:
            above = one.parent_id and one.parent_id._origin._attributes()
            one.inherited_words = ", ".join(attribute.name for attribute in above or ())

    @api.onchange("name")
    def _onchange_name(self):
        """Nobody has to think up a code; one that is there stays."""
        self.code = self.code or attribute_rules.code_of(self.name)

    @api.onchange("parent_id")
    def _onchange_parent(self):
        """A new class looks and is looked after like the one above, until somebody says otherwise."""
        if self.parent_id and not self._origin:
            self.update({name: self.parent_id[name] for name in LIKE_ABOVE})

    def _compute_ci_count(self):
        items = self.env["service.desk.ci"]
        counts = dict(items._read_group([("class_id", "child_of", self.ids)], ["class_id"], ["__count"]))
        for one in self:
            path = one.parent_path or ""
            below = (count for kind, count in counts.items() if (kind.parent_path or "").startswith(path))
            one.ci_count = sum(below) if path else 0

    @api.constrains("parent_id")
    def _check_parent(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A class is no kind of itself."))

    @api.constrains("code")
    def _check_code(self):
        for one in self:
            if not attribute_rules.is_code(one.code):
                raise ValidationError(
                    self.env._("“%s” cannot be a code: small letters, digits and _, a letter first.", one.code)
                )

    # -- Attributes ------------------------------------------------------------------------------

    def _lineage(self):
        """The class with all above it, the widest first."""
        self.ensure_one()
        return self.browse(int(one) for one in (self.parent_path or "").split("/") if one)

    @ormcache("self.id")
    def _attributes(self):
        """All attributes of things of this class as plain data; a narrower class may say one anew."""
        found = {}
        # sudo: the setup says what an item has, for whoever may read the item.
        for one in self.sudo()._lineage().attribute_ids.sorted(lambda one: (one.class_id.parent_path, one.sequence)):
            found[one.code] = one
        return tuple(self.env["service.desk.ci.attribute"].browse(one.id for one in found.values()).sudo()._plain())

    def _define(self):
        """Bring what Odoo knows of the attributes up to date, for these classes and all below."""
        self.env.registry.clear_cache()
        # sudo: follows from the attributes, which the user was allowed to change.
        concerned = self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])
        had = {kind["id"]: kind["attributes_definition"] for kind in concerned.read(["attributes_definition"])}
        for one in concerned:
            one.attributes_definition = attribute_rules.definition(one._attributes())
        turned = concerned.filtered(lambda one: one._tells_expiry() != _has_expiry(had[one.id]))
        if turned:
            turned.env["service.desk.ci"].search([("class_id", "in", turned.ids)]).modified(["attributes"])

    def _tells_expiry(self):
        """Whether its things have a day on which they end; a text by that name is none."""
        return any(one.code == "date_expiry" and one.kind == attribute_rules.DATE for one in self._attributes())

    @api.model_create_multi
    def create(self, vals_list):
        classes = super().create(vals_list)
        classes._define()
        return classes

    def write(self, vals):
        if "parent_id" not in vals:
            result = super().write(vals)
            if "state_ids" in vals:
                self._check_states()
            return result
        before = {one: {attribute.code for attribute in one._attributes()} for one in self}
        result = super().write(vals)
        self._check_states()
        self._check_relations()
        for one, codes in before.items():
            # What an attribute that was removed has left behind is nobody's value.
            for inherited in one.parent_id._lineage().attribute_ids if one.parent_id else ():
                inherited._fit_values(drops=inherited.code not in codes)
        self._define()
        return result

    # -- States ----------------------------------------------------------------------------------

    def _states(self):
        """Codes of the states that things of this class can have; empty means all."""
        self.ensure_one()
        # sudo: see _attributes
        narrowest = next((one for one in reversed(self.sudo()._lineage()) if one.state_ids), self.browse())
        return set(narrowest.state_ids.mapped("code"))

    def _check_states(self):
        """:raise UserError: when there are things that are as things of these classes never are"""
        # sudo: things of other companies count, too; they are named by their numbers.
        items = self.env["service.desk.ci"].sudo()
        domain = [("class_id", "child_of", self.ids)]
        for state, kinds in items._read_group(domain, ["state"], ["class_id:recordset"]):
            for kind in kinds:
                if (states := kind._states()) and state not in states:
                    first = items.search([("class_id", "=", kind.id), ("state", "=", state)], limit=1)
                    first._check_class_has(state)

    def _check_relations(self):
        """:raise ValidationError: when there are things related as things of these classes never are"""
        # sudo: see above
        relations = self.env["service.desk.ci.relation"].sudo()
        first = Domain("source_id.class_id", "child_of", self.ids) & Domain("type_id.source_class_ids", "!=", False)
        second = Domain("target_id.class_id", "child_of", self.ids) & Domain("type_id.target_class_ids", "!=", False)
        relations.with_context(active_test=False).search(first | second)._check_classes()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        """What things are of is archived, not deleted with them."""
        # sudo: things of other companies count, too; none is shown.
        used = self.env["service.desk.ci"].sudo().with_context(active_test=False)
        if used.search_count([("class_id", "child_of", self.ids)], limit=1):
            raise UserError(self.env._("There are configuration items of this class. Archive it instead."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_pictured(self):
        """A baseline of some classes would be one of everything without them."""
        baselines = self.env["service.desk.ci.baseline"].sudo()  # sudo: see above
        if baselines.search_count([("class_ids", "child_of", self.ids), ("date", "!=", False)], limit=1):
            raise UserError(self.env._("A baseline was taken of this class. Archive it instead."))

    def action_open_items(self):
        """Show the things of these classes and of those below."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk_cmdb.service_desk_ci_action")
        return {**action, "domain": [("class_id", "child_of", self.ids)], "context": {"default_class_id": self[:1].id}}
