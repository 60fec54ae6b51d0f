from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext

from ..lifecycle import OPEN_PHASES


class ServiceDeskRequestApprovalMixin(models.AbstractModel):
    """What is approved of a request, and what follows."""

    _name = "service.desk.request.approval.mixin"
    _description = "Approval of a Request"
    _inherit = ["service.desk.ticket.approval.mixin"]

    approval_policy_id = fields.Many2one(
        "service.desk.approval.policy",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="service_desk.group_agent",
        help="Who must agree to this request. What is ordered from the catalog brings its own.",
    )

    def write(self, vals):
        if "approval_policy_id" in vals and not self.env.su:
            self._check_policy_choice(vals["approval_policy_id"])
        return super().write(vals)

    def _check_policy_choice(self, policy_id):
        """An agent who asked for something does not choose a milder policy for it."""
        for request in self.filtered("approval_policy_id"):
            if request.approval_policy_id.id != policy_id and request._is_asking():
                raise AccessError(
                    self.env._(
                        "You asked for %s yourself, so somebody else must change who approves it.",
                        request.display_name,
                    )
                )

    def _approval_policy(self):
        """What an agent chose for this one request; extended by what was ordered."""
        return super()._approval_policy() or self.sudo().approval_policy_id

    def _approval_content(self):
        env = self.env
        pairs = [
            (env._("Subject"), self.name),
            (env._("For"), self.requester_id.name),
            (env._("Asked by"), self.submitted_by_id.name),
            (env._("Service"), self.service_id.name),
            (env._("Description"), html2plaintext(self.description or "").strip()),
        ]
        is_own = self.submitted_by_id == self.requester_id
        content = [pair for pair in pairs if pair[1] and not (is_own and pair[0] == pairs[2][0])]
        return super()._approval_content() + content

    def _approval_frozen_fields(self):
        return super()._approval_frozen_fields() | {
            "name",
            "description",
            "requester_id",
            "submitted_by_id",
            "service_id",
            "company_id",
            "approval_policy_id",
        }

    def _approval_binding_fields(self):
        is_open = self.phase in OPEN_PHASES
        binding = {"name", "description", "requester_id", "submitted_by_id"} if is_open else set()
        return super()._approval_binding_fields() | binding

    def _approval_granted(self):
        result = super()._approval_granted()
        if self.state == "approval":
            self.write({"state": "in_progress"})
        return result

    def _approval_revoked(self):
        """What was begun waits again; from hold it is resumed first."""
        result = super()._approval_revoked()
        if self.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s has ended; what was agreed to stays on record.", self.display_name))
        if self.state != "approval":
            self.write({"state": "approval"})
        return result
