from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import reconcile_rules
from .service_desk_ci_source_data import COLUMNS


class ServiceDeskCiPrecedence(models.Model):
    """Whose word counts for one value of the things of a class, where that is not the order of all sources.

    What is locked is changed by people alone: a source fills it when it is empty, and reports differences
    from then on. The narrowest class that says something of a value decides.
    """

    _name = "service.desk.ci.precedence"
    _description = "Precedence of Sources"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "class_id, value_code, id"

    class_id = fields.Many2one("service.desk.ci.class", required=True, index=True, ondelete="cascade")
    value_code = fields.Char(
        string="Value", required=True, help="A column such as owner_id or model_name, or the code of an attribute."
    )
    is_locked = fields.Boolean(string="Locked", help="Only people change it.")
    line_ids = fields.One2many("service.desk.ci.precedence.line", "precedence_id", string="Order of Sources")

    _once = models.Constraint("UNIQUE(class_id, value_code)", "There is a rule for this value of the class already.")

    @api.depends("class_id", "value_code")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.class_id.name}: {one.value_code}"

    @api.constrains("class_id", "value_code")
    def _check_column(self):
        for one in self:
            known = {*COLUMNS, *(attribute.code for attribute in one.class_id._attributes())}
            if one.value_code not in known:
                raise ValidationError(
                    self.env._(
                        "“%(column)s” is no value of the class “%(kind)s”. Possible are: %(known)s.",
                        column=one.value_code,
                        kind=one.class_id.name,
                        known=", ".join(sorted(known)),
                    )
                )

    @api.model
    def _words_for(self, kind, source):
        """column -> :class:`~..reconcile_rules.Word` of a source; under None for all other columns."""
        ranks = source._ranks()
        plain = reconcile_rules.Word(source.code, ranks, overrules=source.overrules_people)
        words = {None: plain}
        # sudo: setup of the whole desk, read for whoever may import.
        rules = self.sudo().search([("class_id", "in", kind._lineage().ids)])
        for rule in rules.sorted(lambda one: one.class_id.parent_path):
            first = [line.source_id.code for line in rule.line_ids]
            rest = [code for code in sorted(ranks, key=ranks.get) if code not in first]
            own = {code: place for place, code in enumerate((*first, *rest))}
            words[rule.value_code] = reconcile_rules.Word(source.code, own, rule.is_locked, source.overrules_people)
        return words
