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
        return self._first_who_may(subject, employee.parent_id, "user_id")

    def _approvers_department_manager(self, subject):
        """The manager of the person's department; where that is nobody who may decide, of the one above."""
        department = subject._approval_person()._service_desk_employee().department_id
        return self._first_who_may(subject, department, "manager_id.user_id")

    def _first_who_may(self, subject, lowest, login):
        """The first one on the way up who may decide; nobody when the way ends, or goes round in a circle.

        :param lowest: the record with a ``parent_id`` from which the way leads up
        :param str login: from a record on the way to whoever decides there
        """
        barred = subject._approval_barred_users()
        current, passed = lowest, lowest.browse()
        while current and current not in passed:
            user = current.mapped(login).filtered("active")
            if user - barred:
                return user
            passed |= current
            current = current.parent_id
        return self.env["res.users"]
