from odoo import api, models


class ServiceDeskCatalogVersionMixin(models.AbstractModel):
    """A part of a form: each edit raises the form's version, once a transaction.

    The host implements ``_versioned_items``.
    """

    _name = "service.desk.catalog.version.mixin"
    _description = "Part of a Versioned Form"
    _inherit = ["service.desk.unsigned.mixin"]

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._versioned_items()._raise_version()
        return parts

    def write(self, vals):
        items = self._versioned_items()
        result = super().write(vals)
        # Rules look at a part before it is written; it may not go to a form of others.
        (self._versioned_items() - items).check_access("write")
        if vals:
            (items | self._versioned_items())._raise_version()
        return result

    def unlink(self):
        items = self._versioned_items()
        result = super().unlink()
        items.exists()._raise_version()
        return result

    def _versioned_items(self):
        """The items to whose forms these parts belong."""
        return self.env["service.desk.catalog.item"]
