from odoo import api, fields, models


class ServiceDeskJourneyFactsMixin(models.AbstractModel):
    """Who the journey is about: facts that colleagues may know, as they were when it began.

    Nothing here comes from the private part of an employee's file.
    """

    _name = "service.desk.journey.facts.mixin"
    _description = "Whom a Journey Is About"

    employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="set null", groups="hr.group_hr_user"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Contact", readonly=True, index="btree_not_null", ondelete="set null"
    )
    person_name = fields.Char(string="Person", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True, index="btree_not_null")
    job_id = fields.Many2one("hr.job", readonly=True, index="btree_not_null")
    location_id = fields.Many2one("hr.work.location", string="Work Location", readonly=True, index="btree_not_null")
    employee_type = fields.Char(readonly=True)
    from_department_id = fields.Many2one("hr.department", string="Former Department", readonly=True)
    from_job_id = fields.Many2one("hr.job", string="Former Job", readonly=True)
    hr_user_id = fields.Many2one("res.users", string="HR", readonly=True, index="btree_not_null")
    manager_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    buddy_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")

    contact_email = fields.Char(
        string="Mail Address", readonly=True, help="Where messages to the person go before their own mailbox works."
    )

    def _address_of(self, recipient):
        """The mail address of somebody who has a part in this journey, or False."""
        self.ensure_one()
        if recipient == "person":
            return self.contact_email or self.partner_id.email
        return self._told_user(recipient).email

    def _told_user(self, recipient):
        """The colleague who is told instead of the person; nobody where the one who is meant is not known."""
        return {"manager": self.manager_id, "buddy": self.buddy_id, "hr": self.hr_user_id}[recipient]

    @api.model
    def _facts_of(self, employee, version=None):
        """What decides about the journey of an employee.

        :param employee: one ``hr.employee``
        :param version: the ``hr.version`` that is meant; today's without one
        :return: dict with ``company_id``, ``department_id``, ``job_id``, ``location_id``,
            ``employee_type`` and ``manager`` (an employee)
        """
        # sudo: reads what colleagues may know, and the kind of employment, which decides alone.
        person = employee.sudo()
        place = version.sudo() if version else person
        return {
            "company_id": person.company_id,
            "department_id": place.department_id,
            "job_id": place.job_id,
            "location_id": place.work_location_id,
            "employee_type": place.employee_type,
            "manager": person.parent_id or self._department_manager(person, place.department_id),
        }

    @api.model
    def _department_manager(self, person, department):
        """Who manages the department of somebody, or the one above: nobody is their own manager."""
        while department and department.manager_id in (person, person.browse()):
            department = department.parent_id
        return department.manager_id

    @api.model
    def _facts_of_contact(self, partner):
        """The same for somebody who is no employee: a supplier's or a partner's person."""
        nothing = {name: self.env[model] for name, model in _MODELS.items()}
        company = partner.sudo().company_id or self.env.company
        return {**nothing, "company_id": company, "employee_type": False, "manager": self.env["hr.employee"]}

    @api.model
    def _contact_values(self, partner, facts):
        """What a journey remembers of somebody who is no employee."""
        person = partner.sudo()  # sudo: the name of a contact that the caller may read
        return {
            "partner_id": person.id,
            "person_name": person.name,
            "company_id": facts["company_id"].id,
            "contact_email": person.email,
        }

    def _facts(self):
        """The facts that a journey remembers, as :meth:`_facts_of` gives them."""
        self.ensure_one()
        return {
            "company_id": self.company_id,
            "employee_type": self.employee_type,
            **{name: self[name] for name in _MODELS},
        }

    @api.model
    def _contact_of(self, employee):
        """The contact by which the desk knows an employee: that of the login, else of their work."""
        person = employee.sudo()  # sudo: who somebody is to the desk is no secret to it
        return person.user_id.partner_id or person.work_contact_id

    def _logins(self):
        """The logins of the person that are open."""
        # sudo: HR need not be able to read users.
        return self._contacts().sudo().user_ids.filtered("active")

    def _contacts(self):
        """The person's own contacts: the one of the journey, of the login and of the work.

        Not those with the same mail address: several people may share one.
        """
        self.ensure_one()
        employee = self.sudo().employee_id  # sudo: see above
        return self.partner_id | employee.user_id.partner_id | employee.work_contact_id

    @api.model
    def _person_values(self, employee, facts):
        """What a journey remembers of an employee."""
        manager = facts["manager"]
        return {
            "employee_id": employee.id,
            "partner_id": self._contact_of(employee).id,
            "person_name": employee.sudo().name,
            "company_id": facts["company_id"].id,
            "employee_type": facts["employee_type"],
            "manager_id": manager.user_id.id,
            "manager_employee_id": manager.id,
            "buddy_id": employee.sudo().coach_id.user_id.id,
            **{name: facts[name].id for name in _MODELS},
        }


#: Facts that are records -> their model.
_MODELS = {"department_id": "hr.department", "job_id": "hr.job", "location_id": "hr.work.location"}
