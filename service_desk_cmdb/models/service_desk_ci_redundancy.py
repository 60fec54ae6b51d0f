from odoo import api, fields, models

from .. import impact_rules
from .service_desk_ci_data import NEEDS, TO_TARGET


class ServiceDeskCiRedundancy(models.Model):
    """Of several things on which an item relies in one way, how many it needs.

    Where nothing is said, the type of the relation says it.
    """

    _name = "service.desk.ci.redundancy"
    _description = "Redundancy of a Configuration Item"
    _inherit = ["service.desk.told.mixin"]
    _order = "ci_id, type_id"
    _rec_names_search = ["ci_id"]
    _told_fields = frozenset({"ci_id", "type_id", "need", "need_value"})

    ci_id = fields.Many2one("service.desk.ci", string="Item", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="ci_id.company_id", store=True, index=True)
    type_id = fields.Many2one(
        "service.desk.ci.relation.type", string="Relation", required=True, index=True, ondelete="cascade"
    )
    need = fields.Selection(NEEDS, string="Needs", required=True, default=impact_rules.COUNT)
    need_value = fields.Float(string="So Many", default=1)

    _item_type_uniq = models.Constraint("UNIQUE(ci_id, type_id)", "This is said already.")

    @api.constrains("need", "need_value")
    def _check_need(self):
        for one in self:
            one.type_id._check_need_value(one.need, one.need_value)

    def _told(self):
        kind = self.type_id
        reading = kind.reverse_name if kind.passes == TO_TARGET else kind.name
        words = {"reading": reading, "count": f"{self.need_value:g}"}
        if self.need == impact_rules.ALL:
            return {self.ci_id: self.env._("needs all that it %(reading)s", **words)}
        if self.need == impact_rules.PERCENT:
            return {self.ci_id: self.env._("needs %(count)s%% of what it %(reading)s", **words)}
        return {self.ci_id: self.env._("needs %(count)s of what it %(reading)s", **words)}

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        # Rules look at the row, which has no company before its item is known.
        rows.ci_id.check_access("write")
        return rows

    def write(self, vals):
        result = super().write(vals)
        if "ci_id" in vals:
            self.ci_id.check_access("write")
        return result
