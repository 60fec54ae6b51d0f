from odoo import api, models

from .service_desk_journey_retention_mixin import emptied

#: What stays of the steps of an anonymized journey: what was to be done, when, and how far it got.
KEPT_FIELDS = frozenset(
    {
        *models.MAGIC_COLUMNS,
        "journey_id",
        "company_id",
        "journey_state",
        "step_id",
        "sequence",
        "name",
        "kind",
        "responsible",
        "team_id",
        "is_confidential",
        "needs_proof",
        "date_due",
        "date_begin",
        "date_begun",
        "date_done",
        "is_needed",
        "state",
    }
)


class ServiceDeskJourneyLine(models.Model):
    """Steps of journeys that forget whose they were.

    No mixin like the others: it has to come before the model's own way of finding its state.
    """

    _inherit = "service.desk.journey.line"

    @api.depends("journey_id.date_anonymized")
    def _compute_state(self):
        """What a step came to stays when it loses the records that say so."""
        kept = self.filtered("journey_id.date_anonymized")
        for line in kept:
            line.state = line.state
        return super(ServiceDeskJourneyLine, self - kept)._compute_state()

    def _anonymize(self):
        """Part with the records that did the work, and let tasks that are of the journey alone forget
        the person, too. Orders and access are the desk's own, with rules of their own."""
        for name, lines in self.filtered("task_id").grouped("name").items():
            lines.task_id.write({"name": name, "note": False, "description": False, "not_returned": False})
        self.task_id.filtered(lambda task: not task.team_id).user_id = False
        (self.grant_ids | self.revoke_ids).write({"journey_line_id": False, "revoke_line_id": False})
        self.write(emptied(self, KEPT_FIELDS))
