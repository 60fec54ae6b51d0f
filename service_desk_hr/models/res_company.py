from odoo import api, fields, models
from odoo.exceptions import ValidationError

#: A century; more is a typing mistake.
MAX_MONTHS = 1200


class ResCompany(models.Model):
    """How long a company remembers whose journeys its journeys were."""

    _inherit = "res.company"

    service_desk_journey_keep_months = fields.Integer(
        string="Anonymize Journeys After",
        default=24,
        help="Months after a journey was closed or cancelled. 0 means never.",
    )
    service_desk_proof_keep_months = fields.Integer(
        string="Keep Signed Proof",
        default=120,
        help="Months after a journey was closed; only the fingerprint is kept then. 0 means for ever.",
    )

    @api.constrains("service_desk_journey_keep_months", "service_desk_proof_keep_months")
    def _check_service_desk_keep_months(self):
        for company in self:
            journey, proof = company.service_desk_journey_keep_months, company.service_desk_proof_keep_months
            if not (0 <= journey <= MAX_MONTHS and 0 <= proof <= MAX_MONTHS):
                raise ValidationError(self.env._("Choose between 0 and %s months.", MAX_MONTHS))
            if 0 < proof < journey:
                raise ValidationError(
                    self.env._("Signed proof is kept at least as long as the journey that it is about.")
                )
