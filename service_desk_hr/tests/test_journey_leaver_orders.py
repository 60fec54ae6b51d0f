from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged

from .journey_case import JourneyCase


@tagged("post_install", "-at_install")
class TestJourneyLeaverOrders(JourneyCase, HttpCase):
    """What is ordered because somebody leaves is told to everybody but them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.make_user("test_leaver", "service_desk.group_agent", password="test_leaver")
        cls.team_one.member_ids += cls.user
        cls.leaver = cls.make_employee("Leo Leaver", user_id=cls.user.id)
        cls.item = cls.make_item("Collect the phone", team_id=cls.team_one.id)
        step = {"name": "Phone", "kind": "item", "anchor": "end", "item_id": cls.item.id}
        cls.leaving = cls.make_template("leaver", [step])

    def order(self):
        """The order of a journey whose last day is in two weeks."""
        return self.line(self.start("leaver", self.leaver), "Phone").request_id

    def test_order_is_the_managers(self):
        """It names whom it is about, and the manager hears of it."""
        nina = self.make_employee("Nina Next", user_id=self.employee.id)
        order = self.line(self.start("leaver", nina), "Phone").request_id
        self.assertEqual((order.requester_id, order.name), (self.boss.partner_id, "Collect the phone: Nina Next"))
        self.assertIn(self.boss.partner_id, order.message_partner_ids)
        self.assertNotIn(self.employee.partner_id, order.message_partner_ids)
        self.assertTrue(order.with_user(self.agent).has_access("read"))

    def test_title_of_an_agents_order_names_nobody(self):
        """It stands in reports, too; who opens the order reads whom it is about."""
        order = self.order()
        self.assertEqual(order.name, "Collect the phone")
        self.assertIn("Leo Leaver", order.with_user(self.agent).description)
        self.env.flush_all()
        for name, row in (("service.desk.report", [("number", "=", order.number)]), ("service.desk.request", [])):
            found = self.env[name].with_user(self.user).search(row or [("id", "=", order.id)])
            self.assertNotIn("Leo", "".join(found.mapped("name")))

    def test_leaver_gets_none_of_it_to_do(self):
        """Neither in turn nor to approve."""
        self.team_one.write({"assignment_method": "round_robin", "member_ids": [(6, 0, self.user.ids)]})
        step = {"name": "Both", "approver_kind": "users", "user_ids": [(6, 0, (self.user | self.owner).ids)]}
        self.item.approval_policy_id = self.env["service.desk.approval.policy"].create(
            {"name": "Both", "step_ids": [(0, 0, step)]}
        )
        order = self.order()
        self.assertFalse(order.user_id)
        self.assertEqual(self.waiting(order).decision_ids.approver_id, self.owner)

    def test_order_is_hrs_where_nobody_leads(self):
        """Whoever runs the journey."""
        self.leaver.write({"parent_id": False, "department_id": False})
        self.assertEqual(self.order().requester_id, self.hr.partner_id)

    def test_leaver_finds_nothing(self):
        """Neither on the portal nor in the queue of the team, its tasks included, nor by its number."""
        order = self.order()
        task = self.env["service.desk.task"]._add(
            [{"name": "Fetch", "company_id": order.company_id.id, "request_id": order.id, "team_id": self.team_one.id}]
        )
        self.env.flush_all()
        for name, record in (("service.desk.request", order), ("service.desk.task", task)):
            self.assertFalse(self.env[name].with_user(self.user).search([("id", "=", record.id)]))
            self.assertTrue(self.env[name].with_user(self.agent).search([("id", "=", record.id)]))
            with self.assertRaises(AccessError):
                record.with_user(self.user).read(["name"])
        queue = self.env["service.desk.work"]
        mine = [("number", "in", (order.number, task.number))]
        self.assertEqual(len(queue.with_user(self.agent).search(mine)), 2)
        self.assertFalse(queue.with_user(self.user).search(mine))
        self.authenticate("test_leaver", "test_leaver")
        for url in ("/my/service-desk", "/my/tickets", "/my/journey"):
            page = self.url_open(url).text
            self.assertNotIn("Collect the phone", page, url)
            self.assertNotIn(order.number, page, url)

    def test_order_that_gives_access_is_refused(self):
        """Else the manager would get it; also when the item gives it only since."""
        journey = self.start("leaver", self.leaver)
        self.item.entitlement_ids = self.by_hand
        with self.assertRaisesRegex(ValidationError, "gives something"):
            self.make_template("leaver", [{"name": "Door", "kind": "item", "item_id": self.item.id}])
        journey.action_cancel("Stays")
        again = self.start("leaver", self.leaver)
        line = self.line(again, "Phone")
        self.assertEqual((line.state, line.request_id.id), ("failed", False))
        self.assertIn("gives access", line.problem)
        self.assertFalse(self.env["service.desk.access"].search([("partner_id", "=", self.boss.partner_id.id)]))
