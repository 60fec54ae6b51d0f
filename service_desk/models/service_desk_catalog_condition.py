from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .service_desk_catalog_data import CONDITION_OPERATORS, CONDITION_PURPOSES


class ServiceDeskCatalogCondition(models.Model):
    """A question is shown, or must be answered, only if an earlier one is answered like this.

    Of several conditions with the same purpose all must hold.
    """

    _name = "service.desk.catalog.condition"
    _description = "Catalog Condition"
    _inherit = ["service.desk.catalog.version.mixin"]
    _order = "question_id, id"

    question_id = fields.Many2one("service.desk.catalog.question", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one(related="question_id.item_id")
    purpose = fields.Selection(CONDITION_PURPOSES, required=True, default="show")
    on_question_id = fields.Many2one(
        "service.desk.catalog.question",
        string="Answer To",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('item_id', '=', item_id), ('kind', '!=', 'heading')]",
    )
    operator = fields.Selection(CONDITION_OPERATORS, required=True, default="is")
    value = fields.Char(help="For choices their value, for yes or no the word yes or no; several with commas.")

    @api.depends("purpose", "on_question_id", "operator", "value")
    def _compute_display_name(self):
        purposes = dict(self._fields["purpose"]._description_selection(self.env))
        operators = dict(self._fields["operator"]._description_selection(self.env))
        for one in self:
            words = [
                purposes.get(one.purpose),
                f"“{one.on_question_id.name or ''}”",
                operators.get(one.operator),
                one.operator not in ("filled", "empty") and one.value,
            ]
            one.display_name = " ".join(filter(None, words))

    @api.constrains("question_id", "on_question_id", "operator", "value")
    def _check_condition(self):
        for one in self:
            if one.on_question_id.item_id != one.question_id.item_id:
                raise ValidationError(
                    self.env._("“%s” can only depend on questions of its own form.", one.question_id.name)
                )
            if one.operator not in ("filled", "empty") and not one.value:
                raise ValidationError(self.env._("A condition of “%s” lacks its value.", one.question_id.name))

    def _versioned_items(self):
        return self.question_id.item_id
