from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import is_html_empty

from ..lifecycle import DONE
from ..models.service_desk_notice_data import RESOLVED, TOLD_BY_CALLER


class ServiceDeskChangeCloseWizard(models.TransientModel):
    """A change went well: close it, and resolve those who waited for it, each told once."""

    _name = "service.desk.change.close.wizard"
    _description = "Close a Change"
    _inherit = ["service.desk.ticket.wizard"]

    resolution = fields.Html(string="Answer to the Requesters")
    resolution_code_id = fields.Many2one(
        "service.desk.resolution.code",
        string="How it ended",
        domain="[('process', 'in', [False, 'service.desk.incident'])]",
        default=lambda self: self.env.ref("service_desk.resolution_code_solved", raise_if_not_found=False),
    )
    line_ids = fields.One2many(
        "service.desk.change.close.wizard.line",
        "wizard_id",
        string="Who Waits for It",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("res_model", "res_ids")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [Command.clear()] + [
                Command.create({"res_model": ticket._name, "res_id": ticket.id, "name": ticket.display_name})
                for tickets in wizard._tickets()._tickets_to_resolve()
                for ticket in tickets
            ]

    def action_confirm(self):
        """Close the change and resolve what was chosen; one of both fails, nothing is done."""
        changes = self._tickets()
        chosen = self.line_ids.filtered("is_chosen")
        if chosen and is_html_empty(self.resolution or ""):
            raise UserError(self.env._("Write an answer to those whose tickets are resolved."))
        waiting = changes._tickets_to_resolve()
        changes.write({"state": "closed"})
        resolved = [
            self._resolve(tickets, chosen.filtered(lambda line, name=tickets._name: line.res_model == name))
            for tickets in waiting
        ]
        changes._send_notices(RESOLVED, resolved)
        return {"type": "ir.actions.act_window_close"}

    def _resolve(self, tickets, lines):
        """Resolve those tickets that were chosen and still wait, without a word yet.

        :return: those that were resolved
        """
        # What a colleague has resolved meanwhile stays as it is.
        mine = tickets & tickets.browse(lines.mapped("res_id"))
        if mine:
            state = mine._lifecycle.in_phases(DONE)[0]
            code = self.resolution_code_id
            fits = code.process in (False, mine._name)
            mine.with_context(**{"service_desk_notify": True, TOLD_BY_CALLER: True}).write(
                {"state": state, "resolution": self.resolution, "resolution_code_id": fits and code.id}
            )
        return mine
