from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How long journeys are remembered, see ``res.company``."""

    _inherit = "res.config.settings"

    service_desk_journey_keep_months = fields.Integer(
        related="company_id.service_desk_journey_keep_months", readonly=False
    )
    service_desk_proof_keep_months = fields.Integer(related="company_id.service_desk_proof_keep_months", readonly=False)
