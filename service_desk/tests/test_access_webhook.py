"""Access that another system grants, called by an automatic task."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..webhook.errors import WebhookError
from .access_case import AccessCase
from .test_task_runner import RunnerCase


@tagged("post_install", "-at_install")
class TestAccessWebhook(AccessCase, RunnerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_call = cls.make_entitlement("VPN", method="webhook", webhook_id=cls.webhook.id, code="vpn")

    def run_job(self):
        RunnerCase.run_job(self)

    def task(self, access):
        return access.sudo().task_ids.sorted("id")[-1]

    def test_access_is_active_when_the_system_says_so(self):
        """First it fails, then it answers; the evidence has the key by which both sides know the call."""
        access = self.ask(self.by_call)
        with self.answer(WebhookError("down"), "200 ok") as send:
            self.run_job()
            self.assertEqual(access.state, "granting")
            self.make_due(self.task(access))
            self.run_job()
        self.assertEqual(access.state, "active")
        facts, key = send.call_args.args[1], send.call_args.args[2]
        self.assertEqual(facts["access"]["operation"], "grant")
        self.assertEqual(facts["access"]["entitlement"]["code"], "vpn")
        self.assertEqual(facts["access"]["holder"]["login"], "test_employee")
        proof = access.sudo().evidence_ids[-1]
        self.assertEqual((proof.kind, proof.call_key, proof.task_id), ("granted", key, self.task(access)))

    def test_revocation_calls_as_well(self):
        """Under a key of its own; until the answer the record says revoking."""
        access = self.ask(self.by_call)
        with self.answer("200 ok", "200 gone") as send:
            self.run_job()
            access.action_revoke("Moved")
            self.assertEqual(access.state, "revoking")
            self.run_job()
        self.assertEqual(access.state, "revoked")
        self.assertEqual([call.args[1]["access"]["operation"] for call in send.call_args_list], ["grant", "revoke"])
        self.assertEqual(len({call.args[2] for call in send.call_args_list}), 2)

    def test_call_that_fails_for_good_is_taken_over(self):
        """The record tells why; a person does it by hand and the access is active."""
        access = self.ask(self.by_call)
        self.task(access).max_attempts = 1
        self.task(access).last_attempt = 1
        with self.answer(WebhookError("no such host")):
            self.run_job()
        self.assertIn("failed", access.problem)
        task = self.task(access).with_user(self.access_manager)
        task.action_take_over()
        task.action_done("Typed it in")
        self.assertEqual(access.state, "active")
        self.assertFalse(access.problem)

    def test_entitlement_without_a_webhook_is_refused(self):
        """The method needs somebody to call."""
        with self.assertRaises(UserError):
            self.make_entitlement("VPN", method="webhook")

    def test_archived_webhook_is_told_at_once(self):
        """Nobody asks for what cannot be granted."""
        self.webhook.active = False
        with self.assertRaises(UserError):
            self.ask(self.by_call)
