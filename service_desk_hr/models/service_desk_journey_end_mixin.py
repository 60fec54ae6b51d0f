from odoo import models
from odoo.exceptions import UserError

from .. import journey_rules
from .service_desk_journey_data import LEAVER, OPEN_STATES


class ServiceDeskJourneyEndMixin(models.AbstractModel):
    """How a journey ends: done when all of it is done, or given up and taken back."""

    _name = "service.desk.journey.end.mixin"
    _description = "End of Journeys"

    def action_finish(self):
        """Close journeys of which every step is done or not needed."""
        self._check_may_run()
        # sudo: who may was checked
        self.sudo()._finish()
        return True

    def _finish(self):
        going = self.filtered(lambda journey: journey.state == "running")
        self.write({"state": "done"})
        going._note("done")
        going._settle_todos()

    def _guard_complete(self, _roles):
        """:raise UserError: while a step is open"""
        for journey in self:
            left = journey.line_ids.filtered(lambda line: line.state not in journey_rules.ENDED)
            if left:
                raise UserError(
                    self.env._(
                        "%(journey)s is not complete yet: %(steps)s.",
                        journey=journey.display_name,
                        steps=", ".join(left[:5].mapped("name")),
                    )
                )

    def action_cancel(self, reason):
        """Give these journeys up: what is open is withdrawn, what was granted is taken back.

        :param str reason: why; the desk's people read it
        """
        self._check_may_run()
        if not (isinstance(reason, str) and reason.strip()):
            raise UserError(self.env._("Say why."))
        # sudo: who may was checked
        self.sudo()._cancel(reason.strip())
        return True

    def _cancel(self, reason):
        self.lock_for_update()
        running = self.filtered(lambda journey: journey.state == "running")
        self.write({"state": "cancelled", "cancel_reason": reason})
        self._note("cancelled", reason)
        self._settle_todos()
        for journey in running:
            lines = journey.line_ids
            lines._take_back(reason)
            lines._drop(reason)

    def _end_others(self):
        """Who has left neither joins nor moves any more: whatever else was under way for them is given up."""
        leavers = self.filtered(lambda journey: journey.kind == LEAVER and journey.partner_id)
        others = self.search(
            [
                ("partner_id", "in", leavers.partner_id.ids),
                ("kind", "!=", LEAVER),
                ("state", "in", OPEN_STATES),
            ]
        )
        others._cancel(self.env._("The person has left."))
