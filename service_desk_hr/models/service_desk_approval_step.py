from odoo import fields, models


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

    def _approvers_line_manager(self, subject):
        """The manager of the person it is for; where that is nobody who may decide, the next one up."""
        employee = subject._approval_person()._service_desk_employee()
        return self._first_who_may(subject, employee.parent_id)

    def _approvers_department_manager(self, subject):
        """The manager of the person's department; where that is nobody who may decide, of the one above."""
        department = subject._approval_person()._service_desk_employee().department_id
        barred = subject._approval_barred_users()
        while department:
            user = department.manager_id.user_id.filtered("active")
            if user - barred:
                return user
            department = department.parent_id
        return self.env["res.users"]

    def _first_who_may(self, subject, manager):
        barred = subject._approval_barred_users()
        passed = manager.browse()
        while manager and manager not in passed:
            user = manager.user_id.filtered("active")
            if user - barred:
                return user
            passed |= manager
            manager = manager.parent_id
        return self.env["res.users"]
