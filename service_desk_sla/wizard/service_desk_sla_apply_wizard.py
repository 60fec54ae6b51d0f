from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_process_data import QUEUE_KINDS

from ..words import labels


class ServiceDeskSlaApplyWizard(models.TransientModel):
    """Asks before a policy is applied to tickets that are open already, and says how many."""

    _name = "service.desk.sla.apply.wizard"
    _description = "Apply a Policy to Open Tickets"

    policy_id = fields.Many2one("service.desk.sla.policy", required=True, readonly=True)
    preview = fields.Text(compute="_compute_preview")
    total = fields.Integer(compute="_compute_preview")

    @api.depends("policy_id")
    def _compute_preview(self):
        words = labels(self.env["service.desk.work"], "res_model")
        for wizard in self:
            wizard.policy_id.check_access("write")
            counts = wizard.policy_id._count_concerned()
            wizard.total = sum(counts.values())
            wizard.preview = "\n".join(
                f"{words[model]}: {counts[model]}" for model, _label in QUEUE_KINDS if counts.get(model)
            )

    def action_confirm(self):
        """Apply it, at once or in the background."""
        self.ensure_one()
        is_done = self.policy_id._apply()
        text = (
            self.env._("The open tickets have been asked anew which policy holds for them.")
            if is_done
            else self.env._("The open tickets are being asked anew in the background; the policy tells how long.")
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": text, "next": {"type": "ir.actions.act_window_close"}},
        }
