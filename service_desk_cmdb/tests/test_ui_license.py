"""A license that is used up, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .license_case import LicenseCase

TASKS = "/odoo/service-desk-tasks"


@tagged("post_install", "-at_install")
class TestUiLicense(LicenseCase, HttpCase):
    """An employee orders software, an approver agrees, an agent grants it, a keeper looks after seats."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.approver = cls.make_user("test_approver", "base.group_user")
        cls.product = cls.make_license(1, unused_days=30)
        cls.idle = cls.env["res.partner"].create({"name": "Idle Person"})
        cls.product.action_assign(cls.idle)
        cls.product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=100)
        policy = cls.env["service.desk.approval.policy"].create(
            {
                "name": "Software",
                "step_ids": [
                    (0, 0, {"name": "Budget", "approver_kind": "users", "user_ids": [(6, 0, cls.approver.ids)]})
                ],
            }
        )
        cls.item = cls.make_item(cls.make_entitlement(cls.product, team_id=cls.team_one.id))
        cls.item.approval_policy_id = policy
        cls.other = cls.make_license(0, name="Free Text", over_use="warn")
        cls.other_item = cls.make_item(cls.make_entitlement(cls.other, "Writing"), "Free Text")

    def visit(self, path, tour, user):
        """One visit of one person; what it has changed is read afterwards."""
        self.start_tour(path, f"service_desk_cmdb_license_{tour}", login=user.login)
        self.env.invalidate_all()

    def test_story_of_a_license_that_is_used_up(self):
        """Refused, reclaimed, ordered, approved, granted with a seat, and given back with the access."""
        shop, form = f"/my/catalog/{self.item.id}", f"/odoo/service.desk.license/{self.product.id}"
        requests = self.env["service.desk.request"].sudo()
        self.visit(shop, "refused", self.employee)
        self.assertFalse(requests.search([("item_id", "=", self.item.id)]))

        self.visit(form, "reclaim", self.keeper)
        self.assertFalse(self.product.current_seat_ids)
        self.visit(shop, "ordered", self.employee)
        request = requests.search([("item_id", "=", self.item.id)])
        self.assertEqual(request.state, "approval")
        self.visit("/my/approvals", "approve", self.approver)
        self.visit(TASKS, "grant", self.agent)
        self.assertEqual(request.state, "fulfilled")
        self.visit(form, "taken", self.keeper)

        request.access_ids.with_user(self.employee).action_revoke("I draw no more")
        self.assertEqual(self.product.free, 0)
        self.visit(TASKS, "revoke", self.agent)
        self.assertEqual((request.access_ids.state, self.product.free), ("revoked", 1))

    def test_another_license_only_warns(self):
        """The order goes through; the owner hears of it when the seat is taken."""
        self.visit(f"/my/catalog/{self.other_item.id}", "ordered", self.employee)
        request = self.env["service.desk.request"].sudo().search([("item_id", "=", self.other_item.id)])
        access = request.access_ids
        self.assertTrue(access)
        access.approval_ids.filtered(lambda one: one.state == "pending").with_user(self.manager).action_approve("Yes")
        access.task_ids.action_done("Given")
        self.assertEqual((self.other.position, self.other.activity_ids.user_id), ("over", self.keeper))
