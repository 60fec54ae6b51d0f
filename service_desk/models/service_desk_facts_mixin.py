from odoo import api, models
from odoo.exceptions import AccessError


class ServiceDeskFactsMixin(models.AbstractModel):
    """Fields that the desk keeps by itself: nobody sets them, neither by value nor by default.

    The host names them in ``_facts``.
    """

    _name = "service.desk.facts.mixin"
    _description = "Facts Kept by the Desk"

    _facts = frozenset()

    @api.model
    def default_get(self, fields):
        """Defaults from a client's context or a user's settings cannot set facts."""
        values = super().default_get(fields)
        for name in self._facts & values.keys():
            own_default = self._fields[name].default
            if own_default:
                values[name] = own_default(self)
            else:
                del values[name]
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_facts(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_facts(vals)
        return super().write(vals)

    @api.model
    def _check_facts(self, vals):
        """:raise AccessError: when somebody sets what the desk keeps by itself"""
        forged = sorted(self._facts & vals.keys())
        if forged and not self.env.su:
            labels = self.fields_get(forged, ["string"])
            names = ", ".join(labels[name]["string"] for name in forged if name in labels)
            raise AccessError(self.env._("The desk keeps these by itself, they cannot be set: %s.", names))
