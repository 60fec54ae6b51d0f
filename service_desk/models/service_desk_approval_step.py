from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .service_desk_approval_data import APPROVER_KINDS, EXPIRY_ENDS


class ServiceDeskApprovalStep(models.Model):
    """One question of a policy: who is asked, how many of them must agree, and until when.

    A kind of approvers is an extension point: add it to ``approver_kind`` and write
    ``_approvers_<kind>(subject)``.
    """

    _name = "service.desk.approval.step"
    _description = "Approval Step"
    _order = "policy_id, sequence, id"

    policy_id = fields.Many2one("service.desk.approval.policy", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="policy_id.company_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    approver_kind = fields.Selection(APPROVER_KINDS, string="Approvers", required=True, default="users")
    user_ids = fields.Many2many(
        "res.users", "service_desk_approval_step_user_rel", "step_id", "user_id", string="People"
    )
    group_id = fields.Many2one("res.groups", ondelete="restrict")
    percent = fields.Integer(
        string="Quorum (%)",
        required=True,
        default=100,
        help="Share of those asked who must agree: 100 means all, 1 means any one of them.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    min_amount = fields.Float(
        string="From an Amount Of",
        help="The step is left out for less. 0 means always. In the currency of the company in which it is ordered.",
    )
    reminder_hours = fields.Integer(string="Remind Every (Hours)", help="0 means as the policy says.")
    expiry_hours = fields.Integer(string="Expires After (Hours)", help="0 means as the policy says.")
    on_expiry = fields.Selection(EXPIRY_ENDS, string="When It Expires", required=True, default="refuse")
    fallback_user_ids = fields.Many2many(
        "res.users",
        "service_desk_approval_step_fallback_rel",
        "step_id",
        "user_id",
        string="Others to Ask",
        help="When nobody of the approvers may decide, or they have not until it expired. Without"
        " them the managers of the desk are asked.",
    )

    _percent_sane = models.Constraint("CHECK(percent BETWEEN 1 AND 100)", "A quorum is between 1 and 100 percent.")
    _figures_sane = models.Constraint(
        "CHECK(reminder_hours >= 0 AND expiry_hours >= 0 AND min_amount >= 0)",
        "Hours and amounts cannot be negative.",
    )

    @api.depends("company_id")
    def _compute_currency_id(self):
        """That of the company; of all companies, where they have the same one."""
        # sudo: which currencies there are is no secret.
        shared = self.env["res.company"].sudo().search(Domain.TRUE).currency_id
        for step in self:
            own = step.company_id.sudo().currency_id
            step.currency_id = own or (shared if len(shared) == 1 else False)

    @api.constrains("approver_kind", "user_ids", "group_id")
    def _check_approvers(self):
        for step in self:
            is_missing = {"users": not step.user_ids, "group": not step.group_id}
            if is_missing.get(step.approver_kind):
                raise ValidationError(self.env._("Say who approves the step “%s”.", step.name))

    # -- Who -----------------------------------------------------------------------------------

    def _approvers(self, subject):
        """Whom the step asks about something, before anybody is left out.

        :param subject: record of ``service.desk.approvable.mixin`` with superuser rights
        :return: ``res.users``
        """
        self.ensure_one()
        return getattr(self, f"_approvers_{self.approver_kind}")(subject)

    def _approvers_users(self, _subject):
        return self.user_ids

    def _approvers_group(self, _subject):
        return self.group_id.all_user_ids

    def _approvers_team_leader(self, subject):
        return subject._approval_team_leaders()

    def _approvers_service_owner(self, subject):
        return subject._approval_service_owners()

    def _approvers_entitlement_owner(self, subject):
        return subject._approval_entitlement_owners()

    def _facts(self):
        """What an approval remembers of its step, so that editing a policy changes no open round."""
        self.ensure_one()
        policy = self.policy_id
        return {
            "step_id": self.id,
            "policy_id": policy.id,
            "name": self.name,
            "percent": self.percent,
            "is_refused_by_first": policy.is_refused_by_first,
            "reminder_hours": self.reminder_hours or policy.reminder_hours,
            "expiry_hours": self.expiry_hours or policy.expiry_hours,
            "on_expiry": self.on_expiry,
            "fallback_user_ids": [(6, 0, self.fallback_user_ids.ids)],
        }
