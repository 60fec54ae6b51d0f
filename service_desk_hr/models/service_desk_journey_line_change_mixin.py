from markupsafe import Markup

from odoo import fields, models
from odoo.tools import plaintext2html

from odoo.addons.service_desk import plan_rules
from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES, UNSETTLED_STATES

from .. import journey_rules
from .service_desk_journey_data import ARRIVALS


class ServiceDeskJourneyLineChangeMixin(models.AbstractModel):
    """What becomes of the records of a line when its journey changes: given up, taken back, moved.

    Called with superuser rights, by verbs that have checked who asks.
    """

    _name = "service.desk.journey.line.change.mixin"
    _description = "Change of Journey Steps"

    def _drop(self, reason):
        """Give up what is open of these lines: their requests, tasks and access."""
        self.problem = False
        requests = self.request_id.filtered(lambda request: request.phase in OPEN_PHASES)
        if requests:
            requests.write({"state": "cancelled", "resolution": Markup(plaintext2html(reason))})
        tasks = self.task_id.filtered(lambda task: task.state in plan_rules.OPEN_STATES)
        if tasks:
            tasks.with_context(service_desk_tasks_dropped=True).write({"state": plan_rules.CANCELLED, "note": reason})
        waiting = self.grant_ids.filtered(lambda access: access.state in UNSETTLED_STATES)
        if waiting:
            waiting._revoke_now(reason)

    def _take_back(self, reason):
        """Undo what these lines have done: access goes, and what was handed out is asked back."""
        given = self.grant_ids.filtered(lambda access: access.state in LIVE_STATES) | self._access_by_orders()
        if given:
            given._revoke_now(reason)
        self._undo_logins()
        self._end_delegations()
        handed = self.filtered(lambda line: line.kind == "hand_out" and line.state == journey_rules.DONE)
        rows = [line._take_back_values() for line in handed]
        rows += [] if handed else self.filtered("request_id")[:1]._take_ordered_back_values()
        back = self.create(rows)
        if back:
            back._begin_kind("take_back")

    def _access_by_orders(self):
        """What the person has by orders of these lines; what is still open goes with its order."""
        accesses = self.request_id.access_ids.filtered(lambda access: access.state == "active")
        return accesses.filtered(lambda access: access.partner_id in self.journey_id._contacts())

    def _take_back_values(self):
        return {
            "journey_id": self.journey_id.id,
            "undoes_id": self.id,
            "sequence": self.sequence,
            "name": self.env._("Take back: %s", self.name),
            "kind": "take_back",
            "responsible": self.responsible,
            "team_id": self.team_id.id,
            "user_id": self.user_id.id,
            "is_confidential": self.is_confidential,
            "needs_proof": True,
            "date_due": fields.Date.context_today(self),
        }

    def _take_ordered_back_values(self):
        """A step for what somebody has in hand by orders who does not come after all; others had things before."""
        journey = self.journey_id
        if journey.kind not in ARRIVALS:
            return []
        rows = [row for row in journey._holdings()[journey] if row.get("by_hand") and row["state"] == "held"]
        names = [row["name"] for row in rows if not row.get("goes_with")]
        values = {
            "undoes_id": False,
            "name": self.env._("Take back: %s", ", ".join(names))[:200],
            "responsible": "team",
            "team_id": self.request_id.team_id.id,
            "user_id": False,
        }
        return [{**self._take_back_values(), **values}] if names else []

    # -- Another day -------------------------------------------------------------------------------

    def _move_records(self):
        """Tell what does the work of this line that its day is another one."""
        due = self._due_moment()
        if self.task_id.state in plan_rules.OPEN_STATES:
            self.task_id.date_due = due
        if self.request_id.phase in OPEN_PHASES:
            self.request_id.date_wanted = self.date_due
        waiting = self.grant_ids.filtered(lambda access: access.state in UNSETTLED_STATES and not access.date_ordered)
        if waiting:
            waiting.date_start = self._access_start(self.journey_id._is_working_day(self.company_id))
            waiting._provision()
