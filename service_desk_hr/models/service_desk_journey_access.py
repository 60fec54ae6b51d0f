from odoo import fields, models

from .service_desk_journey_data import ORIGINS, VERDICTS


class ServiceDeskJourneyAccess(models.Model):
    """What a journey does about one entitlement: grants it, keeps it, takes it back."""

    _name = "service.desk.journey.access"
    _description = "Access in a Journey"
    _inherit = ["service.desk.handless.mixin"]
    _order = "journey_id, verdict, id"

    journey_id = fields.Many2one("service.desk.journey", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="journey_id.company_id", store=True, index=True)
    entitlement_id = fields.Many2one(
        "service.desk.entitlement", required=True, index=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(related="entitlement_id.name", string="Access", related_sudo=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    origin = fields.Selection(ORIGINS, string="Held", readonly=True, help="How the person came to hold it.")
    decided_by_id = fields.Many2one("res.users", readonly=True)

    _entitlement_uniq = models.Constraint(
        "UNIQUE(journey_id, entitlement_id)", "This access is in the journey already."
    )
