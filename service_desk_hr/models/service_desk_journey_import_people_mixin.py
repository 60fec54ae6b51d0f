from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError

from ..people.places import Places
from .service_desk_journey_import_data import DONE


class ServiceDeskJourneyImportPeopleMixin(models.AbstractModel):
    """From rows to people and their journeys: what is created, and with what."""

    _name = "service.desk.journey.import.people.mixin"
    _description = "People of an Import"

    def _bring_employees(self, rows):
        """row -> employee; new ones get what colleagues may know of each other, and nothing else."""
        fresh = rows.filtered(lambda row: not row.employee_id)
        self._make_places(fresh)
        # Hundreds of notes that somebody was created tell nobody anything.
        model = self.env["hr.employee"].with_context(tracking_disable=True)
        employees = model.create([self._employee_values(row) for row in fresh]).with_env(self.env)
        made = dict(zip(fresh, employees, strict=True))
        return {row: made.get(row) or row.employee_id for row in rows}

    def _employee_values(self, row):
        return {
            "name": row.name,
            "company_id": self.company_id.id,
            "work_email": row.mail(),
            "department_id": row.department_id.id,
            "job_id": row.job_id.id,
            "work_location_id": row.location_id.id,
            "employee_type": row.employee_type or self._default_employment(),
            "parent_id": row.manager_employee_id.id or row.manager_row_id.employee_id.id,
        }

    def _make_places(self, rows):
        """Departments and jobs that the sheet names and that are not there yet."""
        if not self.makes_places:
            return
        places = Places(self.env, self.company_id)
        for row in rows:
            if row.department and not row.department_id:
                found = places.department(row.department)
                row.sudo().department_id = found if len(found) == 1 else places.make_department(row.department)
            if row.job and not row.job_id:
                found = places.job(row.job, row.department_id)
                row.sudo().job_id = found if len(found) == 1 else places.make_job(row.job, row.department_id)

    def _bring_contacts(self, rows):
        """row -> contact below the partner company."""
        organization = self.organization_id
        fresh = rows.filtered(lambda row: not row.partner_id)
        # With their own rights: who stands in another organization may get to see what is its.
        contacts = self.env["res.partner"].create(
            [
                {
                    "name": row.name,
                    "email": row.mail() or False,
                    "function": row.job,
                    "parent_id": organization.id,
                    "company_id": organization.company_id.id,
                }
                for row in fresh
            ]
        )
        made = dict(zip(fresh, contacts, strict=True))
        return {row: made.get(row) or row.partner_id for row in rows}

    def _propose_rows(self, people):
        """row -> journey with superuser rights, not started yet."""
        journeys = self.env["service.desk.journey"].sudo()  # sudo: nobody may create them but the engine
        rows = [(row, *self._journey_values(journeys, row, person)) for row, person in people.items()]
        common = {"import_id": self.id, "reason": self.env._("From the sheet %s", self.display_name)}
        made = journeys._propose_people(self.kind, [(facts, values) for _row, facts, values in rows], common)
        key = "partner_id" if self.is_of_contacts else "employee_id"
        found = {journey[key].id: journey for journey in made}
        if any(person.id not in found for person in people.values()):
            raise UserError(self.env._("This person is on such a journey already."))
        return {row: found[person.id] for row, person in people.items()}

    def _journey_values(self, journeys, row, person):
        if self.is_of_contacts:
            facts = journeys._facts_of_contact(person)
            values = journeys._contact_values(person, facts)
        else:
            facts = journeys._facts_of(person)
            values = journeys._person_values(person, facts)
        if row.private_email:
            values["contact_email"] = row.private_email
        return facts, {**values, "date_start": row.date_start, "date_end": row.date_end}

    def _link_managers(self):
        """Give those their manager whose manager stood further down in the sheet."""
        domain = [
            ("import_id", "=", self.id),
            ("state", "=", DONE),
            ("manager_row_id.employee_id", "!=", False),
            ("employee_id.parent_id", "=", False),
        ]
        below = defaultdict(lambda: self.env["hr.employee"])
        for row in self.env["service.desk.journey.import.row"].search(domain):
            below[row.manager_row_id.employee_id] |= row.employee_id
        for manager, employees in below.items():
            employees.parent_id = manager
