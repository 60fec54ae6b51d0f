from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .approval_case import ApprovalCase


@tagged("post_install", "-at_install")
class TestApprovalSeats(ApprovalCase):
    """Approvers who leave, who are absent, and who stand in."""

    def make_approval(self, users, **values):
        return self.steps(self.make_waiting(self.make_policy({"users": users, **values})))

    def delegate(self, user, delegate, days=(0, 3), **values):
        today = fields.Date.today()
        first, last = (today + timedelta(days=count) for count in days)
        return self.env["service.desk.approval.delegation"].create(
            {
                "user_id": user.id,
                "delegate_id": delegate.id,
                "date_from": first,
                "date_to": last,
                **values,
            }
        )

    # -- Leaving -------------------------------------------------------------------------------

    def test_leaver_loses_an_open_seat(self):
        """The others decide without somebody who has left; it is in the history."""
        approval = self.make_approval(self.ann | self.bob)
        self.bob.active = False
        self.assertEqual(approval.decision_ids.approver_id, self.ann)
        self.assertIn("left", approval.log_ids.mapped("kind"))
        self.approve(approval, self.ann)
        self.assertEqual(approval.state, "approved")

    def test_vote_of_a_leaver_stands(self):
        """What somebody decided while they were here is decided."""
        approval = self.make_approval(self.ann | self.bob)
        self.approve(approval, self.ann)
        self.ann.active = False
        self.assertEqual(approval.decision_ids.approver_id, self.ann | self.bob)
        self.approve(approval, self.bob)
        self.assertEqual(approval.state, "approved")

    def test_last_leaver_lets_managers_be_asked(self):
        """A step never passes because nobody is left; the managers decide."""
        approval = self.make_approval(self.ann)
        self.ann.active = False
        self.assertEqual(approval.state, "pending")
        self.assertEqual(approval.decision_ids.approver_id, self.manager | self.admin_user)

    def test_leaver_of_a_later_step_is_replaced_too(self):
        """Nobody finds an empty seat when their turn comes."""
        policy = self.make_policy({"users": self.bob}, {"users": self.ann})
        first, second = self.steps(self.make_waiting(policy))
        self.ann.active = False
        self.approve(first, self.bob)
        self.assertEqual(second.decision_ids.approver_id, self.manager | self.admin_user)
        self.assertEqual(second.state, "pending")

    def test_who_moves_to_another_company_leaves(self):
        """An approver who no longer works for the company has no seat there."""
        company, _agent = self.make_company()
        approval = self.make_approval(self.ann | self.bob)
        self.ann.write({"company_ids": [(6, 0, company.ids)], "company_id": company.id})
        self.assertEqual(approval.decision_ids.approver_id, self.bob)

    # -- Standing in ---------------------------------------------------------------------------

    def test_delegate_decides_while_it_lasts(self):
        """Who stands in sees and decides; it is on record for whom, and by whom."""
        approval = self.make_approval(self.ann)
        with self.assertRaises(AccessError):
            self.approve(approval, self.bob)
        self.delegate(self.ann, self.bob)
        self.assertTrue(approval.with_user(self.bob).is_waiting_for_me)
        self.approve(approval, self.bob)
        seat = approval.decision_ids
        self.assertEqual((seat.approver_id, seat.user_id), (self.ann, self.bob))

    def test_delegation_holds_on_its_days_only(self):
        """Neither before it begins nor after it has ended."""
        approval = self.make_approval(self.ann)
        self.delegate(self.ann, self.bob, (1, 3))
        self.delegate(self.ann, self.bob, (-3, -1))
        with self.assertRaises(AccessError):
            self.approve(approval, self.bob)

    def test_delegation_goes_one_hop(self):
        """Who stands in for Bob does not stand in for those whom Bob stands in for."""
        approval = self.make_approval(self.ann)
        self.delegate(self.ann, self.bob)
        self.delegate(self.bob, self.agent_two)
        with self.assertRaises(AccessError):
            self.approve(approval, self.agent_two)

    def test_delegation_never_serves_who_asked(self):
        """The requester who stands in for the approver sees nothing to decide, and cannot."""
        approval = self.make_approval(self.ann)
        self.delegate(self.ann, self.employee)
        mine = approval.with_user(self.employee)
        self.assertFalse(mine.search([("is_for_me", "=", True)]))
        with self.assertRaises(AccessError):
            mine.action_approve()

    def test_delegation_of_another_company_does_not_count(self):
        """A delegation for one company gives no say in another."""
        company, _agent = self.make_company()
        both = [(6, 0, (company | self.env.company).ids)]
        (self.ann | self.bob).write({"company_ids": both})
        approval = self.make_approval(self.ann)
        self.delegate(self.ann, self.bob, company_id=company.id)
        with self.assertRaises(AccessError):
            self.approve(approval, self.bob)

    def test_people_delegate_for_themselves_managers_for_others(self):
        """Agents speak for themselves alone; a manager says why."""
        Delegation = self.env["service.desk.approval.delegation"]
        values = {
            "user_id": self.ann.id,
            "delegate_id": self.agent_two.id,
            "date_to": fields.Date.today(),
        }
        for user in (self.agent, self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                Delegation.with_user(user).create(values)
        with self.assertRaisesRegex(ValidationError, "why"):
            Delegation.with_user(self.manager).create(values)
        Delegation.with_user(self.manager).create({**values, "reason": "Ill"})
        own = Delegation.with_user(self.agent).create({**values, "user_id": self.agent.id})
        with self.assertRaises(UserError):
            own.user_id = self.ann

    def test_delegate_is_a_colleague(self):
        """No customer stands in for an employee, nobody for a customer of another organization."""
        for user, delegate in ((self.ann, self.portal_a), (self.portal_a, self.portal_b)):
            with self.assertRaises(ValidationError):
                self.delegate(user, delegate)

    # -- Replacing -----------------------------------------------------------------------------

    def test_manager_replaces_an_absent_approver(self):
        """Somebody else takes the seat, with the reason in the history."""
        approval = self.make_approval(self.ann)
        approval.with_user(self.manager).action_replace(self.ann.id, self.bob.id, "On leave")
        self.assertEqual(approval.decision_ids.approver_id, self.bob)
        self.assertIn("On leave", approval.log_ids.filtered(lambda one: one.kind == "replaced").text)
        self.approve(approval, self.bob)
        self.assertEqual(approval.state, "approved")

    def test_replacing_follows_the_rules(self):
        """Managers only, with a reason, no barred person, no cast vote, no second seat."""
        approval = self.make_approval(self.ann | self.bob)
        self.approve(approval, self.bob)
        cases = [
            (self.agent, self.ann, self.cid, "x", AccessError),
            (self.ann, self.ann, self.cid, "x", AccessError),
            (self.manager, self.ann, self.cid, " ", UserError),
            (self.manager, self.ann, self.employee, "x", UserError),
            (self.manager, self.ann, self.bob, "x", UserError),
            (self.manager, self.bob, self.cid, "x", UserError),
            (self.manager, self.cid, self.agent_two, "x", UserError),
        ]
        for user, absent, new, reason, error in cases:
            with self.subTest(user=user.login, new=new.login), self.assertRaises(error):
                approval.with_user(user).action_replace(absent.id, new.id, reason)

    def test_manager_does_not_choose_who_decides_their_own(self):
        """A manager who asked for it cannot put a friend into the seat."""
        policy = self.make_policy({"users": self.ann})
        request = self.make_waiting(policy, requester_id=self.manager.partner_id.id)
        with self.assertRaisesRegex(UserError, "asked for this yourself"):
            self.steps(request).with_user(self.manager).action_replace(self.ann.id, self.bob.id, "Ill")
