"""Sheets of people for the tests of their import."""

import csv
import io
from base64 import b64encode

from openpyxl import Workbook

from .journey_case import JourneyCase

COLUMNS = ("Name", "Work Mail", "Private Mail", "Department", "Job", "Manager", "First Day")


class JourneyImportCase(JourneyCase):
    """HR with a template for people of an acquired company, and a package that all of them get."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.imports = cls.env["service.desk.journey.import"].with_user(cls.hr)
        cls.acquired = cls.make_template(
            "acquired", [{"responsible": "hr"}, {"kind": "access"}, {"responsible": "manager"}]
        )
        cls.env["service.desk.access.package"].with_user(cls.access_manager).create(
            {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]}
        )

    # -- Sheets ----------------------------------------------------------------------------------

    @staticmethod
    def person(number, **texts):
        """A row about somebody of their own."""
        return {"Name": f"Person {number:03}", "Work Mail": f"person{number}@acquired.example", **texts}

    @classmethod
    def csv(cls, people, columns=COLUMNS):
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow(columns)
        writer.writerows([person.get(name, "") for name in columns] for person in people)
        return b64encode(out.getvalue().encode())

    @classmethod
    def xlsx(cls, people, columns=COLUMNS):
        book, out = Workbook(), io.BytesIO()
        book.active.append(columns)
        for person in people:
            book.active.append([person.get(name) for name in columns])
        book.save(out)
        return b64encode(out.getvalue())

    # -- Imports ---------------------------------------------------------------------------------

    def check(self, people, columns=COLUMNS, user=None, form="csv", **values):
        """An import whose sheet has been checked."""
        job = self.imports.with_user(user or self.hr).create(
            {
                "file": getattr(self, form)(people, columns),
                "file_name": f"people.{form}",
                "date_default": self.first_day,
                **values,
            }
        )
        job.action_check()
        return job

    def run_job(self):
        """The job, as often as it needs."""
        with self.enter_registry_test_mode():
            self.env.ref("service_desk_hr.cron_journey_import").method_direct_trigger()
        self.env.invalidate_all()

    def bring(self, people, **values):
        """An import that is over."""
        job = self.check(people, **values)
        job.action_start()
        self.run_job()
        return job

    def row(self, job, number):
        """The row with this number in the sheet."""
        return job.row_ids.filtered(lambda row: row.line == number)

    def brought(self):
        """Employees of the acquired company, archived ones too."""
        employees = self.env["hr.employee"].with_context(active_test=False)
        return employees.search([("work_email", "like", "@acquired.example")])

    def assertProblem(self, job, number, sentence):
        row = self.row(job, number)
        self.assertEqual(row.state, "problem", row.message)
        self.assertRegex(row.message, sentence)
