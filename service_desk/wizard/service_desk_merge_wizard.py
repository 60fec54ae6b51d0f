from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskMergeWizard(models.TransientModel):
    """End tickets as doubles of another one; shows first what will move."""

    _name = "service.desk.merge.wizard"
    _description = "Merge Tickets"
    _inherit = ["service.desk.ticket.wizard"]

    incident_id = fields.Many2one(
        "service.desk.incident",
        string="Merge into Incident",
        domain="[('phase', 'in', ('new', 'active', 'pending'))]",
    )
    request_id = fields.Many2one(
        "service.desk.request",
        string="Merge into Request",
        domain="[('phase', 'in', ('new', 'active', 'pending'))]",
    )
    preview = fields.Char(compute="_compute_preview")
    warning = fields.Text(compute="_compute_warning")

    @api.depends("res_model", "res_ids", "incident_id", "request_id")
    def _compute_preview(self):
        for wizard in self:
            sources = wizard._tickets() - wizard._target()
            messages = self.env["mail.message"].search_count(
                [("model", "=", wizard.res_model), ("res_id", "in", sources.ids)]
            )
            wizard.preview = self.env._(
                "Cancelled as a double: %(tickets)s. Messages that move along: %(messages)s. Followers"
                " who may open the other one hear of it from now on.",
                tickets=", ".join(sources.mapped("number")),
                messages=messages,
            )

    @api.depends("res_model", "res_ids", "incident_id", "request_id")
    def _compute_warning(self):
        for wizard in self:
            target = wizard._target()
            sources = wizard._tickets() - target
            wizard.warning = "\n".join(sources._merge_warnings(target))

    def _target(self):
        columns = self.env["service.desk.ticket.line"].LINE_FIELDS
        return self[columns[self._tickets()._name]]

    def action_confirm(self):
        """Merge, and open the ticket that goes on."""
        target = self._target()
        sources = self._tickets() - target
        if not target:
            raise UserError(self.env._("Choose the ticket that goes on."))
        if not sources:
            raise UserError(self.env._("A ticket cannot be merged into itself."))
        sources.action_merge(target.id)
        return target._get_records_action()
