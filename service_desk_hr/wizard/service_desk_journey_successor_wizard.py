from odoo import api, fields, models


class ServiceDeskJourneySuccessorWizard(models.TransientModel):
    """Asks who takes over the work of somebody who leaves, moves or is away."""

    _name = "service.desk.journey.successor.wizard"
    _description = "Who Takes Over"
    #: Of managers, without any role.
    _is_for_requesters = True

    journey_id = fields.Many2one("service.desk.journey", required=True, readonly=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", string="Takes Over", required=True, domain="[('share', '=', False)]")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        journey = self.env["service.desk.journey"].browse((self.env.context.get("active_ids") or ())[:1])
        journey.check_access("read")
        # sudo: the name of a colleague
        return values | {"journey_id": journey.id, "user_id": journey.sudo().successor_id.id}

    @api.constrains("journey_id")
    def _check_journey(self):
        """The dialog names the journey: it is for those who may know it."""
        # Odoo checks with superuser rights; whose dialog it is counts.
        self.sudo(False).journey_id.check_access("read")

    def action_name(self):
        """Keep who it is."""
        self.ensure_one()
        return self.journey_id.action_name_successor(self.user_id.id)
