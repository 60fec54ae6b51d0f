from odoo import fields, models


class ServiceDeskRequest(models.Model):
    """A request by which access is ordered."""

    _inherit = "service.desk.request"

    access_ids = fields.One2many(
        "service.desk.access", "request_id", string="Access", groups="service_desk.group_agent"
    )

    def _is_approved_for_access(self):
        """Whether approvers have agreed to what this request orders."""
        self.ensure_one()
        return self.approval_state == "approved"

    def _access_settled(self, accesses):
        """Access that was ordered with this request was granted, refused, cancelled or revoked.

        A hook for the life of orders; called with superuser rights.
        """
