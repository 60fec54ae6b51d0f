from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_journey_data import PARTNER


class ResPartner(models.Model):
    """What the desk knows of a person as an employee: nothing that colleagues may not know."""

    _name = "res.partner"
    _inherit = ["res.partner", "service.desk.dialog.mixin"]

    service_desk_department_id = fields.Many2one(
        "hr.department",
        string="Department",
        compute="_compute_service_desk_employee",
        search="_search_service_desk_department_id",
        groups="base.group_user",
    )
    service_desk_job_id = fields.Many2one(
        "hr.job",
        string="Job at Work",
        compute="_compute_service_desk_employee",
        search="_search_service_desk_job_id",
        groups="base.group_user",
    )
    service_desk_job_title = fields.Char(
        string="Job", compute="_compute_service_desk_employee", groups="base.group_user"
    )
    service_desk_location_id = fields.Many2one(
        "hr.work.location",
        string="Location at Work",
        compute="_compute_service_desk_employee",
        search="_search_service_desk_location_id",
        groups="base.group_user",
    )
    service_desk_manager_id = fields.Many2one(
        "res.users",
        string="Line Manager",
        compute="_compute_service_desk_employee",
        search="_search_service_desk_manager_id",
        groups="base.group_user",
    )

    @api.depends("employee_ids")
    def _compute_service_desk_employee(self):
        employees = self._service_desk_employees()
        for partner in self:
            employee = employees.get(partner._origin.id, self.env["hr.employee"]).sudo()
            partner.service_desk_department_id = employee.department_id
            partner.service_desk_job_id = employee.job_id
            partner.service_desk_job_title = employee.job_title or employee.job_id.name
            partner.service_desk_location_id = employee.work_location_id
            partner.service_desk_manager_id = employee.parent_id.user_id

    def _search_service_desk_department_id(self, operator, value):
        return self._search_service_desk_employee("department_id", operator, value)

    def _search_service_desk_job_id(self, operator, value):
        return self._search_service_desk_employee("job_id", operator, value)

    def _search_service_desk_location_id(self, operator, value):
        return self._search_service_desk_employee("work_location_id", operator, value)

    def _search_service_desk_manager_id(self, operator, value):
        return self._search_service_desk_employee("parent_id.user_id", operator, value)

    @api.model
    def _search_service_desk_employee(self, path, operator, value):
        """Contacts of those who work here now and of whom something is true as employees."""
        if operator in Domain.NEGATIVE_OPERATORS or operator == "any!":
            return NotImplemented
        if operator == "any":
            # What is asked of the place or the manager is asked with the reader's own rights.
            field = self.env["hr.employee"]
            for name in path.split("."):
                field = self.env[field._fields[name].comodel_name]
            operator, value = "in", field.search(value).ids
        # sudo: only what colleagues may know is looked for.
        employees = self.env["hr.employee"].sudo()
        ours = Domain("work_contact_id", "!=", False)

        def contacts(condition):
            query = employees._search(ours & condition)
            return query.subselect(employees._field_to_sql(query.table, "work_contact_id", query))

        if operator != "in":
            return Domain("id", "in", contacts(Domain(path, operator, value)))
        known = [one for one in value if one]
        found = Domain("id", "in", contacts(Domain(path, "in", known)))
        if len(known) < len(value):
            # Nothing: also people who are no employees.
            found |= Domain("id", "not in", contacts(Domain(path, "!=", False)))
        return found

    def _service_desk_employees(self):
        """Contact id -> the employee who it is, with superuser rights; one search for all.

        Odoo makes the contact of the login the work contact of its employee. Who is still here
        comes before who has left.
        """
        # sudo: only what colleagues may know is read of them.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        domain = [("work_contact_id", "in", self._origin.ids)]
        found = {}
        names = ["work_contact_id", "department_id"]
        for employee in employees.search_fetch(domain, names, order="active desc, id desc"):
            found.setdefault(employee.work_contact_id.id, employee)
        return found

    def _service_desk_employee(self):
        """The employee who this contact is, with superuser rights; empty for others."""
        self.ensure_one()
        return self._service_desk_employees().get(self.id, self.env["hr.employee"].sudo())

    def _service_desk_facts(self):
        employee = self._service_desk_employee()
        facts = [employee.department_id.display_name, employee.work_location_id.name]
        if employee.parent_id:
            facts.append(self.env._("Manager: %s", employee.parent_id.name))
        return super()._service_desk_facts() + [fact for fact in facts if fact]

    def action_start_service_desk_journey(self):
        """Open the dialog that starts a journey for people of suppliers and partners."""
        self.env["service.desk.journey"]._check_is_hr(of_employees=False)
        return self._open_dialog("service.desk.journey.wizard", self.env._("Start a Journey"), kind=PARTNER)

    def unlink(self):
        """Journeys forget whoever is deleted; whoever may not delete them learns nothing of journeys."""
        self.check_access("unlink")
        self.env["service.desk.journey"]._forget_person([("partner_id", "in", self.ids)])
        return super().unlink()

    # -- What audiences ask ------------------------------------------------------------------------

    def _service_desk_is_ours(self):
        """Who is about to join is one of us before there is a login."""
        return super()._service_desk_is_ours() or bool(self._service_desk_employee())

    def _service_desk_departments(self):
        """The department of the person, with all above it."""
        department = self._service_desk_employee().department_id
        above = [int(one) for one in (department.parent_path or "").split("/") if one]
        return department.browse(above)

    def _service_desk_jobs(self):
        """The job of the person."""
        return self._service_desk_employee().job_id

    def _service_desk_locations(self):
        """Where the person works."""
        return self._service_desk_employee().work_location_id
