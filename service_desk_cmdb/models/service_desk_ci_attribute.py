from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import attribute_rules
from .service_desk_ci_data import ATTRIBUTE_KINDS


class ServiceDeskCiAttribute(models.Model):
    """Something that is said of every configuration item of a class, and of the classes below it."""

    _name = "service.desk.ci.attribute"
    _description = "Attribute of Configuration Items"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "class_id, sequence, id"

    class_id = fields.Many2one("service.desk.ci.class", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    code = fields.Char(required=True, help="Its name in imports and for programs. Small letters, digits and _.")
    kind = fields.Selection(ATTRIBUTE_KINDS, string="Type", required=True, default=attribute_rules.CHAR)
    options = fields.Text(string="Choices", help="One a line.")
    unit = fields.Char()
    is_required = fields.Boolean(string="Required", help="What is in use must have it.")

    _code_uniq = models.Constraint("UNIQUE(class_id, code)", "The class has an attribute with this code already.")

    @api.constrains("code", "kind", "options")
    def _check_definition(self):
        for attribute in self:
            if not attribute_rules.is_code(attribute.code):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be a code: it begins with a letter and has small letters, digits and _ alone.",
                        attribute.code,
                    )
                )
            if attribute.kind == attribute_rules.SELECTION and not attribute_rules.options_of(attribute.options):
                raise ValidationError(self.env._("%s: what can be chosen? Write one choice a line.", attribute.name))

    @api.model_create_multi
    def create(self, vals_list):
        attributes = super().create(vals_list)
        attributes.class_id._define()
        return attributes

    def write(self, vals):
        before = self.class_id
        result = super().write(vals)
        (before | self.class_id)._define()
        return result

    def unlink(self):
        classes = self.class_id
        result = super().unlink()
        classes.exists()._define()
        return result

    def _plain(self):
        """These attributes as plain data, see :mod:`..attribute_rules`."""
        return [
            attribute_rules.Attribute(
                one.code,
                one.name,
                one.kind,
                attribute_rules.options_of(one.options),
                one.unit or "",
                one.is_required,
            )
            for one in self
        ]
