from odoo import api, models

from ..clock_rules import CANCELLED
from .service_desk_sla_data import KINDS, METRICS

#: The promises to the requester first; below them the parts of teams and suppliers.
KIND_ORDER = [kind for kind, _word in KINDS]
METRIC_ORDER = [metric for metric, _word in METRICS]


class ServiceDeskSlaCountdownMixin(models.AbstractModel):
    """Tells the form of a ticket or task what its clocks show."""

    _name = "service.desk.sla.countdown.mixin"
    _description = "Countdown on a Form"

    @api.readonly
    def sla_countdown(self):
        """What the clocks of this one record show now, for whoever may read them.

        :return: list of dicts, see ``_countdown`` of clocks
        """
        self.ensure_one()
        self.check_access("read")
        return self._shown_clocks()._countdowns()

    def _shown_clocks(self):
        """The latest turn of each promise; what was replaced or taken back is in the history."""
        latest = {}
        for clock in self.clock_ids.sorted("cycle"):
            if clock.state != CANCELLED:
                latest[clock.kind, clock.metric, clock.party] = clock.id
        return self.clock_ids.browse(latest.values()).sorted(
            lambda clock: (KIND_ORDER.index(clock.kind), METRIC_ORDER.index(clock.metric), clock.id)
        )

    def action_open_clocks(self):
        """Open all clocks of this record, those that were replaced too."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "service_desk_sla.service_desk_sla_clock_action"
        )
        return {**action, "domain": [("id", "in", self.clock_ids.ids)], "context": {}}
