from odoo import models

from ..lifecycle import OPEN_PHASES


class ServiceDeskOrderPortalMixin(models.AbstractModel):
    """How far an order is, for the page of its requester: plain values and nothing else."""

    _name = "service.desk.order.portal.mixin"
    _description = "Order on the Portal"

    def _portal_detail(self):
        # sudo: requesters may not read approvals; only what is named here leaves.
        approvals = self.sudo()._portal_approvals()
        return super()._portal_detail() | {"approvals": approvals, "timeline": self._portal_timeline()}

    def _portal_open_detail(self):
        """Whoever has only the link learns nothing of who decides and who works."""
        return {**super()._portal_open_detail(), "approvals": [], "timeline": []}

    def _portal_approvals(self):
        """The steps of the last round: who is asked, and what they said.

        Names are for colleagues; customers read the step alone. Comments are for the desk, the
        reason of a refusal stands in the outcome.
        """
        approvals = self.approval_ids
        last = max(approvals.mapped("round"), default=0)
        words = {
            "waiting": self.env._("To come"),
            "pending": self.env._("Waiting"),
            "approved": self.env._("Approved"),
            "refused": self.env._("Declined"),
            "expired": self.env._("Not decided in time"),
        }
        is_ours = self.env.user._is_internal()
        shown = approvals.filtered(lambda one: one.round == last and one.state in words)
        return [
            {
                "name": one.name,
                "state": one.state,
                "state_label": words[one.state],
                "people": one.approver_names if is_ours and one.state == "pending" else "",
                "date": one.date_decided,
            }
            for one in shown.sorted("sequence")
            if self.phase in OPEN_PHASES or one.state != "waiting"
        ]
