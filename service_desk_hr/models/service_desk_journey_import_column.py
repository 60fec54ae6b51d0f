from odoo import fields, models

from .service_desk_journey_import_data import COLUMN_TARGETS


class ServiceDeskJourneyImportColumn(models.Model):
    """What one column of a sheet of people is; a person may say so where its heading does not."""

    _name = "service.desk.journey.import.column"
    _description = "Column of a Sheet of People"
    _inherit = ["service.desk.sheet.column.mixin"]

    import_id = fields.Many2one("service.desk.journey.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    target = fields.Selection(COLUMN_TARGETS, string="Is", help="Empty means that it is not read.")

    _position_uniq = models.Constraint("UNIQUE(import_id, position)", "Each column is described once.")
