from odoo import models

from ..lifecycle import NEW


class ServiceDeskActionMixin(models.AbstractModel):
    """The buttons of a ticket: thin, each one a move or a dialog that prepares one."""

    _name = "service.desk.action.mixin"
    _description = "Ticket Actions"
    _inherit = "service.desk.dialog.mixin"

    def action_resolve(self):
        """Open the dialog that resolves these tickets, with their children to choose from."""
        return self._open_dialog("service.desk.resolve.wizard", self.env._("Resolve"))

    def action_hold(self):
        """Open the dialog that puts these tickets on hold with a reason."""
        return self._open_dialog("service.desk.hold.wizard", self.env._("Put on Hold"))

    def action_resume(self):
        """Put waiting tickets back to work."""
        self.check_access("write")
        self._resume()
        return True

    def action_start(self):
        """Begin or take up the work; whoever begins what nobody has, takes it."""
        untaken = self.filtered(lambda ticket: ticket.phase == NEW and not ticket.user_id)
        if untaken:
            untaken.action_take()
        return (self - untaken).write({"state": self._lifecycle.working})

    def action_move(self, state):
        """Move a ticket to a state that somebody pointed at, by a drag in the kanban for instance.

        :param str state: the state the ticket shall be in
        :return: the dialog that asks for what the move needs, or True when the move is made
        :raise UserError: when the lifecycle has no such move
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == state:
            return True
        move = self._find_move(self.state, state, self._door_roles())
        if move.action:
            return getattr(self, move.action)()
        return self.write({"state": state})

    def action_close(self):
        """Close what is resolved."""
        return self.write({"state": self._lifecycle.closing})

    def action_cancel(self):
        """Open the dialog that cancels these tickets with a word for the requester."""
        return self._open_dialog("service.desk.cancel.wizard", self.env._("Cancel"))

    def action_reopen(self):
        """Take up the work again on what was resolved or closed."""
        return self.write({"state": self._lifecycle.working})

    def action_open_escalation(self):
        """Open the dialog for handing over or escalating these tickets."""
        return self._open_dialog("service.desk.escalate.wizard", self.env._("Escalate"))

    def action_open_merge(self):
        """Open the dialog that merges these tickets into another one."""
        return self._open_dialog("service.desk.merge.wizard", self.env._("Merge"))

    def action_open_conversion(self):
        """Open the dialog that asks before this ticket continues as one of the other process."""
        return self._open_dialog("service.desk.convert.wizard", self.env._("Convert"))

    def action_open_worklog(self):
        """Show the minutes logged on this ticket."""
        self.ensure_one()
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[self._name]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Work Log of %s", self.number),
            "res_model": "service.desk.worklog",
            "view_mode": "list",
            "domain": [(column, "=", self.id)],
            "context": {f"default_{column}": self.id},
        }
