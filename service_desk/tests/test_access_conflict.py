"""Segregation of duties, at the request and again at the grant."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessConflict(AccessCase):
    def accept(self, access, user=None, **values):
        wizard = (
            self.env["service.desk.access.risk.wizard"]
            .with_user(user or self.access_manager)
            .create({"access_ids": [(6, 0, access.ids)], "reason": "Watched by accounting", **values})
        )
        wizard.action_confirm()
        return wizard

    def asked_by_agent_and_approved(self):
        """The employee books already; an agent asks for paying and it was approved."""
        self.ask(self.by_group)
        access = self.ask(self.by_other_group, user=self.agent)
        self.approve(access)
        return access

    def test_conflict_is_refused_both_ways(self):
        """Whichever of the two is held, the other one is not to be had."""
        self.make_conflict(self.by_other_group, self.by_group)
        self.ask(self.by_group)
        with self.assertRaisesRegex(UserError, "book and pay"):
            self.ask(self.by_other_group)
        self.ask(self.by_other_group, holder=self.colleague)
        with self.assertRaises(UserError):
            self.ask(self.by_group, holder=self.colleague)

    def test_conflict_within_one_request_is_refused(self):
        """Asking for both at once helps nobody."""
        self.make_conflict(self.by_group, self.by_other_group)
        with self.assertRaises(UserError):
            self.ask(self.by_group | self.by_other_group)

    def test_conflict_within_one_grant_waits_for_the_acceptance(self):
        """Two that are given in the same moment do not pass each other unseen."""
        self.make_conflict(self.by_group, self.by_other_group, severity="accept")
        accesses = self.ask(self.by_group | self.by_other_group).sudo()
        self.assertEqual(sorted(accesses.mapped("state")), ["active", "approval"])
        self.assertEqual(accesses.filtered("is_risk_open").state, "approval")

    def test_conflict_that_came_later_is_refused_at_the_grant(self):
        """Between request and grant the rule was made."""
        self.ask(self.by_group)
        access = self.ask(self.by_other_group, user=self.agent)
        self.make_conflict(self.by_group, self.by_other_group)
        self.approve(access)
        self.assertEqual(access.state, "refused")
        self.assertNotIn(self.other_group, self.employee.group_ids)

    def test_acceptable_conflict_waits_for_the_acceptance(self):
        """Approved, it still waits until somebody answers for the risk."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        access = self.asked_by_agent_and_approved()
        self.assertEqual((access.state, access.is_risk_open), ("approval", True))
        self.accept(access)
        self.assertEqual((access.state, access.is_risk_open), ("active", False))
        self.assertIn("risk", self.kinds(access))

    def test_accepted_until_limits_the_access(self):
        """The access ends with the acceptance."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        access = self.asked_by_agent_and_approved()
        self.accept(access, date_end=self.in_days(10))
        self.assertEqual(access.date_end, self.in_days(10))

    def test_nobody_accepts_their_own_risk(self):
        """Neither the holder nor who asked for it answers for it."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        self.ask(self.by_group)
        access = self.ask(self.by_other_group)
        self.assertTrue(access.is_risk_open)
        asking = access.requested_by_id.user_ids
        self.assertFalse(access.with_user(asking).may_accept_risk, "No button that is refused in the end")
        with self.assertRaises(AccessError):
            self.accept(access)
        holder = self.make_user("test_holder", "service_desk.group_access_manager")
        conflict = self.env["service.desk.entitlement.conflict"].search([], limit=1)
        with self.assertRaises(AccessError):
            self.env["service.desk.access.risk"].with_user(holder).create(
                {"partner_id": holder.partner_id.id, "conflict_id": conflict.id, "reason": "Trust me"}
            )

    def test_agents_accept_no_risk(self):
        """It takes an access manager."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        access = self.asked_by_agent_and_approved()
        with self.assertRaises(AccessError):
            self.accept(access, user=self.agent_two)

    def test_acceptance_is_not_edited(self):
        """Who accepted, why and until when stays as it was written."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        self.accept(self.asked_by_agent_and_approved())
        risk = self.env["service.desk.access.risk"].search([], limit=1).with_user(self.access_manager)
        self.assertEqual(risk.accepted_by_id, self.access_manager)
        with self.assertRaises(AccessError):
            risk.reason = "Something else"
        with self.assertRaises(AccessError):
            risk.unlink()
        risk.action_withdraw()
        self.assertTrue(risk.date_withdrawn)

    def test_acceptance_by_another_name_is_overwritten(self):
        """Who accepts is who creates it, whatever a client sends."""
        conflict = self.make_conflict(self.by_group, self.by_other_group, "accept")
        risk = (
            self.env["service.desk.access.risk"]
            .with_user(self.access_manager)
            .create(
                {
                    "partner_id": self.employee.partner_id.id,
                    "conflict_id": conflict.id,
                    "reason": "x",
                    "accepted_by_id": self.owner.id,
                }
            )
        )
        self.assertEqual(risk.accepted_by_id, self.access_manager)

    def test_withdrawn_acceptance_does_not_count(self):
        """The next grant needs a new one."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        access = self.asked_by_agent_and_approved()
        self.accept(access)
        self.env["service.desk.access.risk"].search([]).with_user(self.access_manager).action_withdraw()
        access.with_user(self.access_manager).action_revoke("Again")
        self.assertTrue(self.ask(self.by_other_group).is_risk_open)

    def test_emergency_does_not_pass_a_conflict(self):
        """An emergency is no way around the segregation of duties."""
        self.make_conflict(self.by_group, self.by_other_group, "accept")
        self.by_other_group.allows_emergency = True
        self.ask(self.by_group)
        with self.assertRaises(UserError):
            self.ask(self.by_other_group, user=self.agent, is_emergency=True)

    def test_pair_is_unique_whichever_comes_first(self):
        """The same pair the other way round is the same conflict."""
        self.make_conflict(self.by_group, self.by_other_group)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self.make_conflict(self.by_other_group, self.by_group)

    def test_dropped_conflict_leaves_a_trace(self):
        """Rules against fraud are not removed quietly."""
        conflict = self.make_conflict(self.by_group, self.by_other_group)
        before = len(self.by_group.message_ids)
        conflict.unlink()
        self.assertEqual(len(self.by_group.message_ids), before + 1)
