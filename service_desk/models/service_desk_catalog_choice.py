import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskCatalogChoice(models.Model):
    """One of the answers that a question offers."""

    _name = "service.desk.catalog.choice"
    _description = "Catalog Choice"
    _inherit = ["service.desk.catalog.word.mixin", "service.desk.catalog.version.mixin"]
    _word_fields = ("value", "question_id", "choice")
    _order = "question_id, sequence, id"

    question_id = fields.Many2one("service.desk.catalog.question", required=True, index=True, ondelete="cascade")
    # New ones come last.
    sequence = fields.Integer(default=1000)
    name = fields.Char(string="Choice", required=True, translate=True)
    value = fields.Char(
        compute="_compute_value",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="By this word conditions know it.",
    )
    price_extra = fields.Float(string="Adds to the Price", digits=(12, 2))

    _value_uniq = models.Constraint(
        "UNIQUE(question_id, value)", "Two choices of one question cannot have the same value."
    )
    _price_positive = models.Constraint(
        "CHECK(price_extra >= 0)", "What a choice adds to the price cannot be negative."
    )

    @api.depends("name")
    def _compute_value(self):
        self._fill_word("choice_ids")

    @api.constrains("value")
    def _check_value(self):
        if any(not re.fullmatch(r"[A-Za-z0-9_.-]{1,60}", choice.value or "") for choice in self):
            raise ValidationError(self.env._("The value of a choice is made of letters, digits, dots, - and _."))

    def _versioned_items(self):
        return self.question_id.item_id
