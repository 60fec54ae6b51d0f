from odoo import fields, models


class ServiceDeskApprovalReplaceWizard(models.TransientModel):
    """Put somebody else into the seat of an approver who is absent."""

    _name = "service.desk.approval.replace.wizard"
    _description = "Replace an Approver"

    approval_id = fields.Many2one("service.desk.approval", required=True, ondelete="cascade")
    seat_id = fields.Many2one(
        "service.desk.approval.decision",
        string="Who Is Absent",
        required=True,
        ondelete="cascade",
        domain="[('approval_id', '=', approval_id), ('decision', '=', False)]",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Decides Instead",
        required=True,
        ondelete="cascade",
        help="Not one of those who asked for it.",
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Replace, by the approval's own verb and its checks."""
        self.ensure_one()
        self.check_access("read")
        self.approval_id.action_replace(self.seat_id.approver_id.id, self.user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
