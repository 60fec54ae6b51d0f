from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..reconcile.headings import Headings


class ServiceDeskCiImportColumn(models.Model):
    """What one column of a sheet is; a person may say so where its heading does not."""

    _name = "service.desk.ci.import.column"
    _description = "Column of a Sheet of Items"
    _order = "import_id, position"
    _rec_name = "header"

    import_id = fields.Many2one("service.desk.ci.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    position = fields.Integer(readonly=True)
    header = fields.Char(string="Heading", readonly=True)
    sample = fields.Char(string="For Example", readonly=True, help="What stands in it first.")
    target = fields.Selection("_select_target", string="Is", help="Empty means that it is not read.")

    _position_uniq = models.Constraint("UNIQUE(import_id, position)", "Each column is described once.")

    @api.model
    def _select_target(self):
        return Headings(self.env).choices()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Columns are those of the sheet."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"target"}:
            raise AccessError(self.env._("Columns are those of the sheet."))
        result = super().write(vals)
        if not self.env.su:
            self.import_id._forget(keeps_columns=True)
        return result
