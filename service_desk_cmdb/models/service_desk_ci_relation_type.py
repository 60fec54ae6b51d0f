from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import attribute_rules, impact_rules
from .service_desk_ci_data import BOTH, NEEDS, NOBODY, PASSES, TO_SOURCE


class ServiceDeskCiRelationType(models.Model):
    """How two configuration items belong together, in both readings, and how a failure passes along."""

    _name = "service.desk.ci.relation.type"
    _description = "Type of Relations"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "sequence, name, id"

    name = fields.Char(
        string="First to Second", required=True, translate=True, help="“… runs on …”: the first runs on the second."
    )
    reverse_name = fields.Char(string="Second to First", required=True, translate=True, help="“… runs …”")
    code = fields.Char(required=True, help="Its name in imports and for programs.")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    passes = fields.Selection(PASSES, string="A Failure Passes", required=True, default=TO_SOURCE)
    need = fields.Selection(
        NEEDS,
        string="Needs",
        required=True,
        default=impact_rules.ALL,
        help="Of several such relations, how many must hold for the one that feels the failure.",
    )
    need_value = fields.Float(string="So Many")
    is_symmetric = fields.Boolean(
        string="Reads the Same Both Ways",
        compute="_compute_is_symmetric",
        store=True,
        help="Neither end is first: that two are related is said once, whichever way.",
    )
    source_class_ids = fields.Many2many(
        "service.desk.ci.class", "service_desk_ci_type_source_rel", "type_id", "class_id", string="The First Is"
    )
    target_class_ids = fields.Many2many(
        "service.desk.ci.class", "service_desk_ci_type_target_rel", "type_id", "class_id", string="The Second Is"
    )
    source_max = fields.Integer(
        string="Firsts of One Second", help="So many may be related to one second at most; 0 means any number."
    )
    target_max = fields.Integer(
        string="Seconds of One First", help="To so many may one first be related at most; 0 means any number."
    )

    _code_uniq = models.Constraint("UNIQUE(code)", "There is a type with this code already.")
    _max_sane = models.Constraint(
        "CHECK(source_max >= 0 AND target_max >= 0)", "Numbers of relations are not negative."
    )

    @api.depends("passes", "name", "reverse_name")
    def _compute_is_symmetric(self):
        # In the language of the setup: two readings that one language tells apart are two.
        for one in self.with_context(lang=None):
            one.is_symmetric = one.passes == BOTH or (one.passes == NOBODY and one.name == one.reverse_name)

    @api.constrains("code")
    def _check_code(self):
        for one in self:
            if not attribute_rules.is_code(one.code):
                raise ValidationError(
                    self.env._("“%s” cannot be a code: small letters, digits and _, a letter first.", one.code)
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        """Relations do not go with the word for them."""
        # sudo: those of other companies count, too; none is shown.
        relations = self.env["service.desk.ci.relation"].sudo()
        used = relations.search([("type_id", "in", self.ids)], limit=1).type_id
        if used:
            raise UserError(self.env._("There are relations “%s”. Archive the type instead.", used.name))

    def _most_at_ends(self):
        """End -> so many relations like this one item may have there at most; 0 for any number.

        Where neither end is first, what is said of one holds for both.
        """
        most = {"source_id": self.target_max, "target_id": self.source_max}
        return dict.fromkeys(most, min(filter(None, most.values()), default=0)) if self.is_symmetric else most

    @api.constrains("source_class_ids", "target_class_ids", "source_max", "target_max", "passes")
    def _check_relations(self):
        """What is related already must be possible, as it would be for what comes."""
        # sudo: relations of other companies count, too; their items are named by their numbers.
        relations = self.env["service.desk.ci.relation"].sudo().search([("type_id", "in", self.ids)])
        relations._check_classes()
        relations._check_numbers()

    @api.constrains("need", "need_value")
    def _check_need(self):
        for one in self:
            self._check_need_value(one.need, one.need_value)

    @api.model
    def _check_need_value(self, need, value):
        """:raise ValidationError: for a number that says nothing"""
        if need == impact_rules.COUNT and not (value >= 1 and float(value).is_integer()):
            raise ValidationError(self.env._("How many must work? A whole number, one at least."))
        if need == impact_rules.PERCENT and not 0 < value <= 100:
            raise ValidationError(self.env._("How many percent must work? More than 0, at most 100."))
