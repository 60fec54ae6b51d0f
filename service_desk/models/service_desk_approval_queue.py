from odoo import api, models
from odoo.tools import SQL


class ServiceDeskApprovalDecision(models.Model):
    """Open seats stand in the queue of those who sit on them."""

    _name = "service.desk.approval.decision"
    _inherit = ["service.desk.approval.decision", "service.desk.queued.mixin"]

    @api.model
    def _queue_columns(self):
        return {
            "res_model": SQL("'service.desk.approval'"),
            "res_id": SQL("a.id"),
            "number": SQL("a.number"),
            "name": SQL("concat_ws(': ', a.title, a.name)"),
            "state": SQL("a.state"),
            "phase": SQL("'active'"),
            "priority": SQL("COALESCE(r.priority, '3')"),
            "company_id": SQL("a.company_id"),
            "user_id": SQL("t.approver_id"),
            "date_opened": SQL("a.date_start"),
            "date_due": SQL("a.date_due"),
            # The wall of the queue looks at these: an approver sees what they are asked.
            "is_confidential": SQL("FALSE"),
        }

    @api.model
    def _queue_from(self):
        return SQL(
            "service_desk_approval_decision t"
            " JOIN service_desk_approval a ON a.id = t.approval_id"
            " LEFT JOIN service_desk_request r ON r.id = a.request_id"
        )

    @api.model
    def _queue_where(self):
        return SQL("t.decision IS NULL AND a.state = 'pending'")

    @api.model
    def _queue_flush(self):
        self.flush_model(["approval_id", "approver_id", "decision"])
        self.env["service.desk.approval"].flush_model(
            ["number", "title", "name", "state", "company_id", "date_start", "date_due", "request_id"]
        )
        self.env["service.desk.request"].flush_model(["priority"])
