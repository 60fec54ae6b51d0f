from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyProposal(JourneyCase):
    """What HR writes down about people proposes their journeys."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [(0, 0, {"name": "Contract", "responsible": "hr"})]
        cls.hr_manager = cls.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")

    def journeys(self, employee):
        return self.env["service.desk.journey"].search([("employee_id", "=", employee.id)])

    def test_start_of_a_contract_proposes_a_joiner(self):
        """HR confirms it; until then nothing begins, and a later change moves it."""
        employee = self.employee_new.with_user(self.hr_manager)
        employee.contract_date_start = self.first_day
        journey = self.journeys(employee)
        self.assertEqual((journey.kind, journey.state, journey.date_start), ("joiner", "proposed", self.first_day))
        self.assertFalse(journey.line_ids)
        employee.contract_date_start = self.first_day + timedelta(days=7)
        self.assertEqual(journey.date_start, self.first_day + timedelta(days=7))
        with self.assertRaises(AccessError):
            journey.with_user(self.boss).action_confirm()
        journey.with_user(self.hr).action_confirm()
        self.assertEqual((journey.state, len(journey.line_ids)), ("running", 1))

    def test_another_department_proposes_a_mover(self):
        """On the day of the new version, told where from; not without a template."""
        employee = self.employee_new.with_user(self.hr)
        employee.department_id = self.support
        self.assertFalse(self.journeys(employee))
        self.make_template("mover", [{"name": "New desk"}])
        day = fields.Date.today() + timedelta(days=20)
        employee.create_version({"date_version": day, "department_id": self.sales.id})
        journey = self.journeys(employee)
        self.assertEqual((journey.kind, journey.state, journey.date_start), ("mover", "proposed", day))
        self.assertEqual((journey.from_department_id, journey.department_id), (self.support, self.sales))

    def test_proposal_shows_what_it_would_do(self):
        """Its steps on their days and by whom, none before today; once it runs, its steps stand there themselves."""
        self.template.step_ids = [
            (0, 0, {"name": "Desk", "team_id": self.team_one.id, "offset_days": -3}),
            (0, 0, {"name": "Photo", "responsible": "manager", "offset_days": -90, "condition_code": "photo"}),
        ]
        self.employee_new.with_user(self.hr_manager).contract_date_start = self.first_day
        journey = self.journeys(self.employee_new).with_user(self.hr)
        preview = journey.preview
        for words in ("Contract", "Desk", self.team_one.name, "as the manager answers"):
            self.assertIn(words, preview)
        self.assertLess(preview.index("Photo"), preview.index("Desk"))
        self.assertFalse(journey.line_ids)
        journey.action_confirm()
        self.assertFalse(journey.preview)
        self.assertEqual(journey.line_ids.filtered(lambda line: line.name == "Desk").state, "open")

    def test_proposal_without_a_template_shows_nothing(self):
        """HR reads why when they confirm it."""
        self.employee_new.with_user(self.hr_manager).contract_date_start = self.first_day
        journey = self.journeys(self.employee_new)
        journey.template_id = False
        self.assertFalse(journey.with_user(self.hr).preview)

    def test_preview_is_for_those_who_run_it(self):
        """Managers see what is done once it runs."""
        self.employee_new.with_user(self.hr_manager).contract_date_start = self.first_day
        journey = self.journeys(self.employee_new)
        with self.assertRaises(AccessError):
            journey.with_user(self.boss).read(["preview"])
        journey.with_user(self.hr).action_confirm()
        with self.assertRaises(AccessError):
            journey.with_user(self.boss).read(["preview"])

    def test_dialog_starts_what_was_proposed(self):
        """HR need not look for the proposal: it becomes what is asked for now."""
        self.employee_new.with_user(self.hr_manager).contract_date_start = self.first_day
        proposal = self.journeys(self.employee_new)
        started = self.start(date_start=self.first_day + timedelta(days=1))
        self.assertEqual((started, started.state), (proposal, "running"))
        self.assertEqual(started.date_start, self.first_day + timedelta(days=1))

    def test_other_place_before_the_first_day_is_no_move(self):
        """The proposal to join follows, with the template of the new place."""
        self.make_template("mover", [{"name": "New desk"}])
        narrow = self.make_template("joiner", [{"name": "Headset"}], department_ids=[(6, 0, self.support.ids)])
        employee = self.employee_new.with_user(self.hr_manager)
        employee.contract_date_start = self.first_day
        employee.department_id = self.support
        journey = self.journeys(employee)
        self.assertEqual((journey.kind, journey.department_id, journey.template_id), ("joiner", self.support, narrow))
