from odoo import api, fields, models


class ServiceDeskJourneyMoveWizard(models.TransientModel):
    """Asks for another first or last day."""

    _name = "service.desk.journey.move.wizard"
    _description = "Change the Days of a Journey"

    journey_id = fields.Many2one("service.desk.journey", required=True, readonly=True, ondelete="cascade")
    kind = fields.Selection(related="journey_id.kind", related_sudo=False)
    date_start = fields.Date(string="First Day")
    date_end = fields.Date(string="Last Day")
    reason = fields.Char()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        journey = self.env["service.desk.journey"].browse((self.env.context.get("active_ids") or ())[:1])
        journey.check_access("read")
        return values | {
            "journey_id": journey.id,
            "date_start": journey.date_start,
            "date_end": journey.date_end,
        }

    @api.constrains("journey_id")
    def _check_journeys(self):
        """The dialog names people: it is for those who may know them."""
        # Odoo checks with superuser rights; whose dialog it is counts.
        self.sudo(False).journey_id.check_access("read")

    def action_move(self):
        """Move what is not done."""
        self.ensure_one()
        return self.journey_id.action_move(self.date_start, self.date_end, self.reason)
