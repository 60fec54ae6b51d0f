from odoo import fields, models
from odoo.fields import Domain


class ServiceDeskWork(models.Model):
    """Approvals in the queue are seen by who is asked, and by nobody else."""

    _inherit = "service.desk.work"

    is_open_to_me = fields.Boolean(
        compute="_compute_is_open_to_me",
        search="_search_is_open_to_me",
        help="No approval, or one that waits for the current user.",
    )

    def _domain_open_to_me(self):
        approvals = self.env["service.desk.approval"].sudo()
        # sudo: the rows of the queue are the user's own seats, or those they sit on today.
        seats = (
            self.env["service.desk.approval.decision"]
            .sudo()
            .search_fetch(
                self.env["service.desk.approval.decision"]._domain_open_of(self.env.user)
                & Domain("approval_id", "any!", approvals._domain_waiting_for_me()),
                ["approval_id", "approver_id"],
            )
        )
        mine = Domain("res_id", "in", seats.approval_id.ids) & Domain("user_id", "in", seats.approver_id.ids)
        is_approval = Domain("res_model", "=", "service.desk.approval")
        return ~is_approval | (is_approval & mine)

    def _search_is_open_to_me(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_open_to_me()
        return domain if True in value else ~domain

    def _compute_is_open_to_me(self):
        # sudo: the flag is what the rules ask for.
        found = set(self.sudo().search(Domain("id", "in", self.ids) & self._domain_open_to_me()).ids)
        for row in self:
            row.is_open_to_me = row.id in found
