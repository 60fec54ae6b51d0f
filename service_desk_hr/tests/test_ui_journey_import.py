"""Fifty people of an acquired company from a spreadsheet, in a real browser."""

from datetime import date

from odoo.tests import HttpCase, tagged

from .journey_import_case import JourneyImportCase


@tagged("post_install", "-at_install")
class TestUiJourneyImport(JourneyImportCase, HttpCase):
    def test_hr_takes_in_fifty_people(self):
        """HR uploads their list, sees what is wrong, mends it, starts, and finds fifty journeys."""
        self.start_tour("/odoo/employees", "service_desk_import_people", login=self.hr.login)
        job = self.imports.search([("user_id", "=", self.hr.id)])
        self.assertEqual((job.state, job.waiting_count, job.user_id), ("running", 50, self.hr))
        self.assertFalse(self.brought())
        self.run_job()
        people = self.brought()
        self.assertEqual((job.done_count, len(people), len(job.journey_ids)), (50, 50, 50))
        self.assertEqual(set(job.journey_ids.mapped("date_start")), {date(2040, 1, 31)})
        self.assertEqual(set(people.department_id.mapped("complete_name")), {"Plant", "Plant / North"})
        self.assertEqual(people.parent_id.mapped("name"), ["Story 50"])
        path = f"/odoo/action-service_desk_hr.service_desk_journey_import_action/{job.id}"
        self.start_tour(path, "service_desk_import_people_done", login=self.hr.login)
