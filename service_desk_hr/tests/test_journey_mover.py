from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyMover(JourneyCase):
    """Who moves gets what the new role brings and loses what the old one brought."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.door = cls.make_entitlement("Side door")
        cls.erp = cls.make_entitlement("ERP")
        packages = cls.env["service.desk.access.package"].with_user(cls.access_manager)
        packages.create(
            [
                {"name": "All", "entitlement_ids": [(6, 0, cls.by_hand.ids)]},
                {
                    "name": "Sales",
                    "department_ids": [(6, 0, cls.sales.ids)],
                    "entitlement_ids": [(6, 0, cls.by_group.ids)],
                },
                {
                    "name": "Support",
                    "department_ids": [(6, 0, cls.support.ids)],
                    "entitlement_ids": [(6, 0, cls.erp.ids)],
                },
            ]
        )
        cls.user = cls.make_user("test_mover", "base.group_user")
        cls.mover = cls.make_employee("Mia Mover", user_id=cls.user.id)
        cls.template.step_ids = [(0, 0, {"name": "Access", "kind": "access", "offset_days": -30})]
        cls.make_template(
            "mover",
            [
                {"name": "New access", "kind": "access"},
                {"name": "Old access", "kind": "revoke", "offset_days": 5},
            ],
        )

    def run_job(self):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()

    def held(self):
        accesses = self.env["service.desk.access"].search(
            [("partner_id", "=", self.user.partner_id.id), ("state", "=", "active")]
        )
        return accesses.entitlement_id

    def hand_out(self):
        tasks = self.env["service.desk.task"].search(
            [("access_id.partner_id", "=", self.user.partner_id.id), ("state", "=", "ready")]
        )
        tasks.action_done("Done")

    def join(self):
        """In the sales people, with a key to the side door of their own."""
        self.start(employee=self.mover)
        self.env["service.desk.access"].with_user(self.access_manager)._request(
            self.user.partner_id, self.door, reason="Carries parcels"
        )
        self.hand_out()
        self.assertEqual(self.held(), self.by_hand | self.by_group | self.door)

    def test_mover_gets_the_difference(self):
        """New access first, old access after the days of grace, what was given to the person stays."""
        self.join()
        self.mover.department_id = self.support
        journey = self.start("mover", self.mover, date_start=fields.Date.today())
        verdicts = {row.entitlement_id: row.verdict for row in journey.sudo().access_ids}
        self.assertEqual(
            verdicts,
            {self.erp: "grant", self.by_hand: "keep", self.door: "keep", self.by_group: "revoke"},
        )
        self.hand_out()
        self.assertEqual(self.held(), self.by_hand | self.by_group | self.door | self.erp)
        self.line(journey, "Old access").date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()
        self.assertEqual(self.held(), self.by_hand | self.door | self.erp)
        self.assertNotIn(self.group, self.user.group_ids)

    def test_manager_takes_back_what_was_given_individually(self):
        """The manager decides, until it has happened; nobody decides about what the role brings."""
        self.join()
        self.mover.department_id = self.support
        journey = self.start("mover", self.mover, date_start=fields.Date.today())
        mine = journey.with_user(self.boss)
        for user, entitlement in ((self.stranger, self.door), (self.agent, self.door)):
            with self.assertRaises(AccessError):
                journey.with_user(user).action_decide_access(entitlement.id, "revoke")
        with self.assertRaises(UserError):
            mine.action_decide_access(self.by_group.id, "keep")
        mine.action_decide_access(self.door.id, "revoke")
        self.line(journey, "Old access").date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()
        self.hand_out()
        self.assertNotIn(self.door, self.held())
        with self.assertRaises(UserError):
            mine.action_decide_access(self.door.id, "keep")

    def verdicts(self, journey):
        return {row.entitlement_id: row.verdict for row in journey.sudo().access_ids}

    def test_difference_forgets_what_does_not_apply(self):
        """Another place before anything happened: what the former one would have brought is not shown any more."""
        self.join()
        self.mover.department_id = self.support
        journey = self.start("mover", self.mover, date_start=self.first_day).sudo()
        self.assertEqual(self.verdicts(journey)[self.erp], "grant")
        journey.access_ids.filtered(lambda row: row.entitlement_id == self.door).write(
            {"verdict": "revoke", "decided_by_id": self.boss.id}
        )
        journey.line_ids.grant_ids._revoke_now("Not yet")
        journey.line_ids.grant_ids.journey_line_id = False
        journey.department_id = self.sales
        journey._plan_access()
        self.assertEqual(self.verdicts(journey), {self.by_hand: "keep", self.by_group: "keep", self.door: "revoke"})

    def test_difference_keeps_what_was_done(self):
        """What the journey has granted stays granted by it, what it took back stays taken back."""
        self.join()
        self.mover.department_id = self.support
        journey = self.start("mover", self.mover, date_start=fields.Date.today()).sudo()
        self.hand_out()
        before = self.verdicts(journey)
        self.line(journey, "Old access").date_begin = fields.Datetime.now() - timedelta(hours=1)
        self.run_job()
        journey._plan_access()
        self.assertNotIn(self.by_group, self.held())
        self.assertEqual(self.verdicts(journey), before)

    def test_difference_of_many_is_worked_out_together(self):
        """Each person more costs no query more."""

        def measure(count):
            people = self.env["hr.employee"].create(
                [{"name": f"P{number}", "department_id": self.sales.id} for number in range(count)]
            )
            journeys = self.env["service.desk.journey"]._propose("joiner", people, self.first_day)
            return self.queries(lambda: (journeys._plan_access(), journeys._plan_access()))

        self.assert_same_queries(measure, 2, 12)

    def test_who_shapes_packages(self):
        """Access managers who hold what is in them; HR reads."""
        packages = self.env["service.desk.access.package"]
        for user in (self.hr, self.agent, self.boss):
            with self.assertRaises(AccessError):
                packages.with_user(user).create({"name": "Mine"})
        self.access_manager.group_ids -= self.group
        with self.assertRaises(AccessError):
            packages.with_user(self.access_manager).create(
                {"name": "Mine", "entitlement_ids": [(6, 0, self.by_group.ids)]}
            )
