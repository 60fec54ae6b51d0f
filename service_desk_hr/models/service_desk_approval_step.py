from odoo import fields, models
from odoo.fields import Domain


def _ask_team_leaders(steps):
    """When the managers of people are no longer known."""
    steps.approver_kind = "team_leader"


class ServiceDeskApprovalStep(models.Model):
    """The line of managers as approvers."""

    _inherit = "service.desk.approval.step"

    approver_kind = fields.Selection(
        selection_add=[("line_manager", "Line Manager"), ("department_manager", "Manager of the Department")],
        ondelete={"line_manager": _ask_team_leaders, "department_manager": _ask_team_leaders},
    )

    def _approvers(self, subject):
        """Somebody whose login rests has no seat: whoever stands in for them is asked in their place."""
        named = super()._approvers(subject)
        return named | self._stand_ins(subject, named)

    def _stand_ins(self, subject, named):
        closed = named.filtered(lambda user: not user.active)
        if self.approver_kind == "users":
            everybody = self.with_context(active_test=False).user_ids
            closed |= everybody.filtered(lambda user: not user.active)
        if not closed:
            return closed
        # sudo: who stands in for whom only decides.
        delegations = self.env["service.desk.approval.delegation"].sudo()
        theirs = Domain("user_id", "in", closed.ids) & Domain("company_id", "in", [False, subject.company_id.id])
        barred = subject._approval_barred_users()
        current = delegations.search(theirs & delegations._domain_current())
        return current.filtered(lambda one: one.arranged_by_id not in barred).delegate_id

    def _approvers_line_manager(self, subject):
        """The manager of the person it is for; where that is nobody who can decide, the next one up."""
        employee = subject._approval_person()._service_desk_employee()
        return self._first_who_may(subject, employee.parent_id, "user_id")

    def _approvers_department_manager(self, subject):
        """The manager of the person's department; where that is nobody who can decide, of the one above."""
        department = subject._approval_person()._service_desk_employee().department_id
        return self._first_who_may(subject, department, "manager_id.user_id")

    def _first_who_may(self, subject, lowest, login):
        barred = subject._approval_barred_users()
        return self.env["service.desk.approval"]._first_up(lowest, login, subject.company_id, barred)
