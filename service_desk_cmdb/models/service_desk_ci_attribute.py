import json

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .. import attribute_rules
from .service_desk_ci_data import ATTRIBUTE_KINDS
from .service_desk_ci_source_data import RESERVED


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
    options = fields.Text(string="Choices", help="One a line, or in one line with commas between them.")
    unit = fields.Char()
    is_required = fields.Boolean(string="Required", help="What is in use must have it.")

    _code_uniq = models.Constraint("UNIQUE(class_id, code)", "The class has an attribute with this code already.")

    @api.onchange("name")
    def _onchange_name(self):
        """Nobody has to think up a code; one that is there stays."""
        self.code = self.code or attribute_rules.code_of(self.name)

    @api.constrains("code")
    def _check_not_reserved(self):
        """One that was there before this was refused can still be changed otherwise."""
        for attribute in self.filtered(lambda one: one.code in RESERVED):
            raise ValidationError(
                self.env._(
                    "“%s” cannot be a code: items have a field of this name already, whatever their class.",
                    attribute.code,
                )
            )

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
                raise ValidationError(
                    self.env._("%s: what can be chosen? Write the choices with commas between them.", attribute.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        attributes = super().create(vals_list)
        for one in attributes:
            # One with this code may have been there before, and was removed.
            one._fit_values(drops=not one._was_inherited())
        attributes.class_id._define()
        return attributes

    def write(self, vals):
        before = self.class_id
        moved = self.filtered(
            lambda one: any(name in vals and one._is_other(name, vals[name]) for name in ("code", "class_id"))
        )
        moved._check_unused()
        result = super().write(vals)
        for one in moved:
            one._fit_values(drops=not one._was_inherited())
        if vals.keys() & {"kind", "options"}:
            (self - moved)._fit_values()
        (before | self.class_id)._define()
        return result

    def _is_other(self, name, value):
        return self._fields[name].convert_to_write(self[name], self) != value

    def unlink(self):
        classes, said = self.class_id, [(one.class_id, one.code) for one in self]
        result = super().unlink()
        for kind, code in said:
            # What a wider class says of it holds from now on; other values go with the attribute.
            wider = kind.exists().parent_id
            (wider._lineage() if wider else wider).attribute_ids.filtered(
                lambda one, code=code: one.code == code
            )._fit_values(drops=True)
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

    # -- Values that items have --------------------------------------------------------------------

    def _check_unused(self):
        """:raise ValidationError: when items have values by this code, in this class"""
        for one in self:
            if one._stored():
                raise ValidationError(
                    self.env._("%s: items have values for it. Its code and its class stay.", one.name)
                )

    def _stored(self):
        """Distinct values that items of the class and of those below have: (value, id of one of them)."""
        self.ensure_one()
        items = self.env["service.desk.ci"]
        items.flush_model(["attributes", "class_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT attributes -> %(code)s, min(id)
                  FROM service_desk_ci
                 WHERE class_id IN %(classes)s AND attributes -> %(code)s NOT IN ('null', 'false', '""')
                 GROUP BY attributes -> %(code)s
                """,
                code=self.code,
                classes=self._classes(),
            )
        )

    def _classes(self):
        """ids of the classes whose things have this attribute: a narrower one may have said it anew."""
        # sudo: setup, see the class
        classes = self.env["service.desk.ci.class"].sudo().with_context(active_test=False)
        below = classes.search([("id", "child_of", self.class_id.ids)])
        anew = self.sudo().search([("code", "=", self.code), ("class_id", "in", (below - self.class_id).ids)])
        return tuple((below - classes.search([("id", "child_of", anew.class_id.ids)])).ids)

    def _was_inherited(self):
        """Whether a wider class says this attribute, too, so that items had it before."""
        above = self.class_id._lineage() - self.class_id
        return self.code in above.attribute_ids.mapped("code")

    def _fit_values(self, drops=False):
        """Bring the values that items have into the type of the attribute: “8” into 8.

        :param drops: whether what does not fit is emptied
        :raise ValidationError: for what does not fit, else
        """
        for one, plain in zip(self, self._plain(), strict=True):
            changed = {}
            for value, item in one._stored():
                try:
                    fitting = attribute_rules.clean(plain, value)
                except (ValueError, TypeError, OverflowError):
                    if not drops:
                        one._refuse_value(value, item)
                    fitting = None
                if fitting != value or type(fitting) is not type(value):
                    changed[json.dumps(value)] = json.dumps(fitting)
            one._replace_values(changed)

    def _refuse_value(self, value, item):
        # An item of another company is not named.
        item = self.env["service.desk.ci"].browse(item)._filtered_access("read")
        raise ValidationError(
            self.env._(
                "%(attribute)s cannot be like this: %(item)s has “%(value)s”.",
                attribute=self.name,
                item=item.display_name or self.env._("an item"),
                value=str(value)[:100],
            )
        )

    def _replace_values(self, changed):
        """:param dict changed: value -> value, as JSON"""
        if not changed:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE service_desk_ci
                   SET attributes = attributes || jsonb_build_object(%(code)s, told.new)
                  FROM unnest(%(old)s::jsonb[], %(new)s::jsonb[]) AS told(old, new)
                 WHERE class_id IN %(classes)s AND attributes -> %(code)s = told.old
                """,
                code=self.code,
                old=list(changed),
                new=list(changed.values()),
                classes=self._classes(),
            )
        )
        self.env["service.desk.ci"].invalidate_model(["attributes"])
