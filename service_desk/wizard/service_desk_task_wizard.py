from odoo import api, fields, models
from odoo.exceptions import UserError

#: Verb -> the task's own method; each checks the right of whoever calls it.
VERBS = {
    "done": "action_done",
    "fail": "action_fail",
    "skip": "action_skip",
    "take_over": "action_take_over",
}


class ServiceDeskTaskWizard(models.TransientModel):
    """The word that goes with ending a task, or with taking it from the desk."""

    _name = "service.desk.task.wizard"
    _description = "Note on Tasks"

    verb = fields.Selection(
        [("done", "Done"), ("fail", "Failed"), ("skip", "Skip"), ("take_over", "Take Over")],
        required=True,
        default="done",
    )
    task_ids = fields.Many2many(
        "service.desk.task", default=lambda self: self._default_tasks(), readonly=True
    )
    needs_proof = fields.Boolean(compute="_compute_needs_proof")
    note = fields.Text()

    @api.model
    def _default_tasks(self):
        if self.env.context.get("active_model") != "service.desk.task":
            return []
        return self.env.context.get("active_ids", [])

    @api.depends("verb", "task_ids")
    def _compute_needs_proof(self):
        """Whether one of these is done with proof alone, and nobody has written it down yet."""
        for wizard in self:
            wizard.needs_proof = wizard.verb == "done" and any(
                task._needs_proof() and not (task.note or "").strip() for task in wizard.task_ids
            )

    def action_confirm(self):
        """Make the move with the note."""
        self.check_access("write")
        self.ensure_one()
        if self.verb in ("fail", "skip") and not (self.note or "").strip():
            raise UserError(self.env._("Say why, please: colleagues will read it."))
        if self.needs_proof and not (self.note or "").strip():
            raise UserError(self.env._("Write down what came of it, please: it is the proof."))
        getattr(self.task_ids, VERBS[self.verb])(self.note)
        return {"type": "ir.actions.act_window_close"}
