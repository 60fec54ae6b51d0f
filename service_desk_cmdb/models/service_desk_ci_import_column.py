from odoo import api, fields, models

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
        return result
