from odoo import api, fields, models

from odoo.addons.service_desk.sheets.headings import plain

from ..reconcile.headings import Headings


class ServiceDeskCiImportColumn(models.Model):
    """What one column of a sheet is; a person may say so where its heading does not."""

    _name = "service.desk.ci.import.column"
    _description = "Column of a Sheet of Items"
    _inherit = ["service.desk.sheet.column.mixin"]

    import_id = fields.Many2one("service.desk.ci.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    target = fields.Selection("_select_target", string="Is", help="Empty means that it is not read.")

    _position_uniq = models.Constraint("UNIQUE(import_id, position)", "Each column is described once.")

    @api.model
    def _select_target(self):
        return Headings(self.env).choices()

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self.import_id._forget(keeps_columns=True)
            if "target" in vals:
                self._remember()
        return result

    def _remember(self):
        """The next sheet of the same source with such a heading is read as a person said of this one."""
        for source, columns in self.grouped(lambda one: one.import_id.source_id).items():
            said = {plain(one.header): one.target for one in columns if plain(one.header)}
            # sudo: the desk remembers; who may import with the source was checked.
            source.sudo().column_choices = {**(source.column_choices or {}), **said}
