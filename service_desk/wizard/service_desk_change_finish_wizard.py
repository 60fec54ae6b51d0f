from odoo import api, fields, models

from ..models.service_desk_change_data import BACKED_OUT, OUTCOMES


class ServiceDeskChangeFinishWizard(models.TransientModel):
    """The work on changes is over: how it went, in two clicks and a sentence."""

    _name = "service.desk.change.finish.wizard"
    _description = "End of the Work"
    _inherit = ["service.desk.ticket.wizard"]

    outcome = fields.Selection(OUTCOMES, required=True, default="successful")
    is_backout_used = fields.Boolean(
        string="Back-Out Used",
        compute="_compute_is_backout_used",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="One had to go back, all the way or in part.",
    )
    resolution = fields.Html(string="What was done")

    @api.depends("outcome")
    def _compute_is_backout_used(self):
        for wizard in self:
            wizard.is_backout_used = wizard.outcome == BACKED_OUT

    def action_confirm(self):
        """Go on to the review."""
        values = {"state": "review", "outcome": self.outcome, "is_backout_used": self.is_backout_used}
        if self.resolution:
            values["resolution"] = self.resolution
        self._tickets().write(values)
        return {"type": "ir.actions.act_window_close"}
