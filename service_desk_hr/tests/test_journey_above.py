from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyAbove(JourneyCase):
    """Who stands above the person, along the organization chart and by the department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.director = cls.make_user("test_director", "base.group_user")
        cls.director_employee = cls.make_employee("Dora Director", user_id=cls.director.id, parent_id=False)
        cls.boss_employee.parent_id = cls.director_employee
        cls.head = cls.make_user("test_head", "base.group_user")
        cls.division = cls.env["hr.department"].create({"name": "Division"})
        cls.head_employee = cls.make_employee(
            "Hedda Head", user_id=cls.head.id, parent_id=False, department_id=cls.division.id
        )
        cls.division.manager_id = cls.head_employee
        cls.sales.parent_id = cls.division
        cls.peer = cls.make_user("test_peer", "base.group_user")
        peer = cls.make_employee("Pete Peer", user_id=cls.peer.id, parent_id=cls.director_employee.id)
        cls.make_employee("Paula Below", parent_id=peer.id)
        cls.choices = cls.make_item("Choices", [{"code": "desk", "kind": "yes_no"}])
        cls.template.question_item_id = cls.choices
        cls.template.step_ids = [
            (0, 0, {"name": "Lunch", "responsible": "manager"}),
            (0, 0, {"name": "Laptop", "kind": "hand_out", "team_id": cls.team_one.id}),
        ]

    def seen_by(self, user):
        return self.env["service.desk.journey"].with_user(user).search([])

    def test_everybody_above_sees_it(self):
        """The line manager, the one above, and the manager of the department above; not a peer."""
        journey = self.start()
        for user in (self.boss, self.director, self.head):
            with self.subTest(user=user.login):
                self.assertEqual(self.seen_by(user), journey)
                self.assertEqual(journey.with_user(user).line_ids.mapped("name"), ["Lunch", "Laptop"])
                self.assertEqual(journey.with_user(user).read(["progress", "waits_for"])[0]["progress"], 0)
                self.assertTrue(journey.with_user(user).is_led)
        for user in (self.peer, self.stranger):
            with self.subTest(user=user.login):
                self.assertFalse(self.seen_by(user))
                self.assertFalse(self.env["service.desk.journey.line"].with_user(user).search([]))
                with self.assertRaises(AccessError):
                    journey.with_user(user).read(["person_name"])

    def test_proposals_are_hrs_alone(self):
        """Nobody above sees what HR has not confirmed."""
        journey = (
            self.env["service.desk.journey"].with_user(self.hr)._propose("joiner", self.employee_new, self.first_day)
        )
        self.assertFalse(self.seen_by(self.boss) | self.seen_by(self.director))
        journey.with_user(self.hr).action_confirm()
        self.assertTrue(self.seen_by(self.boss) & self.seen_by(self.director))

    def test_another_company_stays_outside(self):
        """Whoever stands above works with the company, or sees nothing."""
        journey = self.start()
        sister = self.env["res.company"].create({"name": "Sister"})
        self.director.write({"company_ids": [(6, 0, sister.ids)], "company_id": sister.id})
        self.assertFalse(self.seen_by(self.director))
        self.assertEqual(self.seen_by(self.boss), journey)

    def test_nobody_stands_above_themself(self):
        """A manager of a department who leaves does not see it, nor do chains that bite their tail show it."""
        self.make_template(
            "leaver", [{"name": "Keys", "kind": "take_back", "team_id": self.team_one.id, "anchor": "end"}]
        )
        self.sales.manager_id = self.boss_employee
        journey = self.start("leaver", self.boss_employee)
        self.assertEqual(journey.sudo().manager_id, self.director)
        self.assertFalse(self.seen_by(self.boss))
        self.assertFalse(self.env["service.desk.journey.line"].with_user(self.boss).search([]))
        self.assertEqual(self.seen_by(self.director), journey)
        self.director_employee.parent_id = self.employee_new
        self.assertFalse(self.seen_by(self.boss))

    def test_manager_without_a_manager_is_not_their_own(self):
        """The one of the department above is asked instead."""
        self.sales.manager_id = self.boss_employee
        self.boss_employee.parent_id = False
        facts = self.env["service.desk.journey"]._facts_of(self.boss_employee)
        self.assertEqual(facts["manager"], self.head_employee)

    def test_those_above_only_look_on(self):
        """The line manager answers; while that one is there in time, nobody above does."""
        journey = self.start()
        self.assertTrue(journey.with_user(self.boss).may_decide)
        self.assertFalse(journey.with_user(self.director).may_decide)
        with self.assertRaises(AccessError):
            journey.with_user(self.director).action_answer({"desk": "yes"})
        line = self.line(journey, "Lunch").with_user(self.director)
        with self.assertRaises(AccessError):
            line.action_done("x")
        self.assertFalse(line.may_do)

    def test_somebody_above_answers_for_who_left(self):
        """And it stands there who did."""
        journey = self.start()
        self.boss.sudo().active = False
        self.assertEqual(journey.with_user(self.director).action_answer({"desk": "yes"}), {})
        self.assertEqual(journey.sudo().answered_by_id, self.director)

    def test_somebody_above_answers_for_who_is_away(self):
        """Away is who lets somebody else decide today."""
        journey = self.start()
        today = fields.Date.today()
        self.env["service.desk.approval.delegation"].create(
            {"user_id": self.boss.id, "delegate_id": self.peer.id, "date_from": today, "date_to": today}
        )
        self.assertFalse(journey.with_user(self.director).action_answer({"desk": "no"}))

    def test_somebody_above_answers_what_is_late(self):
        """Once the day has passed until which the answers were needed."""
        journey = self.start()
        with freeze_time(self.first_day - timedelta(days=1)):
            journey.invalidate_recordset()
            self.assertTrue(journey.with_user(self.director).may_decide)
            self.assertFalse(journey.with_user(self.peer).sudo(False)._filtered_access("read"))

    def test_chart_costs_two_queries(self):
        """However deep it is."""
        above = self.employee_new
        for number in range(30):
            above = self.make_employee(f"Level {number}", parent_id=above.id)
        user = self.boss.with_user(self.boss)
        self.env.flush_all()
        with self.assertQueryCount(2):
            people, _departments = user._service_desk_below()
        self.assertGreater(len(people), 30)

    def test_menus_follow_the_chart(self):
        """Who begins to lead finds an entry; who has neither people nor steps finds none."""
        menu = self.env.ref("service_desk_hr.menu_journey_team").id
        todos = self.env.ref("service_desk_hr.menu_journey_line").id

        def menus(user):
            return self.env["ir.ui.menu"].with_user(user).load_menus(False)

        self.assertIn(menu, menus(self.boss))
        self.assertNotIn(menu, menus(self.stranger))
        self.assertNotIn(todos, menus(self.stranger))
        own = self.make_employee("Sten Stranger", user_id=self.stranger.id)
        self.make_employee("Young One", parent_id=own.id)
        self.assertIn(menu, menus(self.stranger))
        self.assertNotIn(todos, menus(self.employee))
        self.employee_new.coach_id = self.make_employee("Emil", user_id=self.employee.id)
        self.template.step_ids = [(0, 0, {"name": "Show around", "responsible": "buddy"})]
        self.start()
        self.assertIn(todos, menus(self.employee))
        self.assertNotIn(menu, menus(self.employee))
        self.assertNotIn(self.env.ref("service_desk_hr.menu_journey").id, menus(self.boss))
