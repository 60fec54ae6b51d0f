from odoo import fields, models


class ServiceDeskRequest(models.Model):
    """A request by which access is ordered."""

    _inherit = "service.desk.request"

    access_ids = fields.One2many("service.desk.access", "request_id", groups="service_desk.group_agent")

    def _is_walled(self):
        """Whether fewer people may read this than the register of access."""
        return self.is_confidential or self.team_id.visibility == "restricted"

    def _is_approved_for_access(self, entitlement):
        """Whether approvers have agreed to this access by agreeing to the order.

        By the policy of the item, which access managers watch over; one that an agent chose for
        the request does not count.
        """
        item = self.item_id
        rounds = self.approval_ids
        last = rounds.filtered(lambda one: one.round == max(rounds.mapped("round")))
        return (
            self.approval_state == "approved"
            and entitlement in item.entitlement_ids
            and bool(item.approval_policy_id)
            and last.policy_id == item.approval_policy_id
        )
