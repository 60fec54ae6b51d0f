from odoo import api, models
from odoo.exceptions import LockError, UserError

from .. import plan_rules
from ..lifecycle import SYSTEM
from .service_desk_task_data import MANUAL, RUNNING


class ServiceDeskTaskActionMixin(models.AbstractModel):
    """The verbs of a task. People and RPC clients call them; each one passes the door for state."""

    _name = "service.desk.task.action.mixin"
    _description = "Task Actions"
    _inherit = "service.desk.dialog.mixin"

    def action_start(self):
        """Begin the work; whoever begins what nobody has, takes it."""
        self._lock_for_person()
        return self.write({"state": plan_rules.IN_PROGRESS})

    def action_take(self):
        """Make the current user responsible, unless somebody else was faster."""
        self._lock_for_person()
        for task in self:
            if task.user_id and task.user_id != self.env.user:
                raise UserError(
                    self.env._("%(task)s is already with %(user)s.", task=task.number, user=task.user_id.name)
                )
        self.write({"user_id": self.env.uid})
        return True

    def action_done(self, note=None):
        """The work is done.

        :param str note: what came of it, for colleagues
        """
        self._lock_for_person()
        return self.write({"state": plan_rules.DONE, **self._note_values(note)})

    def action_fail(self, reason):
        """The work cannot be done as it is; what waits for it goes on waiting."""
        self._lock_for_person()
        return self.write({"state": plan_rules.FAILED, **self._note_values(reason)})

    def action_retry(self):
        """Try again what has failed: an automatic step from its first attempt on, else by hand."""
        self._lock_for_person()
        return self.write({"state": plan_rules.READY})

    def action_take_over(self, note=None):
        """A person does what the desk could not do by itself.

        :param str note: what the person has to know or has found
        """
        self._lock_for_person()
        note = self._note_values(note)
        # sudo: people may not change how a task is done but by this verb, checked above.
        self.sudo().write({"kind": MANUAL, "date_next": False, "user_id": self.env.uid})
        waiting = self.filtered(lambda task: task.state == plan_rules.WAITING)
        working = self.filtered(lambda task: task.state == plan_rules.IN_PROGRESS)
        if note:
            self.write(note)
        if starting := self - waiting - working:
            starting.write({"state": plan_rules.IN_PROGRESS})
        return True

    def action_skip(self, reason):
        """The work is not needed; what waits for it goes on without."""
        self._lock_for_person()
        return self.write({"state": plan_rules.CANCELLED, **self._note_values(reason)})

    def action_move(self, state):
        """Move a task to a state that somebody pointed at, by a drag in the kanban for instance.

        :return: the dialog that asks for what the move needs, or True when the move is made
        """
        self.ensure_one()
        self._lock_for_person()
        if self.state == state:
            return True
        move = self._find_move(self.state, state, self._door_roles())
        if move.guard:
            getattr(self, move.guard)(self._door_roles())
        if move.action:
            return getattr(self, move.action)()
        return self.write({"state": state})

    def action_open_ticket(self):
        """Open the ticket of this task."""
        self.check_access("read")
        self.ensure_one()
        ticket = self._ticket()
        return ticket._get_records_action() if ticket else False

    def action_open_done(self):
        """Open the dialog that ends these tasks with a note."""
        return self._open_note_dialog("done", self.env._("Done"))

    def action_open_fail(self):
        """Open the dialog that asks what went wrong."""
        return self._open_note_dialog("fail", self.env._("Failed"))

    def action_open_skip(self):
        """Open the dialog that asks why these tasks are not needed."""
        return self._open_note_dialog("skip", self.env._("Skip"))

    def action_open_take_over(self):
        """Open the dialog by which a person takes over from the desk."""
        return self._open_note_dialog("take_over", self.env._("Take Over"))

    # -- Helpers -----------------------------------------------------------------------------

    def _open_note_dialog(self, verb, title):
        return self._open_dialog("service.desk.task.wizard", title, verb=verb)

    @api.model
    def _note_values(self, note):
        """:raise UserError: when it is no text"""
        if note and not isinstance(note, str):
            raise UserError(self.env._("A note is text."))
        return {"note": note.strip()} if note and note.strip() else {}

    def _lock_for_person(self):
        """Refuse whom it does not concern, and be alone with these tasks.

        :raise UserError: while the desk or somebody else works on one of them, or when one is over
        """
        self.check_access("write")
        # sudo: the log of attempts is read-only; nothing is written but a lock.
        going = self.sudo().run_ids.filtered(lambda run: run.outcome == RUNNING)
        try:
            self.lock_for_update()
            # The worker that makes an attempt holds its row.
            going.lock_for_update()
        except LockError:
            raise UserError(self.env._("The desk is working on this task at the moment. Please try again.")) from None
        self.invalidate_recordset(["state", "user_id", "kind"])
        over = self.filtered(lambda task: task.state in plan_rules.ENDED_STATES)
        if over:
            raise UserError(self.env._("%s is over already.", over[0].display_name))

    def _text_no_such_move(self, source, target):
        """What waits begins by itself: say after what."""
        task = self[0]
        # sudo: the names of what it waits for, also where others do that.
        before = task.sudo().predecessor_ids.filtered(lambda one: one.state in plan_rules.OPEN_STATES)
        if source != plan_rules.WAITING or not before:
            return super()._text_no_such_move(source, target)
        return self.env._(
            "%(task)s begins after %(before)s. Skip it if it is not needed.",
            task=task.display_name,
            before=", ".join(before.sudo(False).mapped("display_name")),
        )

    def _guard_by_hand(self, roles):
        """People do not say of an automatic step that it is done; they take it over first."""
        automatic = self.filtered(lambda task: task.kind != MANUAL)
        if automatic and SYSTEM not in roles:
            raise UserError(
                self.env._(
                    "The desk does %s by itself. Take it over to do it by hand.",
                    automatic[0].display_name,
                )
            )
