from odoo import api, fields, models


class ServiceDeskJourneyCancelWizard(models.TransientModel):
    """Asks why journeys are given up, and says what follows."""

    _name = "service.desk.journey.cancel.wizard"
    _description = "Cancel a Journey"

    journey_ids = fields.Many2many(
        "service.desk.journey",
        "service_desk_journey_cancel_wizard_rel",
        string="Journeys",
        required=True,
        readonly=True,
        default=lambda self: self.env["service.desk.journey"].browse(self.env.context.get("active_ids") or ()),
    )
    reason = fields.Char(required=True)

    @api.constrains("journey_ids")
    def _check_journeys(self):
        """The dialog names people: it is for those who may know them."""
        # Odoo checks with superuser rights; whose dialog it is counts.
        self.sudo(False).journey_ids.check_access("read")

    def action_cancel(self):
        """Withdraw what is open, take back what was granted."""
        self.ensure_one()
        return self.journey_ids.action_cancel(self.reason)
