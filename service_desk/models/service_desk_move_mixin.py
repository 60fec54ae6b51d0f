from odoo import models

from ..lifecycle import CLOSED, DONE, ENDED_PHASES, OPEN_PHASES


class ServiceDeskMoveMixin(models.AbstractModel):
    """What follows from a ticket's move to another state: its dates, and a line of its history."""

    _name = "service.desk.move.mixin"
    _description = "What Follows From a Move"

    def _door_values(self, target):
        now = self._now()
        phase = self._lifecycle.phases[target]
        values = super()._door_values(target) | self._pending_values(target)
        if phase in OPEN_PHASES and self.phase in ENDED_PHASES:
            values |= {
                "date_resolved": False,
                "date_closed": False,
                "resolution": False,
                "resolution_code_id": False,
                "date_reopened": now,
                "reopen_count": self.reopen_count + 1,
            }
        is_closing = target == self._lifecycle.closing
        if phase == DONE or (is_closing and not self.date_resolved):
            values["date_resolved"] = now
        if phase == CLOSED:
            values["date_closed"] = now
        return values

    def _after_moves(self, sources, target):
        self._log_transitions(sources, target)
        return super()._after_moves(sources, target)

    def _log_transitions(self, sources, target):
        """Keep the history of states, one INSERT for all tickets."""
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[self._name]
        phases = self._lifecycle.phases
        # sudo: the history is written by the door alone; nobody has write access to it.
        self.env["service.desk.transition"].sudo().create(
            [
                {
                    column: ticket.id,
                    "date": self._now(),
                    "state_from": sources[ticket.id],
                    "state_to": target,
                    "phase_from": phases[sources[ticket.id]],
                    "phase_to": phases[target],
                    "actor_id": self.env.uid,
                    "team_id": ticket.team_id.id,
                    "user_id": ticket.user_id.id,
                    "pending_reason_id": ticket.pending_reason_id.id,
                    "resolution": self._is_end(phases, sources[ticket.id], target) and ticket.resolution,
                }
                for ticket in self
            ]
        )

    @staticmethod
    def _is_end(phases, former, target):
        """Whether this move ends the work, so that its resolution is what the requester is told."""
        return phases[target] in ENDED_PHASES and (phases[target] == DONE or phases[former] in OPEN_PHASES)
