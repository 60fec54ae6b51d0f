"""Who agrees to changes, what stays meanwhile, and what follows."""

from datetime import timedelta
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .change_case import WORDS, ChangeCase


@tagged("post_install", "-at_install")
class TestChangeApproval(ChangeCase):
    def seats(self, change):
        return self.steps(change).decision_ids.approver_id

    def test_low_risk_asks_change_managers(self):
        """One of the change managers agrees to a change of low risk."""
        self.assertEqual(self.seats(self.make_asked()), self.cm | self.cm_two)

    def test_medium_risk_asks_the_owner_first(self):
        """Who answers for the services agrees, then a change manager."""
        change = self.make_asked(points=50)
        steps = self.steps(change)
        self.assertEqual(steps[0].decision_ids.approver_id, self.ann)
        self.approve(steps[0], self.ann)
        self.assertEqual(change.state, "approval")
        self.approve(steps[1], self.cm)
        self.assertEqual(change.state, "scheduled")

    def test_refusal_rejects_with_the_reason(self):
        """A change that was refused says why."""
        change = self.make_asked()
        self.refuse(self.steps(change), self.cm, "Not in December.")
        self.assertEqual((change.state, change.approval_state), ("rejected", "refused"))
        self.assertIn("Not in December.", change.resolution)

    def test_plan_is_frozen_while_decided(self):
        """Plans, dates, services and answers stay as they are while others decide."""
        change = self.make_asked()
        for values in (
            {"implementation_plan": "<p>Otherwise.</p>"},
            self.planned(days=5),
            {"service_ids": [(4, self.service_two.id)]},
            {"change_type": "emergency"},
        ):
            with self.assertRaises(UserError):
                change.write(values)
        with self.assertRaises(UserError):
            change.risk_answer_ids.option_id = self.question.option_ids[2]

    def test_assessed_anew_revokes(self):
        """What was agreed to is void when it is assessed anew, and asked again in a new round."""
        change = self.make_scheduled()
        change.action_assess()
        self.assertEqual((change.state, change.approval_state), ("assessment", "none"))
        self.assertFalse(change.date_authorized)
        change.write({"implementation_plan": "<p>Otherwise.</p>"})
        with self.assertRaises(UserError):
            change.action_implement()
        change.action_ask_approval()
        self.assertEqual(max(change.sudo().approval_ids.mapped("round")), 2)

    def test_withdrawn_round_asks_nobody(self):
        """A round that was withdrawn is over; the change can be planned otherwise."""
        change = self.make_asked()
        change.action_assess()
        self.assertEqual(change.approval_state, "none")
        self.assertEqual(set(change.sudo().approval_ids.mapped("state")), {"cancelled"})

    def test_scheduled_plan_stays(self):
        """What was agreed to is what is done."""
        change = self.make_scheduled()
        with self.assertRaises(UserError):
            change.implementation_plan = "<p>Otherwise.</p>"

    def test_scheduled_dates_are_the_change_managers(self):
        """Agents do not move what is scheduled; a change manager does, and the approval stands."""
        change = self.make_scheduled()
        with self.assertRaises(AccessError):
            change.write(self.planned(days=5))
        change.with_user(self.cm).write(self.planned(days=5))
        self.assertEqual((change.state, change.approval_state), ("scheduled", "approved"))

    def test_approved_dates_are_the_change_managers(self):
        """Agents do not move what was agreed to and is not scheduled yet; a change manager does."""
        change = self.make_asked()
        later = self.env.cr.now() + timedelta(days=3)
        with patch.object(self.env.registry["service.desk.change"], "_now", lambda _self: later):
            self.approve(self.steps(change), self.cm)
        self.assertEqual((change.state, change.approval_state), ("approval", "approved"))
        self.assertFalse(change.can_reschedule)
        with self.assertRaisesRegex(AccessError, "change manager"):
            change.write(self.planned(days=5))
        manager = change.with_user(self.cm)
        self.assertTrue(manager.can_reschedule)
        manager.write(self.planned(days=5))
        manager.action_schedule()
        self.assertEqual(change.state, "scheduled")

    def test_nobody_approves_own_change(self):
        """Who asked has no seat, and cannot take one by a call."""
        change = self.make_asked(user=self.cm)
        self.assertEqual(self.seats(change), self.cm_two)
        with self.assertRaises(UserError):
            self.approve(self.steps(change), self.cm)
        self.assertEqual(change.state, "approval")

    def test_assignee_does_not_approve(self):
        """Who carries it out does not decide about it, and who decides does not carry it out."""
        change = self.make_asked(user_id=self.cm.id)
        self.assertEqual(self.seats(change), self.cm_two)
        with self.assertRaisesRegex(UserError, "somebody else must do it"):
            change.user_id = self.cm_two

    def test_state_and_facts_are_not_written(self):
        """No client authorizes a change by writing what the desk keeps by itself."""
        change = self.make_ready()
        for values in (
            {"approval_state": "approved"},
            {"date_authorized": "2026-01-01 10:00:00"},
            {"risk": "low"},
            {"risk_score": 1},
            {"date_documented": "2026-01-01 10:00:00"},
        ):
            with self.assertRaises(AccessError):
                change.write(values)
        with self.assertRaises(UserError):
            change.write({"state": "scheduled"})
        with self.assertRaises(UserError):
            self.make_change(state="scheduled")

    def test_change_manager_does_not_skip_approval(self):
        """Who schedules changes does not do so for one that others must agree to."""
        change = self.make_ready()
        with self.assertRaisesRegex(UserError, "needs approval"):
            change.with_user(self.cm).action_schedule()

    def test_rule_without_policy_leaves_it_to_the_change_manager(self):
        """Where nobody must agree by the rules, a change manager authorizes by scheduling."""
        self.env.ref("service_desk.change_rule_normal_low").policy_id = False
        change = self.make_ready()
        change.action_ask_approval()
        self.assertEqual((change.state, change.approval_state), ("approval", "none"))
        with self.assertRaises(AccessError):
            change.action_schedule()
        change.with_user(self.cm).action_schedule()
        self.assertTrue(change.date_authorized)

    def test_approval_after_the_planned_time_does_not_schedule(self):
        """What was agreed to too late is not scheduled for the past; the vote stands and they are told."""
        change = self.make_asked()
        later = self.env.cr.now() + timedelta(days=3)
        with patch.object(self.env.registry["service.desk.change"], "_now", lambda _self: later):
            self.approve(self.steps(change), self.cm)
        self.assertEqual((change.state, change.approval_state), ("approval", "approved"))
        self.assertIn("past", change.message_ids[0].body)

    # -- Emergencies ---------------------------------------------------------------------------

    def test_emergency_begins_at_once_and_is_asked_about(self):
        """The work begins from draft; approval is asked in the same moment, and it shows."""
        change = self.make_change(change_type="emergency")
        change.action_implement()
        self.assertEqual((change.state, change.approval_state), ("implementing", "pending"))
        self.assertTrue(change.is_unauthorized)
        self.assertTrue(change.is_documented_late)
        self.assertIn("Justification", change.missing_documents)

    def test_approvers_of_an_emergency_read_what_was_written_since(self):
        """Its plan binds nobody and is not there when they are asked; they read it as it comes."""
        change = self.make_change(change_type="emergency")
        change.action_implement()
        approval = self.steps(change)[0].with_user(self.cm)
        self.assertNotIn("Restart both relays", str(approval.since_html))
        change.implementation_plan = "<p>Restart both relays</p>"
        approval.invalidate_recordset(["since_html"])
        self.assertIn("Restart both relays", approval.since_html)
        self.assertIn(
            ["Implementation Plan", "Restart both relays"], [list(pair) for pair in approval._written_since()]
        )
        normal = self.steps(self.make_asked())[0].with_user(self.cm)
        self.assertFalse(normal.since_html)

    def test_times_are_told_in_whole_seconds(self):
        """Whatever fraction the clock of the server had when they were written."""
        dates = {name: moment.replace(microsecond=400083) for name, moment in self.planned().items()}
        content = str(self.steps(self.make_asked(**dates))[0].content)
        self.assertRegex(content, r":\d\d \(UTC\)")
        self.assertNotIn("400083", content)

    def test_scheduled_emergency_is_asked_about_when_it_begins(self):
        """A change manager who calls it an emergency and schedules it has not agreed to it for others."""
        change = self.make_ready(change_type="emergency")
        change.with_user(self.cm).action_schedule()
        self.assertEqual(change.state, "scheduled")
        self.assertFalse(change.date_authorized)
        change.action_implement()
        self.assertEqual(change.approval_state, "pending")
        self.assertTrue(change.is_unauthorized)

    def test_emergency_that_nobody_must_agree_to_is_authorized_by_scheduling(self):
        """Where no rule asks anybody, the change manager who schedules it answers for it."""
        self.env["service.desk.change.rule"].search([("change_type", "=", "emergency")]).policy_id = False
        change = self.make_ready(change_type="emergency")
        change.with_user(self.cm).action_schedule()
        self.assertTrue(change.date_authorized)

    def test_emergency_is_not_closed_before_both(self):
        """Approval and papers come afterwards, and both before it is closed."""
        change = self.make_change(change_type="emergency")
        change.action_implement()
        change.date_actual_start -= timedelta(hours=1)
        change.write({"state": "review", "outcome": "successful", "lessons": "<p>Watch the disk.</p>"})
        closer = change.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "waits for approval"):
            closer.action_close()
        self.approve(self.steps(change), self.cm)
        self.assertFalse(change.is_unauthorized)
        with self.assertRaisesRegex(UserError, "Justification"):
            closer.action_close()
        change.write(WORDS)
        self.answer(change)
        self.assertTrue(change.date_documented)
        closer.action_close()
        self.assertEqual(change.state, "closed")
        self.assertTrue(change.is_documented_late)

    def test_emergency_refused_afterwards_stays_unauthorized(self):
        """What was done and refused can be closed, and stays in the figures."""
        change = self.make_change(change_type="emergency", **WORDS)
        self.answer(change)
        change.action_implement()
        self.refuse(self.steps(change), self.cm, "It could have waited.")
        change.write({"state": "review", "outcome": "issues", "lessons": "<p>Ask first.</p>"})
        change.with_user(self.manager).action_close()
        self.assertTrue(change.is_unauthorized)

    def test_begun_emergency_does_not_become_normal(self):
        """Nobody gets around the papers by another name."""
        change = self.make_change(change_type="emergency")
        change.action_implement()
        with self.assertRaises(UserError):
            change.change_type = "normal"

    def test_portal_approver_decides(self):
        """Somebody with a portal login who is asked agrees to a change that they cannot open."""
        policy = self.make_policy({"users": self.cid})
        self.env.ref("service_desk.change_rule_normal_low").policy_id = policy
        change = self.make_asked()
        self.assertFalse(change.with_user(self.cid).has_access("read"))
        self.approve(self.steps(change), self.cid)
        self.assertEqual(change.state, "scheduled")
