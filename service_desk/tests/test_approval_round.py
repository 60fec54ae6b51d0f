from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalRound(ApprovalCase):
    """A request asks for approval and gets it, or not."""

    def test_steps_open_one_after_the_other(self):
        """The second step waits for the first; the last one lets the work begin."""
        request = self.make_waiting(self.make_policy({"users": self.ann}, {"users": self.bob}))
        first, second = self.steps(request)
        self.assertEqual((first.state, second.state), ("pending", "waiting"))
        self.approve(first, self.ann)
        self.assertEqual((first.state, second.state), ("approved", "pending"))
        self.assertEqual(request.state, "approval")
        self.approve(second, self.bob)
        self.assertEqual((request.approval_state, request.state), ("approved", "in_progress"))

    def test_refusal_ends_the_round_with_its_reason(self):
        """The request is declined with the approver's words; later steps are not asked."""
        request = self.make_waiting(self.make_policy({"users": self.ann}, {"users": self.bob}))
        first, second = self.steps(request)
        self.refuse(first, self.ann, "We have <b>enough</b>.")
        self.assertEqual((first.state, second.state), ("refused", "cancelled"))
        self.assertEqual((request.approval_state, request.state), ("refused", "rejected"))
        self.assertIn("We have &lt;b&gt;enough&lt;/b&gt;.", request.resolution)

    def test_refusal_without_reason_is_not_taken(self):
        """Who refuses says why; blanks are no reason."""
        approval = self.steps(self.make_waiting(self.make_policy({"users": self.ann})))
        for reason in ("", "  \n ", None, False):
            with self.assertRaisesRegex(UserError, "why"):
                self.refuse(approval, self.ann, reason)
        self.assertEqual(approval.state, "pending")

    def test_quorum_of_two_in_three_decides(self):
        """Two of three are enough for 60 percent; a single no does not end it where a policy says so."""
        people = self.ann | self.bob | self.cid
        policy = self.make_policy({"users": people, "percent": 60}, is_refused_by_first=False)
        approval = self.steps(self.make_waiting(policy))
        self.refuse(approval, self.ann)
        self.approve(approval, self.bob)
        self.assertEqual(approval.state, "pending")
        self.approve(approval, self.cid)
        self.assertEqual(approval.state, "approved")
        self.assertEqual((approval.approve_count, approval.refuse_count), (2, 1))

    def test_amount_leaves_steps_out(self):
        """A step that begins at an amount is not asked about less; without steps nobody waits."""
        policy = self.make_policy({"users": self.ann, "min_amount": 500})
        request = self.make_request()
        request.approval_policy_id = policy
        self.assertFalse(request._start_approval())
        self.assertEqual(request.approval_state, "none")
        self.assertFalse(request.sudo().approval_ids)

    def test_another_addon_adds_a_kind_of_approvers(self):
        """As a bridge to HR asks the line manager: a kind, and a method that says who that is."""
        steps = type(self.env["service.desk.approval.step"])
        managers = {self.employee.partner_id: self.bob}

        def line_manager(step, subject):
            return managers.get(subject.requester_id, step.env["res.users"])

        kinds = {**steps.approver_kind._selection, "line_manager": "Line Manager"}
        with (
            patch.object(steps.approver_kind, "_selection", kinds),
            patch.object(steps, "_approvers_line_manager", line_manager, create=True),
        ):
            policy = self.make_policy({"approver_kind": "line_manager"})
            approval = self.steps(self.make_waiting(policy))
            self.assertEqual(approval.decision_ids.approver_id, self.bob)
            with self.assertRaises(AccessError):
                self.approve(approval, self.ann)
            self.approve(approval, self.bob)
            self.assertEqual(approval.state, "approved")
            managers.clear()
            nobody = self.steps(self.make_waiting(policy))
        self.assertTrue(nobody.is_fallback, "Nobody to ask never means that nobody is asked")

    def test_amount_is_in_the_currency_of_the_company(self):
        """Without a company in the one that all have; where they differ none is claimed."""
        step = self.make_policy({"users": self.ann, "min_amount": 500}).step_ids
        step.company_id.search([]).currency_id = self.env.ref("base.USD")
        step.invalidate_recordset(["currency_id"])
        self.assertEqual(step.currency_id.name, "USD")
        other = self.env["res.company"].create({"name": "Abroad", "currency_id": self.env.ref("base.CHF").id})
        step.invalidate_recordset(["currency_id"])
        self.assertFalse(step.currency_id)
        step.policy_id.company_id = other
        self.assertEqual(step.currency_id.name, "CHF")

    def test_replayed_decision_changes_nothing(self):
        """A second click says that it is decided; the first word stands."""
        people = self.ann | self.bob
        approval = self.steps(self.make_waiting(self.make_policy({"users": people})))
        self.approve(approval, self.ann, "Fine.")
        with self.assertRaisesRegex(UserError, "decided this already"):
            self.refuse(approval, self.ann)
        self.approve(approval, self.bob)
        with self.assertRaisesRegex(UserError, "over already"):
            self.approve(approval, self.bob)
        self.assertEqual(approval.decision_ids.mapped("decision"), ["approve", "approve"])

    def test_seats_leave_out_who_asked(self):
        """Requester, submitter and who wrote it down are not asked, in whatever list they stand."""
        people = self.employee | self.agent | self.portal_a | self.ann
        policy = self.make_policy({"users": people})
        request = self.make_waiting(policy, submitted_by_id=self.portal_a.partner_id.id)
        self.assertEqual(self.steps(request).decision_ids.approver_id, self.ann)

    def test_nobody_left_asks_others_then_managers(self):
        """A step that asks only the requester goes to the others, then to the desk's managers."""
        fallback = self.make_policy({"users": self.employee, "fallback_user_ids": [(6, 0, self.bob.ids)]})
        self.assertEqual(self.steps(self.make_waiting(fallback)).decision_ids.approver_id, self.bob)
        alone = self.steps(self.make_waiting(self.make_policy({"users": self.employee})))
        self.assertEqual(alone.decision_ids.approver_id, self.manager | self.admin_user)
        self.assertTrue(alone.is_fallback)

    def test_kinds_find_their_people(self):
        """Group, team leader and service owner are looked up on the request."""
        group = self.env["res.groups"].create({"name": "Board", "user_ids": [(6, 0, self.bob.ids)]})
        self.team_two.leader_id = self.agent_two
        service = self.env["service.desk.service"].create({"name": "S", "owner_id": self.ann.id})
        policy = self.make_policy(
            {"approver_kind": "group", "group_id": group.id},
            {"approver_kind": "team_leader"},
            {"approver_kind": "service_owner"},
        )
        request = self.make_waiting(policy, team_id=self.team_two.id, service_id=service.id)
        found = [step.decision_ids.approver_id for step in self.steps(request)]
        self.assertEqual(found, [self.bob, self.agent_two, self.ann])

    def test_policy_edits_change_no_open_round(self):
        """What a round asks is what its policy said when it began."""
        policy = self.make_policy({"users": self.ann | self.bob, "percent": 1})
        approval = self.steps(self.make_waiting(policy))
        policy.step_ids.write({"percent": 100, "user_ids": [(6, 0, self.cid.ids)]})
        self.approve(approval, self.bob)
        self.assertEqual(approval.state, "approved")
        policy.unlink()
        self.assertEqual(approval.name, "Step 1")

    def test_new_round_follows_a_withdrawn_one(self):
        """Asking again is a round of its own; the votes of the old one are gone."""
        request = self.make_waiting(self.make_policy({"users": self.ann | self.bob}))
        old = self.steps(request)
        self.approve(old, self.ann)
        request.action_withdraw_approval()
        self.assertEqual((old.state, request.approval_state), ("cancelled", "none"))
        request.action_ask_approval()
        new = self.steps(request)
        self.assertEqual((new.round, new.state, new.approve_count), (2, "pending", 0))

    def test_cancelled_request_asks_nobody(self):
        """What is given up is withdrawn; the approver is told that it is over."""
        request = self.make_waiting(self.make_policy({"users": self.ann}))
        approval = self.steps(request)
        request.write({"state": "cancelled", "resolution": "<p>Not needed.</p>"})
        self.assertEqual((approval.state, request.approval_state), ("cancelled", "none"))
        with self.assertRaises(UserError):
            self.approve(approval, self.ann)

    def test_nothing_changes_while_it_is_decided(self):
        """What is decided about is frozen, also for superusers; the rest of the work is not."""
        request = self.make_waiting(self.make_policy({"users": self.ann}))
        for values in ({"name": "Two screens"}, {"requester_id": self.portal_b.partner_id.id}):
            with self.assertRaisesRegex(UserError, "waits for approval and cannot be changed"):
                request.write(values)
            with self.assertRaises(UserError):
                request.sudo().write(values)
        request.write({"name": request.name, "user_id": self.agent.id})
        request._withdraw_approval("x")
        request.name = "Two screens"

    def test_changed_content_cannot_be_decided(self):
        """What changed behind the desk's back is not approved as it was shown."""
        request = self.make_waiting(self.make_policy({"users": self.ann}))
        approval = self.steps(request)
        self.env.cr.execute("UPDATE service_desk_request SET name = 'x' WHERE id = %s", request.ids)
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has changed"):
            self.approve(approval, self.ann)
        self.assertEqual(approval.state, "pending")

    def test_update_of_the_software_takes_no_approval_away(self):
        """What is shown more or less by a new version leaves open what was asked before."""
        approval = self.steps(self.make_waiting(self.make_policy({"users": self.ann})))
        approval.content = [["An old label", "x"], *approval.content[1:]]
        self.approve(approval, self.ann)
        self.assertEqual(approval.state, "approved")

    def test_answers_are_frozen_too(self):
        """What was answered in the form of an order stays while it is decided."""
        request = self.make_waiting(self.make_policy({"users": self.ann}))
        answers = self.env["service.desk.answer"].sudo()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            answers.create({"request_id": request.id, "name": "Color", "code": "color", "kind": "text"})

    def test_work_waits_for_approval(self):
        """Nobody begins or fulfills what is not approved, not even managers or server code."""
        policy = self.make_policy({"users": self.ann})
        request = self.make_waiting(policy)
        for user in (self.agent, self.manager):
            with self.assertRaisesRegex(UserError, "waits for approval by test_ann"):
                request.with_user(user).state = "in_progress"
        with self.assertRaises(UserError):
            request.sudo().state = "in_progress"
        unasked = self.make_request()
        unasked.approval_policy_id = policy
        with self.assertRaisesRegex(UserError, "needs approval first"):
            unasked.state = "in_progress"

    def test_facts_cannot_be_forged(self):
        """No agent writes what was approved, by create, write, default or on the tables."""
        request = self.make_request()
        forged = {"approval_state": "approved"}
        with self.assertRaises(AccessError):
            request.write(forged)
        with self.assertRaises(AccessError):
            self.make_request(**forged)
        born = self.env["service.desk.request"].with_user(self.agent)
        born = born.with_context(default_approval_state="approved").create({"name": "x"})
        self.assertEqual(born.approval_state, "none")
        approval = self.steps(self.make_waiting(self.make_policy({"users": self.ann})))
        for user in (self.ann, self.agent, self.manager, self.admin_user):
            for record in (approval, approval.decision_ids, approval.log_ids):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"approval_id": 1})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()

    def test_batch_costs_the_same_for_many(self):
        """Starting the approvals of 40 requests takes as many queries as of 5, or a few more."""
        policy = self.make_policy({"users": self.ann | self.bob}, {"users": self.cid})

        def cost(count):
            requests = self.env["service.desk.request"].create(
                [{"name": f"R{place}", "approval_policy_id": policy.id} for place in range(count)]
            )
            return self.queries(requests._start_approval)

        self.assert_queries(cost, (5, 40), lambda few, many: many <= few + 10)
