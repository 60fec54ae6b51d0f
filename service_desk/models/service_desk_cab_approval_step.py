from odoo import fields, models


class ServiceDeskApprovalStep(models.Model):
    """A step that the change advisory board decides."""

    _inherit = "service.desk.approval.step"

    approver_kind = fields.Selection(
        selection_add=[("cab", "Members of the Change Advisory Board")], ondelete={"cab": "cascade"}
    )

    def _approvers_cab(self, subject):
        """The members of the meetings ahead on whose agenda it stands; nobody for what is no change.

        Where it stands on no agenda, others are asked as for any step without approvers.
        """
        if subject._name != "service.desk.change":
            return self.env["res.users"]
        items = self.env["service.desk.cab.item"].search(
            [("change_id", "in", subject.ids), ("meeting_id.state", "=", "planned")]
        )
        return items.meeting_id.member_ids
