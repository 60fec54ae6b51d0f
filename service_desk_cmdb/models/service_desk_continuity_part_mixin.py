from odoo import api, models


class ServiceDeskContinuityPartMixin(models.AbstractModel):
    """A row of a document for bad days: whoever may change the draft may change it, nobody else.

    The host says in ``_parent_field`` by which field it hangs below the document.
    """

    _name = "service.desk.continuity.part.mixin"
    _description = "Part of a Continuity Document"
    _inherit = ["service.desk.storable.mixin", "service.desk.export.mixin"]

    _parent_field = None

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        # Looked at afterwards, as a client's context says where a row hangs just as its values do.
        rows._check_parent()
        return rows

    def write(self, vals):
        self._check_parent()
        result = super().write(vals)
        if self._parent_field in vals:
            self._check_parent()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_from_draft(self):
        self._check_parent()

    def _check_parent(self):
        parents = self[self._parent_field]
        parents.check_access("write")
        parents._check_is_open()
