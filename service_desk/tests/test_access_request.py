"""Asking for access: who must agree, and what is refused at once."""

from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessRequest(AccessCase):
    def test_manager_gives_to_somebody_else_at_once(self):
        """An access manager's word is enough for others."""
        self.assertEqual(self.ask(self.by_group).state, "active")

    def test_manager_needs_somebody_else_for_themself(self):
        """Nobody grants themself anything, however high their role."""
        for user in (self.access_manager, self.admin_user):
            user.group_ids += self.group
            fresh = self.make_entitlement(f"For {user.login}")
            access = self.ask(fresh, user=user, holder=user)
            with self.subTest(user=user.login):
                self.assertEqual(access.state, "approval")

    def test_agent_needs_the_owner(self):
        """An agent asks on behalf; somebody else decides."""
        access = self.ask(self.by_group, user=self.agent)
        self.assertEqual(access.state, "approval")
        self.assertEqual(access.requested_by_id, self.agent.partner_id)
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_employee_cannot_use_the_dialog(self):
        """Requesters order in the catalog."""
        with self.assertRaises(AccessError):
            self.ask(self.by_group, user=self.employee)

    def test_same_access_twice_is_refused(self):
        """At most one live record of a person and an entitlement."""
        self.ask(self.by_group)
        with self.assertRaises(UserError):
            self.ask(self.by_group)

    def test_access_can_be_asked_for_again_after_it_ended(self):
        """A record that is over is no obstacle."""
        self.ask(self.by_group).action_revoke("Moved")
        self.assertEqual(self.ask(self.by_group).state, "active")

    def test_order_leaves_out_what_is_held(self):
        """A bundle brings what is missing, and notes that the rest was there."""
        held = self.ask(self.by_group)
        request = self.make_request()
        added = self.env["service.desk.access"]._request(
            self.employee.partner_id, self.by_group | self.by_hand, request
        )
        self.assertEqual(added.entitlement_id, self.by_hand)
        self.assertEqual(self.kinds(held)[-1], "requested")

    def test_archived_entitlement_is_not_to_be_had(self):
        """Archived means nobody new gets it."""
        self.by_hand.active = False
        with self.assertRaises(UserError):
            self.ask(self.by_hand)

    def test_entitlement_of_another_company_is_not_to_be_had(self):
        """What belongs to a company is for its people."""
        company, _user = self.make_company()
        foreign = self.env["service.desk.entitlement"].create({"name": "Foreign", "company_id": company.id})
        with self.assertRaises(AccessError):
            self.ask(foreign)
        with self.assertRaises(UserError):
            self.env["service.desk.access"]._request(self.employee.partner_id, foreign)

    def test_end_must_lie_in_the_future_and_within_the_limit(self):
        """An end in the past, or later than allowed, is refused."""
        self.by_group.max_days = 30
        for days in (-1, 60):
            with self.subTest(days=days), self.assertRaises(UserError):
                self.ask(self.by_group, date_end=self.in_days(days))
        self.assertEqual(self.ask(self.by_group).date_end.date(), self.in_days(30).date())

    def test_access_that_begins_later_is_granted_by_the_job(self):
        """Nobody has it before its time."""
        access = self.ask(self.by_group, date_start=self.in_days(3))
        self.assertEqual(access.state, "granting")
        self.assertNotIn(self.group, self.employee.group_ids)
        self.run_job()
        self.assertEqual(access.state, "granting")
        access.sudo().date_start = self.in_days(-1)
        self.run_job()
        self.assertEqual(access.state, "active")
        self.assertIn(self.group, self.employee.group_ids)

    def test_access_dropped_before_its_start_is_cancelled(self):
        """What was never granted is not revoked but cancelled."""
        access = self.ask(self.by_group, date_start=self.in_days(3))
        access.action_revoke("Not coming")
        self.assertEqual(access.state, "cancelled")
        self.assertFalse(access.date_granted)

    def test_emergency_is_granted_at_once_to_somebody_else(self):
        """The desk helps first; approval follows."""
        self.by_group.allows_emergency = True
        access = self.ask(self.by_group, user=self.agent, is_emergency=True)
        self.assertEqual(access.state, "active")
        self.assertIn("emergency", self.kinds(access))
        self.assertEqual(access.approval_state, "pending")

    def emergency(self, **values):
        self.by_group.write({"allows_emergency": True, **values})
        return self.ask(self.by_group, user=self.agent, is_emergency=True)

    def let_days_pass(self, access, days):
        """As many days as the emergency has lasted."""
        end = access.sudo().date_emergency_end
        access.sudo().date_emergency_end = end - timedelta(days=days)
        self.run_job()

    def test_emergency_that_nobody_approves_ends(self):
        """After some days, also under a policy that waits for ever."""
        access = self.emergency()
        self.let_days_pass(access, 2)
        self.assertEqual(access.state, "active")
        self.let_days_pass(access, 1)
        self.assertEqual((access.state, access.approval_state), ("revoked", "none"))
        self.assertIn("expired", self.kinds(access))
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_emergency_lasts_no_longer_than_the_entitlement_allows(self):
        """Its longest duration comes before the usual days, and no unapproved year after them."""
        access = self.emergency(max_days=365)
        self.assertLess(access.date_emergency_end, self.in_days(4))
        access.with_user(self.access_manager).action_revoke("Over")
        access = self.emergency(max_days=1)
        self.let_days_pass(access, 1)
        self.assertEqual(access.state, "revoked")

    def test_approved_emergency_stays(self):
        """Somebody has agreed: from then on it is like any other access."""
        access = self.emergency()
        self.approve(access)
        self.assertFalse(access.date_emergency_end)
        self.run_job()
        self.assertEqual(access.state, "active")

    def test_emergency_for_oneself_is_refused(self):
        """Not even in an emergency."""
        self.by_group.allows_emergency = True
        with self.assertRaises(AccessError):
            self.ask(self.by_group, user=self.agent, holder=self.agent, is_emergency=True)

    def test_emergency_needs_the_owner_s_leave(self):
        """Where the entitlement does not say so there is none."""
        with self.assertRaises(UserError):
            self.ask(self.by_group, user=self.agent, is_emergency=True)

    def test_refused_emergency_is_taken_away(self):
        """A refusal afterwards revokes."""
        self.by_group.allows_emergency = True
        access = self.ask(self.by_group, user=self.agent, is_emergency=True)
        self.refuse(access)
        self.assertEqual(access.state, "revoked")
        self.assertNotIn(self.group, self.employee.group_ids)
