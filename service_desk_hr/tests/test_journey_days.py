from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .. import journey_rules
from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyDays(JourneyCase):
    """Nobody is late with what could not be done before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template.step_ids = [
            (0, 0, {"name": "Contract", "responsible": "hr", "offset_days": -60}),
            (
                0,
                0,
                {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id, "offset_days": -40, "lead_days": 2},
            ),
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
        ]
        cls.today = fields.Date.today()

    def next_working_day(self, journey):
        is_working = journey.sudo()._is_working_day(journey.company_id)
        return self.today if is_working(self.today) else journey_rules.shift(self.today, 1, is_working)

    def test_journey_that_starts_late_has_no_late_step(self):
        """What should have been done weeks ago is due on the day it starts, and begins at once."""
        journey = self.start()
        contract, laptop = self.line(journey, "Contract"), self.line(journey, "Laptop")
        first = self.next_working_day(journey)
        self.assertEqual((contract.date_due, laptop.date_due), (first, first))
        self.assertEqual((contract.state, laptop.state), ("open", "open"))
        self.assertEqual(laptop.task_id.date_due, laptop._due_moment())
        self.assertEqual(journey.late_count, 0)
        self.assertFalse(journey.line_ids.filtered("is_late"))
        self.assertEqual(self.line(journey, "Lunch").date_due, self.first_day)

    def test_what_goes_by_itself_does_not_wait_for_a_working_day(self):
        """Started on a holiday, people's work is due on the next day; access that is long due is there at once."""
        package = {"name": "All", "entitlement_ids": [(6, 0, self.by_hand.ids)]}
        self.env["service.desk.access.package"].with_user(self.access_manager).create(package)
        self.template.step_ids = [
            (0, 0, {"name": "Access", "kind": "access", "offset_days": -60}),
            (0, 0, {"name": "Soon", "kind": "hand_out", "team_id": self.team_one.id, "offset_days": -60}),
        ]
        model = type(self.env["service.desk.journey"])
        today = self.today
        with patch.object(model, "_is_working_day", lambda _self, _company: lambda day: day != today):
            journey = self.start()
        self.assertEqual(self.line(journey, "Soon").date_due, today + timedelta(days=1))
        grant = self.line(journey, "Access").grant_ids
        self.assertEqual((grant.state, grant.date_start), ("granting", False))

    def test_step_is_late_once_its_day_has_passed(self):
        """As all others."""
        journey = self.start()
        contract = self.line(journey, "Contract")
        contract.date_due = self.today - timedelta(days=1)
        self.assertTrue(contract.is_late)
        self.assertEqual(journey.late_count, 1)

    def test_earlier_first_day_makes_nothing_late(self):
        """What was late before stays so."""
        journey = self.start()
        contract, lunch = self.line(journey, "Contract"), self.line(journey, "Lunch")
        late = contract.date_due = self.today - timedelta(days=3)
        journey.action_move(date_start=self.today - timedelta(days=10))
        self.assertEqual(lunch.date_due, self.next_working_day(journey))
        self.assertFalse(lunch.is_late)
        self.assertTrue(late <= contract.date_due < self.today)

    def test_leaver_of_yesterday_is_out_at_once(self):
        """Due today; what ends something does not wait for the evening, for its own day is over."""
        user = self.make_user("test_leaver", "base.group_user")
        self.make_template("leaver", [{"name": "Login", "kind": "login", "anchor": "end"}])
        leaver = self.make_employee("Leo Leaver", user_id=user.id)
        journey = self.start("leaver", leaver, date_end=self.today - timedelta(days=3))
        login = self.line(journey, "Login")
        self.assertEqual((login.state, user.active), ("done", False))
        self.assertEqual(login.date_due, self.next_working_day(journey))
