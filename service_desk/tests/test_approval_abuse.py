import json

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .approval_case import ApprovalCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestApprovalAbuse(ApprovalCase, PortalCase):
    """What people try who want their own way."""

    def make_approval(self, users=None, **values):
        policy = self.make_policy({"users": users or self.ann})
        return self.steps(self.make_waiting(policy, **values))

    @mute_logger("odoo.http")
    def call(self, record, method, *args, **kwargs):
        """Call a method as a browser does; the answer's error, or nothing."""
        params = {
            "model": record._name,
            "method": method,
            "args": [record.ids, *args],
            "kwargs": kwargs,
        }
        answer = self.url_open(
            f"/web/dataset/call_kw/{record._name}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json().get("error")

    def test_approver_may_decide_by_rpc(self):
        """The verbs serve software: a customer who is asked calls them."""
        approval = self.make_approval(self.cid)
        self.login(self.cid)
        self.assertFalse(self.call(approval, "action_approve", "Fine"))
        self.env.invalidate_all()
        self.assertEqual((approval.state, approval.decision_ids.user_id), ("approved", self.cid))

    def test_nobody_else_decides_by_rpc(self):
        """Requester, strangers, agents, managers and admins call the verbs in vain."""
        approval = self.make_approval(requester_id=self.portal_a.partner_id.id)
        _company, stranger = self.make_company()
        people = (
            self.portal_a,
            self.portal_b,
            self.employee,
            self.bob,
            self.agent,
            self.manager,
            self.admin_user,
            stranger,
        )
        for user in people:
            self.login(user)
            for verb, words in (("action_approve", []), ("action_refuse", ["No"])):
                with self.subTest(user=user.login, verb=verb):
                    self.assertTrue(self.call(approval, verb, *words))
            for method in ("_vote", "_weigh_votes", "_end", "_add_seats"):
                self.assertTrue(self.call(approval, method, "approved"))
            for record in (approval, approval.decision_ids):
                values = {"state": "approved"} if record == approval else {"decision": "approve"}
                self.assertTrue(self.call(record, "write", values))
        self.env.invalidate_all()
        self.assertEqual((approval.state, approval.approve_count), ("pending", 0))

    def test_missing_and_forbidden_answer_alike_by_rpc(self):
        """A stranger learns nothing by trying numbers."""
        approval = self.make_approval()
        self.login(self.portal_b)
        missing = approval.browse(987654321)
        for verb, words in (
            ("action_approve", []),
            ("action_refuse", ["No"]),
            ("action_replace", [1, 2, "x"]),
        ):
            answers = [self.call(one, verb, *words)["data"] for one in (approval, missing)]
            self.assertEqual(*[(answer["name"], answer["message"]) for answer in answers])

    def test_words_that_are_no_text_are_refused(self):
        """Lists, numbers and books in place of a comment get an error and change nothing."""
        approval = self.make_approval()
        self.login(self.ann)
        for words in ([1], {"a": 1}, 7, True, "x" * 5000):
            with self.subTest(words=str(words)[:20]):
                self.assertTrue(self.call(approval, "action_approve", words))
        self.env.invalidate_all()
        self.assertEqual(approval.state, "pending")

    def test_manager_arranges_nothing_for_their_own_request(self):
        """A delegation that a manager made for others does not count for what the manager asked."""
        approval = self.make_approval(requester_id=self.manager.partner_id.id)
        other = self.make_approval()
        self.env["service.desk.approval.delegation"].with_user(self.manager).create(
            {
                "user_id": self.ann.id,
                "delegate_id": self.agent_two.id,
                "date_to": fields.Date.today(),
                "reason": "Ill",
            }
        )
        with self.assertRaises(AccessError):
            self.approve(approval, self.agent_two)
        self.approve(other, self.agent_two)
        self.assertEqual((approval.state, other.state), ("pending", "approved"))

    def test_delegation_keeps_its_people_and_facts(self):
        """Who stood in for whom stays on record; who arranged it cannot be forged."""
        delegations = self.env["service.desk.approval.delegation"].with_user(self.agent)
        values = {"delegate_id": self.agent_two.id, "date_to": fields.Date.today()}
        mine = delegations.create({**values, "arranged_by_id": self.manager.id})
        self.assertFalse(mine.arranged_by_id)
        with self.assertRaises(UserError):
            mine.delegate_id = self.manager
        with self.assertRaises(AccessError):
            mine.is_announced = True

    def test_agent_does_not_drop_the_policy_of_their_own_request(self):
        """Who asked does not choose who approves, once that was said."""
        policy = self.make_policy({"users": self.ann})
        request = self.make_request(requester_id=self.agent_two.partner_id.id, approval_policy_id=policy.id)
        for value in (False, self.make_policy({"users": self.bob}).id):
            with self.assertRaisesRegex(AccessError, "asked for"):
                request.with_user(self.agent_two).approval_policy_id = value
        request.with_user(self.agent).approval_policy_id = False

    def test_milder_policy_does_not_displace_the_items(self):
        """Who agrees to an item is said by the item, whatever an agent puts on the request."""
        strict, mild = (self.make_policy({"users": user}) for user in (self.ann, self.bob))
        item = self.env["service.desk.catalog.item"].create({"name": "Laptop", "approval_policy_id": strict.id})
        request = self.make_request(approval_policy_id=mild.id)
        request.sudo().item_id = item
        request.action_ask_approval()
        self.assertEqual(self.steps(request).decision_ids.approver_id, self.ann)

    def test_what_was_approved_stays_as_it_was_approved(self):
        """Nobody has one thing approved and another done; to change it means to ask again."""
        approval = self.make_approval()
        request = approval.request_id.with_user(self.agent)
        self.approve(approval, self.ann)
        for values in ({"name": "Ten screens"}, {"description": "<p>Gold</p>"}):
            with self.assertRaisesRegex(UserError, "was approved as it is"):
                request.write(values)
        request.action_withdraw_approval()
        self.assertEqual((request.state, request.approval_state), ("approval", "none"))
        request.name = "Ten screens"
        with self.assertRaisesRegex(UserError, "needs approval first"):
            request.state = "in_progress"
        request.action_ask_approval()
        self.approve(self.steps(request), self.ann)
        self.assertEqual((request.state, request.approval_state), ("in_progress", "approved"))

    def test_hold_is_no_way_around(self):
        """What needs approval does not begin by way of being put on hold and resumed."""
        request = self.make_request(approval_policy_id=self.make_policy({"users": self.ann}).id)
        request.write({"state": "pending", "pending_reason_id": self.reason.id})
        with self.assertRaisesRegex(UserError, "needs approval first"):
            request.state = "in_progress"
        with self.assertRaises(UserError):
            request.write({"state": "fulfilled", **self.solution})

    def test_other_company_sees_and_decides_nothing(self):
        """An approver of both companies decides in each; one of another company in none."""
        company, stranger = self.make_company()
        approval = self.make_approval(self.ann | stranger)
        self.assertEqual(approval.decision_ids.approver_id, self.ann)
        for model in ("service.desk.approval", "service.desk.approval.decision", "service.desk.approval.log"):
            self.assertFalse(self.env[model].with_user(stranger).search([]))
        policy = self.make_policy({"users": self.ann}, company_id=company.id)
        with self.assertRaises(UserError):
            approval.request_id.action_withdraw_approval()
            approval.request_id.with_user(self.agent).approval_policy_id = policy
