from odoo import api, models


class ServiceDeskCachedMixin(models.AbstractModel):
    """Records that decide so often that what follows from them is remembered.

    ``ormcache`` keeps it in every worker, beside the record rules; a change of such a record makes
    all of them forget. Hosts are changed seldom, by the people who run the desk. One of which few
    fields decide names them in ``_cached_fields``.
    """

    _name = "service.desk.cached.mixin"
    _description = "Remembered until Changed"

    #: The fields that decide, None for all.
    _cached_fields = None

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._cached_fields is None or not self._cached_fields.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
