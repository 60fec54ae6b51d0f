from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .journey_case import JourneyCase
from .test_journey_holdings import holding


@tagged("post_install", "-at_install")
class TestJourneyOrders(JourneyCase):
    """Orders that a journey places: whose they are, who reads and who approves them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        step = {"name": "They", "approver_kind": "users", "user_ids": [(6, 0, (cls.hr | cls.owner).ids)]}
        cls.policy = cls.env["service.desk.approval.policy"].create({"name": "Both", "step_ids": [(0, 0, step)]})
        cls.item = cls.make_item(
            "Laptop",
            team_id=cls.team_one.id,
            approval_policy_id=cls.policy.id,
            entitlement_ids=[(6, 0, cls.by_hand.ids)],
        )
        later = cls.make_item("Desk", team_id=cls.team_one.id, approval_policy_id=cls.policy.id)
        cls.template.step_ids = [
            (0, 0, {"name": "Laptop", "kind": "item", "item_id": cls.item.id}),
            (0, 0, {"name": "Later", "kind": "item", "item_id": later.id, "lead_days": 3}),
        ]

    def orders(self):
        """The order that was placed by HR's own press of a button, and the one by the job."""
        journey = self.start()
        later = self.line(journey, "Later")
        later.date_begin -= timedelta(days=30)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()
        return self.line(journey, "Laptop").request_id | later.request_id

    def test_orders_are_whose_they_are_for(self):
        """Whoever runs the journey sees how far it is, and reads no ticket by it."""
        orders = self.orders()
        self.assertEqual(len(orders), 2)
        person = self.employee_new.work_contact_id
        self.assertEqual(orders.requester_id | orders.submitted_by_id, person)
        self.assertFalse((self.hr | self.boss).partner_id & orders.message_partner_ids)
        for user in (self.hr, self.boss):
            self.assertFalse(self.env["service.desk.request"].with_user(user).search([("id", "in", orders.ids)]))
            with self.assertRaises(AccessError):
                orders.with_user(user).read(["name"])
        line = orders.sudo().journey_line_ids[:1].with_user(self.hr)
        self.assertEqual(line.read(["state"])[0]["state"], "open")

    def test_who_started_it_approves_none_of_it(self):
        """Neither what was ordered at once nor what a job ordered; approvers read who asked."""
        colleague = self.make_user("test_hr_colleague", "hr.group_hr_user,base.group_user")
        for request in self.orders():
            approval = self.waiting(request)
            self.assertEqual(approval.decision_ids.approver_id, self.owner)
            self.assertIn(["Asked by", self.hr.name], approval.content)
            with self.assertRaises(UserError):
                approval.with_user(self.hr).action_approve("Mine")
            self.assertNotIn(colleague, request._approval_barred_users())

    def test_access_by_an_order_was_asked_for_by_hr(self):
        """So that HR does not accept its risk, or approve it, though the order is the person's."""
        request = self.orders()[:1]
        self.approve(request)
        access = self.env["service.desk.access"].search([("request_id", "=", request.id)])
        self.assertEqual((access.entitlement_id, access.requested_by_id), (self.by_hand, self.hr.partner_id))
        self.assertIn(self.hr, access._approval_barred_users())

    def test_access_by_the_role_is_not_approved_by_who_started_it(self):
        """Also when a job asks for it."""
        badge = self.make_entitlement("Badge")
        package = {"name": "All", "entitlement_ids": [(6, 0, badge.ids)]}
        self.env["service.desk.access.package"].with_user(self.access_manager).create(package)
        self.template.step_ids = [(0, 0, {"name": "Access", "kind": "access", "lead_days": 3})]
        journey = self.start(employee=self.make_employee("Ned New"))
        line = self.line(journey, "Access")
        line.date_begin -= timedelta(days=30)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", return_value=9e9):
            self.env["service.desk.journey"]._cron_run()
        self.assertEqual(line.grant_ids.entitlement_id, badge)
        self.assertIn(self.hr, line.grant_ids._approval_barred_users())

    def give_order(self):
        """The order of a joiner was approved and everything given: (journey, access)."""
        self.item.approval_policy_id = False
        journey = self.start()
        access = self.line(journey, "Laptop").request_id.access_ids
        self.approve(access)
        access.task_ids.action_done("Given")
        self.assertEqual((access.state, self.line(journey, "Laptop").state), ("active", "done"))
        return journey, access

    def test_access_by_an_order_goes_with_the_journey(self):
        """Who does not come keeps nothing that the journey has ordered, be it long fulfilled."""
        journey, access = self.give_order()
        journey.action_cancel("Does not come")
        self.assertEqual(access.state, "revoking")

    def test_things_by_an_order_are_asked_back(self):
        """Who does not come has them still; somebody who moves had things before."""
        journey, _access = self.give_order()
        with holding(self.env, self.employee_new.work_contact_id, by_hand=True):
            journey.action_cancel("Does not come")
        back = self.line(journey, "Take back: Laptop 7")
        self.assertEqual((back.kind, back.task_id.team_id, back.task_id.state), ("take_back", self.team_one, "ready"))

    def test_things_by_an_order_that_is_open_are_asked_back(self):
        """Part of it was given already."""
        journey = self.start()
        with holding(self.env, self.employee_new.work_contact_id, by_hand=True):
            journey.action_cancel("Does not come")
        self.assertEqual(self.line(journey, "Laptop").request_id.state, "cancelled")
        self.assertEqual(self.line(journey, "Take back: Laptop 7").task_id.state, "ready")

    def test_nothing_is_asked_back_of_who_has_nothing(self):
        """The order was for something that nobody keeps."""
        journey, _access = self.give_order()
        journey.action_cancel("Does not come")
        self.assertFalse(journey.sudo().line_ids.filtered(lambda line: line.kind == "take_back"))
