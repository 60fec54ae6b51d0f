from odoo import fields, models

from ..lifecycle import PHASES


class ServiceDeskTransition(models.Model):
    """One move of one ticket: from which state to which, when, by whom, in whose hands it was.

    Written by the door for state and by the import of history, read by reports and clocks;
    nobody edits it.
    """

    _name = "service.desk.transition"
    _description = "Ticket State History"
    _inherit = ["service.desk.ticket.line"]
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
    user_name = fields.Char(
        string="Assignee's Name", help="Whose it was, when that is somebody who has no login here."
    )
    pending_reason_id = fields.Many2one("service.desk.pending.reason")
