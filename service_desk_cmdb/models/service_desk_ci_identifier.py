from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import reconcile_rules
from .service_desk_ci_source_data import TEXTS


class ServiceDeskCiIdentifier(models.Model):
    """By what a thing of a class is known again: a serial number, a tag, several attributes together.

    A class without own keys has those of the class above it, in the end serial number, asset tag and name.
    """

    _name = "service.desk.ci.identifier"
    _description = "Key of Configuration Items"
    #: Belongs to no company.
    _is_shared_setup = True
    _order = "class_id, sequence, id"

    class_id = fields.Many2one("service.desk.ci.class", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(string="Order", default=10, help="The first that a thing has decides.")
    columns = fields.Char(
        string="Key",
        required=True,
        help="serial_number, asset_tag, name, manufacturer, model_name, version, or codes of attributes. Several that"
        " must fit together are joined: hostname + ip.",
    )

    @api.depends("class_id", "columns")
    def _compute_display_name(self):
        for one in self:
            one.display_name = f"{one.class_id.name}: {one.columns}"

    @api.constrains("class_id", "columns")
    def _check_columns(self):
        for one in self:
            keys = reconcile_rules.keys_of(one.columns)
            known = {*TEXTS, *(attribute.code for attribute in one.class_id._attributes())}
            wrong = [key for key in keys if key not in known]
            if wrong or not keys:
                raise ValidationError(
                    self.env._(
                        "A thing of the class “%(kind)s” is not known by “%(key)s”. Possible are: %(known)s.",
                        kind=one.class_id.name,
                        key=", ".join(wrong),
                        known=", ".join(sorted(known)),
                    )
                )

    @api.model
    def _keys_for(self, kind):
        """The keys of a class as tuples of columns, the strongest first."""
        # sudo: setup of the whole desk, read for whoever may import.
        rows = self.sudo().search([("class_id", "in", kind._lineage().ids)])
        own = next((one for one in reversed(kind._lineage()) if one in rows.class_id), None)
        keys = tuple(reconcile_rules.keys_of(one.columns) for one in rows if one.class_id == own)
        return keys or reconcile_rules.DEFAULT_KEYS
