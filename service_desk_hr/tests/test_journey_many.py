from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .journey_case import JourneyCase

MODELS = "odoo.addons.service_desk_hr.models.service_desk_journey_queue_mixin"


@tagged("post_install", "-at_install")
class TestJourneyMany(JourneyCase):
    """Hundreds of journeys start one after the other, and HR sees how far that is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr"}),
            (0, 0, {"name": "Desk", "team_id": cls.team_one.id}),
        ]
        cls.people = cls.env["hr.employee"].create(
            [
                {"name": f"P{number}", "department_id": cls.sales.id, "parent_id": cls.boss_employee.id}
                for number in range(4)
            ]
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(patch(f"{MODELS}.MAX_AT_ONCE", 2))
        self.startPatcher(patch(f"{MODELS}.BATCH_SIZE", 3))
        self.progress = self.startPatcher(patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9))

    def start_all(self):
        """The journeys of all people, and what the dialog answers."""
        wizard = (
            self.env["service.desk.journey.wizard"]
            .with_user(self.hr)
            .create({"kind": "joiner", "employee_ids": [(6, 0, self.people.ids)], "date_start": self.first_day})
        )
        action = wizard.action_start()
        journeys = self.env["service.desk.journey"].with_user(self.hr)
        return journeys.search([("employee_id", "in", self.people.ids)], order="id"), action

    def run_job(self):
        self.env["service.desk.journey"].with_context(lang=None)._cron_run()

    def test_many_start_by_the_job(self):
        """The dialog is done at once and shows them by state; what waits says so."""
        journeys, action = self.start_all()
        self.assertEqual(set(journeys.mapped("state")), {"proposed"})
        self.assertEqual(set(journeys.mapped("waits_for")), {"Starts soon"})
        self.assertIn("4", action["params"]["message"])
        following = action["params"]["next"]
        self.assertEqual(following["context"]["group_by"], "state")
        self.assertEqual(journeys.search(following["domain"]), journeys)
        self.run_job()
        self.assertEqual(set(journeys.mapped("state")), {"running"})
        self.assertEqual(set(journeys.line_ids.mapped("state")), {"open"})
        done = [call.args[0] for call in self.progress.call_args_list if call.args]
        self.assertEqual(done[:2], [3, 1])

    def test_job_acts_for_whoever_confirmed(self):
        """History and notices name them, and their own journey is not started by them."""
        self.people[0].user_id = self.hr
        journeys, _action = self.start_all()
        self.run_job()
        own = journeys.sudo().search([("employee_id", "=", self.people[0].id)])
        self.assertEqual((own.state, own.is_confirmed), ("proposed", False))
        self.assertIn("colleague", own.problem)
        self.assertNotIn(own, journeys)
        others = journeys
        self.assertEqual(set(others.mapped("state")), {"running"})
        started = others.event_ids.filtered(lambda event: event.kind == "started")
        self.assertEqual(started.user_id, self.hr)

    def test_one_that_cannot_start_keeps_nobody_back(self):
        """It says why, in the list and in its history, and HR tries again when it is mended."""
        journeys, _action = self.start_all()
        broken = journeys[1].sudo()
        broken.date_start = False
        self.run_job()
        self.assertEqual(set((journeys - broken).mapped("state")), {"running"})
        self.assertEqual((broken.state, broken.waits_for), ("proposed", broken.problem))
        self.assertIn("day is missing", broken.problem)
        self.run_job()
        self.assertEqual(len(broken.event_ids.filtered(lambda event: event.kind == "failed")), 1)
        broken.date_start = self.first_day
        broken.with_user(self.hr).action_confirm()
        self.assertEqual((broken.state, broken.problem), ("running", False))

    def test_unexpected_error_stops_one_alone(self):
        """Also what nobody has thought of; the words of the machine stay in the log."""
        journeys, _action = self.start_all()
        model = type(self.env["service.desk.journey"])
        original, broken = model._create_lines, journeys[2]

        def create_lines(these):
            if broken.id in these.ids:
                raise ValueError("secret of the machine")
            return original(these)

        with patch.object(model, "_create_lines", create_lines), self.assertLogs(MODELS, "ERROR"):
            self.run_job()
        self.assertEqual(set((journeys - broken).mapped("state")), {"running"})
        self.assertEqual((broken.state, broken.line_ids.ids), ("proposed", []))
        self.assertIn("unexpected", broken.problem)
        self.assertNotIn("secret", broken.problem)

    def test_many_are_confirmed_from_the_list(self):
        """The same way; what was cancelled meanwhile does not start."""
        journeys = self.env["service.desk.journey"].with_user(self.hr)
        journeys = journeys._propose("joiner", self.people, self.first_day).with_user(self.hr)
        with self.assertRaises(AccessError):
            journeys.with_user(self.boss).action_confirm()
        action = journeys.action_confirm()
        self.assertEqual(action["tag"], "display_notification")
        journeys[0].action_cancel("Not coming")
        self.run_job()
        self.assertEqual(journeys[0].state, "cancelled")
        self.assertEqual(set(journeys[1:].mapped("state")), {"running"})

    def test_job_started_again_starts_nobody_twice(self):
        """Whoever is started already is left alone."""
        journeys, _action = self.start_all()
        journeys[0].sudo()._start()
        self.run_job()
        self.run_job()
        self.assertEqual([len(journey.line_ids) for journey in journeys], [2, 2, 2, 2])
        tasks = self.env["service.desk.task"].search_count([("journey_line_id", "in", journeys.line_ids.ids)])
        self.assertEqual(tasks, 8)
