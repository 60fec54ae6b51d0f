from odoo import api, fields, models
from odoo.exceptions import AccessError


class ServiceDeskSheetColumnMixin(models.AbstractModel):
    """What one column of a sheet is; a person may say so where its heading does not.

    A model adds ``import_id`` and ``target``, the selection of what a column may be.
    """

    _name = "service.desk.sheet.column.mixin"
    _description = "Column of a Sheet"
    _inherit = ["service.desk.own.defaults.mixin"]
    _order = "import_id, position"
    _rec_name = "header"

    position = fields.Integer(readonly=True)
    header = fields.Char(string="Heading", readonly=True)
    sample = fields.Char(string="For Example", readonly=True, help="What stands in it first.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Columns are those of the sheet."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - {"target"}:
            raise AccessError(self.env._("Columns are those of the sheet."))
        return super().write(vals)
