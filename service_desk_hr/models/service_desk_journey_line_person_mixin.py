from odoo import models
from odoo.exceptions import UserError

from odoo.addons.service_desk.lifecycle import DONE

from .. import journey_rules
from .service_desk_journey_data import SHOWN_KINDS, WORK_KINDS


class ServiceDeskJourneyLinePersonMixin(models.AbstractModel):
    """Steps as their person sees them."""

    _name = "service.desk.journey.line.person.mixin"
    _description = "Journey Steps for Their Person"

    def _is_for_person(self):
        """What they get, and what is theirs to do; nothing that its template calls confidential."""
        return (self.kind in SHOWN_KINDS or self.responsible == "person") and not self._is_hidden_from_person()

    def _is_hidden_from_person(self):
        """What the template says; when the step is deleted from it, what it said may have been so."""
        if self.step_id:
            return self.step_id.is_confidential
        return self.is_confidential and self.responsible != "person"

    def _is_persons_turn(self):
        return self.responsible == "person" and self.kind in WORK_KINDS and self.state == journey_rules.OPEN

    def _own_page_values(self):
        return {**self._portal_values(), "description": self.step_id.description, "by": False}

    def _own_row_values(self):
        """A row of what is prepared; who does it only where that is somebody."""
        is_by_somebody = self.team_id or self.user_id
        # Whether others are late is no news for somebody who has not begun.
        return {**self._portal_values(), "is_late": False, **({} if is_by_somebody else {"by": False})}

    def _done_by_person(self, note):
        """The person says that their step is done. Called with superuser rights, after their gate.

        :raise UserError: when it is not their turn, or proof is missing
        """
        self.ensure_one()
        self._check_may_do()
        if self.needs_proof and not note:
            raise UserError(self.env._("Please write down what came of it."))
        self.task_id.action_done(note)
        self.journey_id._note("told", self.name)

    def _doer_name(self):
        """Who did it, as the proof says it: whoever said so without a login came by the person's link."""
        if self.done_by_id and self.done_by_id._is_public():
            return self.journey_id.person_name
        fulfilled = self.request_id.transition_ids.filtered(lambda move: move.phase_to == DONE)[-1:]
        by_name = fulfilled.actor_id.name or fulfilled.actor_name
        return (self.done_by_id or self.task_id.user_id).name or by_name or self.responsible_name

    def _proof_words(self):
        """What came of it: what somebody wrote down, else its state, with the number of what was ordered."""
        words = self.note or dict(self._fields["state"]._description_selection(self.env))[self.state]
        return f"{words} ({self.request_id.number})" if self.request_id else words
