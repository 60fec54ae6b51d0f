from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Command

from ..lifecycle import DONE


class ServiceDeskResolveWizard(models.TransientModel):
    """Resolve tickets with a word for the requester, and their open children if so chosen."""

    _name = "service.desk.resolve.wizard"
    _description = "Resolve Tickets"
    _inherit = ["service.desk.ticket.wizard"]

    resolution = fields.Html(string="Answer to the Requester", required=True)
    resolution_code_id = fields.Many2one(
        "service.desk.resolution.code",
        string="How it ended",
        domain="[('process', 'in', [False, res_model])]",
    )
    line_ids = fields.One2many(
        "service.desk.resolve.wizard.line",
        "wizard_id",
        string="Open Children",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    minutes = fields.Integer(string="Minutes Worked", help="Adds a line to the work log.")

    @api.depends("res_model", "res_ids")
    def _compute_line_ids(self):
        for wizard in self:
            children = wizard._tickets()._open_descendants()
            wizard.line_ids = [Command.clear()] + [
                Command.create({"res_id": child.id, "name": child.display_name})
                for child in children
            ]

    def action_confirm(self):
        """Resolve the tickets and the chosen children in one go; requesters hear of it once."""
        tickets = self._tickets()
        chosen = tickets.browse(self.line_ids.filtered("is_chosen").mapped("res_id"))
        # What a colleague has resolved meanwhile stays as it is.
        children = chosen & tickets._open_descendants()
        state = tickets._lifecycle.in_phases(DONE)[0]
        (tickets | children).with_context(service_desk_notify=True).write(
            {
                "state": state,
                "resolution": self.resolution,
                "resolution_code_id": self.resolution_code_id.id,
            }
        )
        if self.minutes:
            self._log_minutes(tickets)
        self.env["service.desk.article"]._note_use(tickets, "resolution")
        self.env["service.desk.guide"]._note_walk(tickets, "solved")
        return {"type": "ir.actions.act_window_close"}

    def _log_minutes(self, tickets):
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[tickets._name]
        self.env["service.desk.worklog"].create(
            [
                {
                    column: ticket.id,
                    "minutes": self.minutes,
                    "name": Markup(self.resolution).striptags()[:200],
                }
                for ticket in tickets
            ]
        )
