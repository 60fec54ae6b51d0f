from odoo import api, fields, models

from ..models.service_desk_process_data import PROCESSES


class ServiceDeskConvertWizard(models.TransientModel):
    """Ask before a ticket continues as one of the other process, which cannot be undone."""

    _name = "service.desk.convert.wizard"
    _description = "Convert Ticket"
    _inherit = ["service.desk.ticket.wizard"]

    target_model = fields.Selection(PROCESSES, compute="_compute_target_model")
    preview = fields.Char(compute="_compute_preview")

    @api.depends("res_model")
    def _compute_target_model(self):
        for wizard in self:
            ticket = wizard._tickets()
            wizard.target_model = ticket._fields[ticket._successor_field].comodel_name

    @api.depends("res_model", "res_ids")
    def _compute_preview(self):
        labels = dict(self._fields["target_model"]._description_selection(self.env))
        for wizard in self:
            wizard.preview = self.env._(
                "A new %(process)s takes over the conversation, the attachments and the followers."
                " %(number)s is cancelled and points to it. This cannot be undone.",
                process=labels[wizard.target_model],
                number=wizard._tickets().number,
            )

    def action_confirm(self):
        """Convert, and open the ticket that goes on."""
        return self._tickets()._convert(self.target_model)._get_records_action()
