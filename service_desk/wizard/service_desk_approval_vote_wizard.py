from odoo import fields, models

from ..models.service_desk_approval_data import VOTES


class ServiceDeskApprovalVoteWizard(models.TransientModel):
    """Say yes or no to an approval, with a word."""

    _name = "service.desk.approval.vote.wizard"
    _description = "Decide an Approval"

    approval_id = fields.Many2one("service.desk.approval", required=True, ondelete="cascade")
    decision = fields.Selection(VOTES, required=True)
    comment = fields.Text()

    def action_confirm(self):
        """Decide, by the approval's own verbs and their checks."""
        self.ensure_one()
        self.check_access("read")
        if self.decision == "approve":
            self.approval_id.action_approve(self.comment)
        else:
            self.approval_id.action_refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
