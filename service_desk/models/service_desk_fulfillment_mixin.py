from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .. import plan_rules
from ..lifecycle import CLOSED, ENDED_PHASES, OPEN_PHASES
from .service_desk_access_data import HELD_STATES, REFUSED_STATES, UNSETTLED_STATES
from .service_desk_notice_data import RECEIVED


class ServiceDeskFulfillmentMixin(models.AbstractModel):
    """The life of what was ordered: agreed to, carried out in parts, and told to be done.

    Joins the engines. Approvals, tasks and access report to the hooks here; each hook looks at the
    whole request and moves it on through the door. An order of several items is a request without
    work of its own: it waits for its parts.
    """

    _name = "service.desk.fulfillment.mixin"
    _description = "Fulfillment of a Request"
    _inherit = [
        "service.desk.plan.mixin",
        "service.desk.order.parts.mixin",
        "service.desk.order.access.mixin",
        "service.desk.order.mixin",
    ]

    is_partial = fields.Boolean(
        string="Fulfilled in Part",
        readonly=True,
        copy=False,
        help="Something that was ordered was not granted or was cancelled.",
    )

    # -- Begin ---------------------------------------------------------------------------------

    def _begin(self):
        """Start the life of what was ordered: ask those who must agree, or carry it out.

        Called as superuser once for all requests of an order, when their answers are stored.

        :raise UserError: when something can never be granted; nothing is ordered then
        """
        orders = self.filtered("is_order")
        orders._wait_for_parts()
        for request in self - orders:
            request._ask_for_access(request.item_id.entitlement_ids)
        waiting = (self - orders)._start_approval()
        waiting.write({"state": "approval"})
        for request in self - orders - waiting:
            request._hand_out_work()

    # -- Work ----------------------------------------------------------------------------------

    def _hand_out_work(self):
        """Everybody who had to has agreed: hand the work to teams and systems."""
        self.ensure_one()
        plan, accesses = self.item_id.plan_id, self.access_ids
        if not (plan or accesses):
            return
        if self.state != self._lifecycle.working:
            self.write({"state": self._lifecycle.working})
        # The plan first: access that is there at once must not be taken for the end of the work.
        if plan and not self._has_begun(plan):
            self._start_plan(plan, self._answers())
        accesses.filtered(lambda access: access.state == "requested")._proceed()
        self._end_if_complete()

    def _has_begun(self, plan):
        """Whether its work is there: somebody agreed to something else meanwhile, or agrees again."""
        return any(task.template_id.plan_id == plan and task.state != plan_rules.CANCELLED for task in self.task_ids)

    def _approval_granted(self):
        result = super()._approval_granted()
        self._hand_out_work()
        return result

    # -- Taken back ----------------------------------------------------------------------------

    def _approval_revoked(self):
        """Nobody goes on with what is no longer agreed to; agreed to again, it begins anew."""
        result = super()._approval_revoked()
        reason = self.env._("The approval of %s was taken back.", self.number)
        self._give_back_access(reason)
        self._cancel_tasks(reason)
        return result

    def action_ask_approval(self):
        """Ask for the access of an order again, where it was taken back with an earlier approval."""
        self.check_access("write")
        # sudo: access is the desk's business; who may work on the request was checked.
        for request in self.sudo().filtered(lambda one: one.approval_ids and one.phase in OPEN_PHASES):
            request._ask_for_missing_access()
        return super().action_ask_approval()

    # -- End -----------------------------------------------------------------------------------

    def _tasks_ended(self, tasks):
        result = super()._tasks_ended(tasks)
        self._end_if_complete()
        return result

    def _access_settled(self, accesses):
        """Access that was ordered was granted, refused, cancelled or revoked; as superuser."""
        self._end_if_complete()

    def _end_if_complete(self):
        """End what is complete: all parts, tasks and access have come to an end.

        Only what the desk carries out by a plan or by granting access, or what waits for its
        parts; people end everything else.
        """
        for request in self:
            if request.is_order:
                request._end_order_if_complete()
            elif request._is_complete():
                request._end_as(*request._outcome())

    def _is_complete(self):
        """Whether the work was begun and nothing of it is open any more."""
        self.ensure_one()
        return (
            self.item_id.ends_itself
            and self.phase in OPEN_PHASES
            and self.state not in (self._lifecycle.initial, "approval")
            # An agent asked others while the work went on; what they say is waited for.
            and self.approval_state != "pending"
            and bool(self.access_ids or self.task_ids.template_id)
            and not self.open_task_count
            and not self.access_ids.filtered(lambda access: access.state in UNSETTLED_STATES)
        )

    def _outcome(self):
        """The state in which the request ends, and what is told of it."""
        accesses = self._latest_access()
        granted = accesses.filtered(lambda access: access.state in HELD_STATES)
        refused = accesses.filtered(lambda access: access.state in REFUSED_STATES)
        done = self.task_ids.filtered(lambda task: task.state == "done")
        if refused and not granted and not done:
            return "rejected", self._text_refused(refused), False
        env = self._requester_text().env
        words = [
            env._("All is done."),
            *(env._("Granted: %s", access._text_held()) for access in granted),
        ]
        if refused:
            words[0] = env._("Done in part.")
            words.append(self._text_refused(refused))
        return "fulfilled", "\n".join(words), bool(refused)

    def _end_as(self, state, text, is_partial):
        """End through the door, with words for the requester."""
        words = Markup(plaintext2html(text))
        self.write({"state": state, "resolution": words, "is_partial": is_partial})

    # -- What follows from moves -----------------------------------------------------------------

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        phase = self._lifecycle.phases[target]
        if phase in ENDED_PHASES:
            # sudo: access and other parts of an order are the desk's business, whoever ends this.
            ended = self.sudo().filtered(lambda request: self._lifecycle.phases[sources[request.id]] in OPEN_PHASES)
            if phase == CLOSED:
                for request in ended:
                    words = {"request": request.number, "state": self._state_label(target)}
                    request._give_back_access(self.env._("%(request)s: %(state)s", **words))
            ended.parent_id.filtered("is_order")._end_if_complete()
        else:
            self._clear_partial()
        return result

    def _clear_partial(self):
        """Taken up again: how it ends is open."""
        partial = self.sudo().filtered("is_partial")  # sudo: a fact that the desk keeps
        if partial:
            partial.is_partial = False

    def _hears(self, event):
        """One receipt for an order, not one for each part; its end is told by the parts."""
        # sudo: whether something is a part only decides about a mail.
        request = self.sudo()
        if event == RECEIVED and request.parent_id.is_order:
            return False
        if event != RECEIVED and request.is_order and request.child_ids:
            return False
        return super()._hears(event)

    def _check_merge(self, target):
        """What was ordered is carried out by itself; a double is cancelled and not merged."""
        # sudo: only asks whether it was ordered.
        for ticket in (self | target).sudo():
            if ticket.item_id or ticket.is_order:
                raise UserError(
                    self.env._("%s was ordered from the catalog. Cancel the double instead.", ticket.display_name)
                )
        return super()._check_merge(target)
