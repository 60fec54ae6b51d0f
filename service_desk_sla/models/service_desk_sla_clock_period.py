from odoo import models


class ServiceDeskSlaClock(models.Model):
    """Finding the clocks of a period among those of many years."""

    _inherit = "service.desk.sla.clock"

    # As the report has it: when a promise was broken, or kept; of one that is open, when it began.
    _decided_index = models.Index("(company_id, (COALESCE(date_breached, date_end, date_start)))")

    def _breach_reasons(self):
        """Clock id -> why the promise was broken, in a word, where somebody has said so."""
        return {clock.id: clock.breach_reason_id.display_name for clock in self if clock.breach_reason_id}
