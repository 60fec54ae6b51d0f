"""Access that people grant by hand: tasks order it, their end proves it."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessManual(AccessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_hand.team_id = cls.team_one

    def task(self, access):
        return access.sudo().task_ids.sorted("id")[-1].with_user(self.agent)

    def test_grant_waits_for_the_task(self):
        """The team gets a task; done, the access is active and the evidence names the task."""
        access = self.ask(self.by_hand)
        task = self.task(access)
        self.assertEqual((access.state, task.state, task.team_id), ("granting", "ready", self.team_one))
        ordered = access.sudo().evidence_ids[-1]
        self.assertEqual((ordered.kind, ordered.task_id, ordered.detail), ("ordered", task, task.name))
        task.action_done("Key number 7")
        self.assertEqual(access.state, "active")
        proof = access.sudo().evidence_ids[-1]
        self.assertEqual((proof.kind, proof.task_id, proof.actor_id), ("granted", task, self.agent))
        self.assertIn("Key number 7", proof.detail)

    def test_revocation_waits_for_the_task_too(self):
        """Until somebody has taken the key back the record says that it is being revoked."""
        access = self.ask(self.by_hand)
        self.task(access).action_done()
        access.action_revoke("Moved")
        self.assertEqual((access.state, access.date_revoked), ("revoking", False))
        self.task(access).action_done("Got it back")
        self.assertEqual(access.state, "revoked")
        self.assertTrue(access.date_revoked)

    def test_failed_task_tells_the_access_manager(self):
        """What failed stands on the record; tried again, there is a new task."""
        access = self.ask(self.by_hand)
        self.task(access).action_fail("No keys left")
        self.assertEqual(access.state, "granting")
        self.assertIn("No keys left", access.problem)
        access.action_retry()
        self.assertFalse(access.problem)
        self.task(access).action_done()
        self.assertEqual(access.state, "active")

    def test_skipped_task_grants_nothing(self):
        """Giving a task up is not doing it."""
        access = self.ask(self.by_hand)
        self.task(access).action_skip("Do not want to")
        self.assertEqual(access.state, "granting")
        self.assertTrue(access.problem)

    def test_revoked_while_granting_drops_the_task(self):
        """The order to grant is void, an order to take back takes its place."""
        access = self.ask(self.by_hand)
        first = self.task(access)
        access.action_revoke("Changed our mind")
        self.assertEqual((access.state, first.state), ("revoking", "cancelled"))
        self.task(access).action_done()
        self.assertEqual(access.state, "revoked")

    def test_task_of_an_order_belongs_to_it(self):
        """It stands on the request while that is worked; what comes later does not."""
        request = self.make_request()
        access = (
            self.env["service.desk.access"]
            .with_user(self.access_manager)
            ._request(self.employee.partner_id, self.by_hand, request)
        )
        self.approve(access)
        self.assertEqual(self.task(access).request_id, request)
        self.task(access).action_done()
        request.sudo().write({"state": "in_progress"})
        request.sudo().write({"state": "fulfilled", "resolution": "<p>x</p>"})
        access.with_user(self.access_manager).action_revoke("Moved")
        self.assertFalse(self.task(access).request_id)

    def test_nobody_points_a_task_of_theirs_at_access(self):
        """An agent cannot grant by adding a task and ending it."""
        access = self.ask(self.by_hand)
        with self.assertRaises(AccessError):
            self.env["service.desk.task"].with_user(self.agent).create({"name": "x", "access_id": access.id})
        other = self.ask(self.by_hand, holder=self.colleague)
        with self.assertRaises(AccessError):
            self.task(other).write({"access_id": access.id})

    def test_holder_does_not_end_their_own_task(self):
        """Who gets it does not say that they got it."""
        access = self.ask(self.by_hand, holder=self.agent)
        with self.assertRaises(UserError):
            self.task(access).action_done()
        self.assertEqual(access.state, "granting")
