from odoo import api, models


class ServiceDeskOwnDefaultsMixin(models.AbstractModel):
    """Rows that the desk writes on behalf of people: nothing of theirs stands in them by default.

    Everybody may store defaults for themselves, for any field of any model, and Odoo applies those of
    the current user also where the desk writes with superuser rights. A vote, or by whose word
    access is given, could be forged by them.
    """

    _name = "service.desk.own.defaults.mixin"
    _description = "Defaults of the Fields Alone"

    @api.model
    def default_get(self, fields):
        """Only what the fields say themselves, neither a client's context nor what somebody has stored."""
        defaults = {}
        for name in super().default_get(fields):
            field = self._fields.get(name)
            if field and field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                defaults[name] = field.convert_to_write(value, self)
        return defaults
