from odoo import fields, models


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
        """The rows of the sheets go, too."""
        self.env["service.desk.journey.import.row"].search([("journey_id", "in", self.ids)]).unlink()
        super()._forget_words()
