from odoo import api, fields, models
from odoo.fields import Domain

#: Own field -> the fact about a person with which it is compared.
CRITERIA = {
    "company_id": "company_id",
    "department_ids": "department_id",
    "job_ids": "job_id",
    "location_ids": "location_id",
    "employee_type": "employee_type",
}


class ServiceDeskJourneyMatchMixin(models.AbstractModel):
    """What is for people of some companies, departments, jobs, locations and kinds of employment.

    An empty field is for everybody; a department is meant with all below it. Facts about a person
    are a dict as ``service.desk.journey._facts_of`` gives it.
    """

    _name = "service.desk.journey.match.mixin"
    _description = "For Whom in the Company"
    _inherit = ["service.desk.boundary.mixin"]
    _check_company_auto = True

    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    department_ids = fields.Many2many("hr.department", string="Departments", help="With all departments below.")
    job_ids = fields.Many2many("hr.job", string="Jobs")
    location_ids = fields.Many2many("hr.work.location", string="Work Locations")
    employee_type = fields.Selection(
        lambda self: self.env["hr.version"]._fields["employee_type"]._description_selection(self.env),
        string="Employment",
        help="Leave empty for all.",
    )

    @api.model
    def _domain_matching(self, facts):
        """Those that are for a person with these facts."""
        department = facts.get("department_id")
        path = [int(one) for one in (department.parent_path or "").split("/") if one] if department else []
        asked = {
            "company_id": facts["company_id"].ids,
            "department_ids": path,
            "job_ids": facts["job_id"].ids if facts.get("job_id") else [],
            "location_ids": facts["location_id"].ids if facts.get("location_id") else [],
            "employee_type": [facts["employee_type"]] if facts.get("employee_type") else [],
        }
        return Domain.AND(Domain(name, "in", [False, *values]) for name, values in asked.items())

    @api.model
    def _matching(self, facts, domain=Domain.TRUE):
        """Those that are for a person with these facts, the narrowest first."""
        found = self.search(self._domain_matching(facts) & domain)
        return found.sorted(lambda one: (-one._narrowness(), one.sequence, one.id))

    def _narrowness(self):
        """Of how many things it says something."""
        return sum(bool(self[name]) for name in CRITERIA)

    @api.model
    def _once_for_alike(self, find, *arguments):
        """A function that looks once for all people of whom the same is known.

        :param str find: name of a method that takes arguments and facts about a person
        """
        known = {}

        def find_once(facts):
            key = tuple(facts[name] for name in CRITERIA.values())
            if key not in known:
                known[key] = getattr(self, find)(*arguments, facts)
            return known[key]

        return find_once
