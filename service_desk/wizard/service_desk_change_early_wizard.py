from odoo import api, fields, models


class ServiceDeskChangeEarlyWizard(models.TransientModel):
    """A change is about to begin before its time: what the plan says, and whether that is meant."""

    _name = "service.desk.change.early.wizard"
    _description = "Begin a Change Early"
    _inherit = ["service.desk.ticket.wizard"]

    date_planned_start = fields.Datetime(string="Planned Start", compute="_compute_plan", compute_sudo=False)
    date_planned_end = fields.Datetime(string="Planned End", compute="_compute_plan", compute_sudo=False)
    has_outages = fields.Boolean(compute="_compute_plan", compute_sudo=False, help="People expect it at that time.")

    @api.depends("res_model", "res_ids")
    def _compute_plan(self):
        for wizard in self:
            change = wizard._tickets()[:1]
            wizard.date_planned_start = change.date_planned_start
            wizard.date_planned_end = change.date_planned_end
            wizard.has_outages = bool(change.outage_ids)

    def action_confirm(self):
        """Begin nevertheless; the history says that it was early."""
        self._tickets().action_implement()
        return {"type": "ir.actions.act_window_close"}
