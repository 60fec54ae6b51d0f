"""An order from the first click to the day on which its access ends, in a real browser."""

import json
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..webhook import signing
from .access_case import AccessCase
from .approval_case import ApprovalCase
from .catalog_common import CatalogCase
from .portal_common import PortalCase
from .test_task_runner import RunnerCase
from .test_webhook import receiver

TASKS = "/odoo/service-desk-tasks"


class Directory:
    """Another system: broken when it is called first, well afterwards."""

    def __init__(self):
        self.answers = [(500, b"out of order"), (200, b"welcome")]

    def __call__(self, handler):
        handler.answer(*self.answers.pop(0))


class OrderStoryCase(CatalogCase, RunnerCase, ApprovalCase, AccessCase, PortalCase):
    """A laptop that is approved, prepared, made known to a directory and handed over, with access."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ask(
            cls.laptop,
            "Books until when?",
            "date",
            code="access_until",
            default_kind="fixed",
            default_value=str(fields.Date.today() + timedelta(days=5)),
        )
        cls.way = cls.make_plan(
            {"name": "Prepare", "team_id": cls.team_one.id, "is_shown": True},
            {"name": "Call", "kind": "webhook", "webhook_id": cls.webhook.id, "after": ["Prepare"]},
            {"name": "Hand over", "team_id": cls.team_two.id, "after": ["Call"], "is_shown": True},
        )
        cls.laptop.write(
            {
                "approval_policy_id": cls.make_policy({"approver_kind": "users", "users": cls.ann}).id,
                "plan_id": cls.way.id,
                "entitlement_ids": [(6, 0, cls.by_group.ids)],
            }
        )

    def visit(self, path, tour, user):
        """One visit of one person; what it has changed is read afterwards."""
        self.start_tour(path, f"service_desk_{tour}", login=user.login)
        self.env.invalidate_all()

    def run_cron(self, name):
        """A job, as the scheduler runs it."""
        self.env.flush_all()
        self.env.ref(f"service_desk.{name}").method_direct_trigger()
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestUiOrder(OrderStoryCase):
    def test_story_of_an_order(self):
        """Asked, refused, changed, agreed to, carried out by three, used, kept longer, and over."""
        request = self.order_and_agree()
        self.carry_out(request)
        self.use(request)

    def order_and_agree(self):
        """The approver says no once, with a reason, and yes to what the employee makes of it."""
        self.visit("/my/catalog", "catalog_order", self.employee)
        request = self.env["service.desk.request"].search([("item_id", "=", self.laptop.id)])
        self.assertEqual((request.state, request.cost), ("approval", 1400))
        self.assertFalse(request.task_ids)

        self.visit("/my/approvals", "order_refuse", self.ann)
        self.assertEqual(request.state, "rejected")
        self.assertNotIn(self.group, self.employee.all_group_ids)

        self.visit(f"/my/tickets/{request.number}", "order_change", self.employee)
        self.assertEqual((request.state, request.cost), ("approval", 900))
        self.assertEqual(request.answer_ids.attachment_ids.raw, b"pixels")
        self.assertFalse(request.task_ids)

        self.visit("/my/approvals", "order_approve", self.ann)
        self.assertEqual(request.state, "in_progress")
        self.assertEqual(request.approval_ids.sorted("id").mapped("state"), ["refused", "approved"])
        return request

    def carry_out(self, request):
        """Two teams in turn, and between them a system that answers at the second time only."""
        tasks = {task.name: task for task in request.task_ids}
        self.assertEqual(self.states(tasks), {"Prepare": "ready", "Call": "waiting", "Hand over": "waiting"})
        self.visit(TASKS, "order_prepare", self.agent)
        self.assertEqual(self.states(tasks), {"Prepare": "done", "Call": "ready", "Hand over": "waiting"})

        with receiver(Directory()) as server:
            url = f"http://127.0.0.1:{server.server_port}/hook"
            self.webhook.write({"url": url, "allow_private": True})
            self.run_cron("cron_tasks")
            self.assertEqual(self.states(tasks), {"Prepare": "done", "Call": "in_progress", "Hand over": "waiting"})
            self.make_due(tasks["Call"])
            self.run_cron("cron_tasks")
            self.run_cron("cron_tasks")
        self.assertEqual(self.states(tasks), {"Prepare": "done", "Call": "done", "Hand over": "ready"})
        self.check_calls(server.calls, request)

        self.visit(TASKS, "order_hand_over", self.agent_two)
        self.assertEqual((request.state, request.is_partial), ("fulfilled", False))

    def check_calls(self, calls, request):
        """Two attempts under one key, each of them signed, about what was ordered in the end."""
        self.assertEqual(len(calls), 2)
        self.assertEqual(len({headers["Idempotency-Key"] for _path, headers, _body in calls}), 1)
        for _path, headers, body in calls:
            moment = headers["X-Service-Desk-Timestamp"]
            signed = signing.signature(self.webhook.secret, body, int(moment))
            self.assertEqual(headers["X-Service-Desk-Signature"], f"sha256={signed}")
            facts = json.loads(body)
            self.assertEqual((facts["ticket"]["number"], facts["answers"]["model"]), (request.number, "light"))

    def use(self, request):
        """The login really is in the group, longer than was planned at first, and then no more."""
        given_up, access = request.access_ids.sorted("id")
        self.assertEqual((given_up.state, access.state), ("cancelled", "active"))
        self.assertIn(self.group, self.employee.all_group_ids)
        self.visit(f"/my/tickets/{request.number}", "order_fulfilled", self.employee)
        first_end = access.date_end
        self.visit("/my/access", "order_extend", self.employee)
        self.assertEqual(access.date_end, first_end)
        self.visit("/my/approvals", "order_extension_approved", self.owner)
        self.assertGreater(access.date_end, first_end + timedelta(days=10))

        with patch.object(type(access), "_now", return_value=first_end + timedelta(days=1)):
            self.run_cron("cron_access_time")
        self.assertEqual(access.state, "active")
        with patch.object(type(access), "_now", return_value=access.date_end + timedelta(minutes=1)):
            self.run_cron("cron_access_time")
        self.assertEqual(access.state, "revoked")
        self.assertNotIn(self.group, self.employee.all_group_ids)
        self.assertEqual(request.state, "fulfilled")
        self.visit("/my/access", "order_over", self.employee)


@tagged("post_install", "-at_install")
class TestUiOrderPhone(OrderStoryCase):
    """The pages of the portal on a telephone; agents work at a desk."""

    browser_size = "390x844"
    touch_enabled = True

    order_and_agree = TestUiOrder.order_and_agree
    use = TestUiOrder.use

    def test_story_of_an_order(self):
        """The same clicks by who asks and who agrees; the work in between is done on the server."""
        request = self.order_and_agree()
        with self.answer("200 welcome"):
            for name, user in (("Prepare", self.agent), ("Hand over", self.agent_two)):
                task = request.task_ids.filtered(lambda one, name=name: one.name == name)
                task.with_user(user).action_done("Done")
                self.run_cron("cron_tasks")
        self.assertEqual(request.state, "fulfilled")
        self.use(request)
