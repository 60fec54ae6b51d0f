from odoo import api, fields, models

from ..package_rules import INDIVIDUAL, KEEP, REVOKE
from .service_desk_journey_data import LEAVER, OPEN_STATES, ORIGINS, VERDICTS


class ServiceDeskJourneyAccess(models.Model):
    """What a journey does about one entitlement: grants it, keeps it, takes it back."""

    _name = "service.desk.journey.access"
    _description = "Access in a Journey"
    _inherit = ["service.desk.handless.mixin"]
    _order = "journey_id, verdict, id"
    #: Within rules: managers, that of their people.
    _is_for_requesters = True

    journey_id = fields.Many2one("service.desk.journey", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="journey_id.company_id", store=True, index=True)
    entitlement_id = fields.Many2one(
        "service.desk.entitlement", required=True, index=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(related="entitlement_id.name", string="Access", related_sudo=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    origin = fields.Selection(ORIGINS, string="Held", readonly=True, help="How the person came to hold it.")
    decided_by_id = fields.Many2one("res.users", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide", help="Whether the reader keeps it or takes it back.")

    _entitlement_uniq = models.Constraint(
        "UNIQUE(journey_id, entitlement_id)", "This access is in the journey already."
    )

    @api.depends_context("uid")
    @api.depends("origin", "journey_id.may_decide", "journey_id.state", "journey_id.line_ids.date_begun")
    def _compute_may_decide(self):
        for journey, rows in self.grouped("journey_id").items():
            is_open = journey.may_decide and journey.kind != LEAVER and journey.state in OPEN_STATES
            is_over = any(line.kind == "revoke" and line.date_begun for line in journey.line_ids)
            for row in rows:
                row.may_decide = is_open and not is_over and row.origin == INDIVIDUAL

    def action_keep(self):
        """The person still needs it."""
        return self._decide(KEEP)

    def action_take_back(self):
        """The person does not need it any more."""
        return self._decide(REVOKE)

    def _decide(self, verdict):
        self.check_access("read")
        for row in self:
            row.journey_id.action_decide_access(row.entitlement_id.id, verdict)
        return True
