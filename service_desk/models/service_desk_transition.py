from odoo import api, fields, models

from ..lifecycle import PHASES


class ServiceDeskTransition(models.Model):
    """One move of one ticket: from which state to which, when, by whom, in whose hands it was.

    Written by the door for state and by the import of history, read by reports and clocks;
    nobody edits it.
    """

    _name = "service.desk.transition"
    _description = "Ticket State History"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.ticket.line"]
    _order = "date, id"
    _rec_name = "state_to"
    _log_access = False

    date = fields.Datetime(required=True)
    state_from = fields.Char(help="Empty when the ticket's life begins with this line.")
    state_to = fields.Char(required=True)
    phase_from = fields.Selection(PHASES)
    phase_to = fields.Selection(PHASES, required=True)
    actor_id = fields.Many2one("res.users", string="By")
    actor_name = fields.Char(help="Who it was, for people of another tool who have no login here.")
    team_id = fields.Many2one("service.desk.team")
    user_id = fields.Many2one("res.users", string="Assignee")
    user_name = fields.Char(string="Assignee's Name", help="Whose it was, when that is somebody who has no login here.")
    pending_reason_id = fields.Many2one("service.desk.pending.reason")
    resolution = fields.Html(help="What the requester was told when it was resolved; stays when it is reopened.")
    move = fields.Char(compute="_compute_move", help="From which state to which, in words.")

    @api.depends("state_from", "state_to")
    def _compute_move(self):
        labels = {
            column: dict(self.env[model]._fields["state"]._description_selection(self.env))
            for model, column in self.LINE_FIELDS.items()
        }
        for line in self:
            words = next((labels[column] for column in labels if line[column]), {})
            states = [state for state in (line.state_from, line.state_to) if state]
            line.move = " → ".join(words.get(state, state) for state in states)
