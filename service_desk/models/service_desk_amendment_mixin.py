from datetime import timedelta

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ..lifecycle import OPEN_PHASES, REQUESTER
from .service_desk_access_data import HELD_STATES, LIVE_STATES

#: Tasks in these states have been worked on.
_BEGUN = ("in_progress", "done")
#: While a request is in one of these, its requester may order something else instead.
_AMENDABLE = ("new", "approval", "rejected")


class ServiceDeskAmendmentMixin(models.AbstractModel):
    """Second thoughts: what was ordered is changed or given up by who ordered it.

    As long as nobody has worked on it. A change asks those again who must agree.
    """

    _name = "service.desk.amendment.mixin"
    _description = "Change of an Order"

    # -- What is possible ----------------------------------------------------------------------

    def _is_begun(self):
        """Whether somebody has worked on it, or it has given something already."""
        self.ensure_one()
        # sudo: requesters may not read tasks and access; this only says whether there is some.
        request = self.sudo()
        return (
            any(task.state in _BEGUN for task in request.task_ids)
            or any(access.state in HELD_STATES for access in request.access_ids)
            or any(part._is_begun() for part in request.child_ids if request.is_order)
        )

    def _guard_withdrawal(self, roles):
        """Requesters give up their order before the desk has worked on it; agents at any time."""
        if REQUESTER not in roles:
            return
        for request in self:
            if (request.item_id or request.is_order) and request._is_begun():
                raise UserError(self.env._("Work on this has begun. Please write to us instead."))

    def _may_amend(self):
        """Whether the current user may still change what was ordered."""
        self.ensure_one()
        # sudo: whether it was ordered, and when it was refused.
        request = self.sudo()
        if not request.item_id or request.state not in _AMENDABLE or not self._is_asking():
            return False
        return not (request._is_begun() or request._is_too_late_to_amend())

    def _is_too_late_to_amend(self):
        if self.phase in OPEN_PHASES:
            return False
        days = timedelta(days=self.company_id.service_desk_reopen_days)
        return self.env.cr.now() > (self.date_closed or self.write_date) + days

    def _portal_allowed(self):
        allowed = super()._portal_allowed()
        # sudo: only asks whether it was ordered.
        request = self.sudo()
        if self._is_asking() and (request.item_id or request.is_order):
            if self.phase in OPEN_PHASES:
                allowed.discard("close")
                if not self._is_begun():
                    allowed.add("cancel")
            if self._may_amend():
                allowed.add("amend")
        return allowed

    # -- What the requester does -----------------------------------------------------------------

    def _requester_cancel(self):
        """The requester does not want it any more, nor any part of it."""
        self.ensure_one()
        # sudo: parts of one's own order; each one passes the door as the requester's. What agents
        # hung below any other request is none.
        parts = self.sudo().child_ids.filtered(lambda part: part.phase in OPEN_PHASES and self.is_order)
        values = {"resolution": Markup("<p>%s</p>") % self.env._("Cancelled by the requester.")}
        for ticket in parts or self:
            ticket._requester_move("cancelled", values)

    def _requester_amend(self, quantity, answers, files=None):
        """Order the same item in another way; who must agree is asked again.

        :param int quantity: pieces
        :param dict answers: code -> text or list of texts, all of them
        :param dict files: code -> list of (name, bytes); those sent before stay where there are none
        :raise UserError: with a sentence for each thing that is wrong; nothing is changed then
        """
        self.ensure_one()
        if not self._may_amend():
            raise UserError(self.env._("This cannot be changed any more. Please write to us instead."))
        items = self.env["service.desk.catalog.item"]
        asked = {
            "item_id": self.sudo().item_id.id,  # sudo: which one it is; the check looks at its rights
            "quantity": quantity,
            "answers": answers,
            "files": {**self._sent_files(), **(files or {})},
        }
        line = items._check_line(asked, self.requester_id)
        if line["problems"]:
            raise UserError("\n".join(line["problems"]))
        # sudo: requesters cannot write; what they may change was checked above.
        request = self.sudo()
        request._lock_for_approval()
        told = request._amend(line)
        self._requester_reply(self.env.user.partner_id, told)

    def _typed_answers(self):
        """code -> what was answered, as the form shows it."""
        # sudo: answers of one's own order.
        return {answer.code: answer._as_typed() for answer in self.sudo().answer_ids if answer.kind != "file"}

    def _sent_files(self):
        """code -> the files that came with the order, as an upload brings them."""
        # sudo: files of one's own order.
        answers = self.sudo().answer_ids.filtered("attachment_ids")
        return {answer.code: [(file.name, file.raw) for file in answer.attachment_ids] for answer in answers}

    def _amend(self, line):
        """Put a checked line in the place of what was ordered; called as superuser.

        :return: Markup that says what is different
        """
        before = self._texts_of_order()
        self._withdraw_approval(self.env._("Changed by %s.", self.env.user.name))
        waiting = self.access_ids.filtered(lambda access: access.state in LIVE_STATES)
        waiting._revoke_now(self.env._("Changed by %s.", self.env.user.name))
        if self.state != self._lifecycle.initial:
            self.write({"state": self._lifecycle.initial})
        if self.parent_id.is_order and self.parent_id.state == "rejected":
            self.parent_id.write({"state": self._lifecycle.initial})
            self.parent_id._wait_for_parts()
        items = self.env["service.desk.catalog.item"]
        values = items._ticket_values(line, {"company_id": self.company_id.id})
        self.write({name: values[name] for name in values if name not in ("company_id", "team_id")})
        self.answer_ids.unlink()
        items._create_answers(self, [line])
        self._begin()
        return self._text_changes(before, self._texts_of_order())

    def _texts_of_order(self):
        """What was ordered, label -> text, to compare."""
        rows = {row["name"]: row["value"] for row in self._answer_rows()}
        return {self.env._("Quantity"): str(self.quantity), **rows}

    def _text_changes(self, before, after):
        env = self.env
        lines = [
            env._("%(name)s: %(new)s (before: %(old)s)", name=name, new=new or "–", old=old or "–")
            for name in {**before, **after}
            if (new := after.get(name)) != (old := before.get(name))
        ]
        heading = env._("I have changed my order:") if lines else env._("I have sent my order again.")
        return Markup(plaintext2html("\n".join([heading, *lines])))
