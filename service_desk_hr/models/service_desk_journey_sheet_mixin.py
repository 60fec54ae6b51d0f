from odoo import fields, models

from .service_desk_journey_import_data import DONE


class ServiceDeskJourneySheetMixin(models.AbstractModel):
    """The spreadsheet with which somebody came or went."""

    _name = "service.desk.journey.sheet.mixin"
    _description = "Sheets of Journeys"

    import_id = fields.Many2one(
        "service.desk.journey.import",
        string="Sheet",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    def _forget_words(self):
        """The rows of the sheets go, too, and the sheets themselves where nothing is left to bring in."""
        self.env["service.desk.journey.import.row"].search([("journey_id", "in", self.ids)]).unlink()
        sheets = self.import_id.filtered(lambda one: one.state == DONE)
        sheets.write({"file": False})
        sheets.column_ids.write({"sample": False})
        return super()._forget_words()
