"""What groups really contain, compared with the register."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessDrift(AccessCase):
    def compare(self, entitlement=None):
        Drift = self.env["service.desk.access.drift"]
        Drift.with_user(self.access_manager).action_compare_now()
        return Drift.search([("entitlement_id", "=", (entitlement or self.by_group).id)]).with_user(self.access_manager)

    def of(self, rows, user):
        return rows.filtered(lambda row: row.partner_id == user.partner_id)

    def test_member_without_a_record_is_found(self):
        """Somebody was put into the group by hand."""
        self.colleague.group_ids += self.group
        found = self.of(self.compare(), self.colleague)
        self.assertEqual(found.kind, "unrecorded")

    def test_record_without_a_member_is_found(self):
        """Somebody took the group away by hand; granted again, all is well."""
        access = self.ask(self.by_group)
        self.employee.group_ids -= self.group
        found = self.of(self.compare(), self.employee)
        self.assertEqual((found.kind, found.access_id), ("missing", access))
        found.action_grant_again()
        self.assertIn(self.group, self.employee.group_ids)
        self.assertFalse(self.of(self.compare(), self.employee))
        self.assertEqual(access.state, "active")

    def test_agreement_leaves_no_row(self):
        """What is on record and really there is no drift; what was repaired disappears."""
        self.ask(self.by_group)
        self.colleague.group_ids += self.group
        self.assertTrue(self.of(self.compare(), self.colleague))
        self.colleague.group_ids -= self.group
        rows = self.compare()
        self.assertFalse(self.of(rows, self.colleague) | self.of(rows, self.employee))

    def test_taken_on_record_it_is_revoked_like_any_other(self):
        """From then on the record is the reason for the group."""
        self.colleague.group_ids += self.group
        self.of(self.compare(), self.colleague).action_take_on_record("Works there")
        access = self.env["service.desk.access"].search([("partner_id", "=", self.colleague.partner_id.id)])
        self.assertEqual(access.state, "active")
        self.assertIn("recorded", self.kinds(access))
        access.with_user(self.access_manager).action_revoke("Moved")
        self.assertNotIn(self.group, self.colleague.group_ids)

    def lesser_manager(self):
        """An access manager who does not hold what the entitlement hands out."""
        return self.make_user("test_lesser", "service_desk.group_access_manager")

    def found(self, user):
        """The colleague was put into the group by hand, and this user sees it."""
        self.colleague.group_ids += self.group
        return self.of(self.compare(), self.colleague).with_user(user)

    def access_of(self, user):
        return self.env["service.desk.access"].search([("partner_id", "=", user.partner_id.id)])

    def test_manager_without_the_group_asks_those_who_must_agree(self):
        """Taking on record is no dead end: the owner is asked, and told that they have it."""
        row = self.found(self.lesser_manager())
        action = row.action_take_on_record("Works there")
        self.assertIn("test_owner", action["params"]["message"])
        access = self.access_of(self.colleague)
        self.assertEqual((access.state, row.access_id, row.access_state), ("approval", access, "approval"))
        self.assertIn("have it in the system already", str(self.waiting(access).content))
        self.assertEqual(self.of(self.compare(), self.colleague), row, "Not settled yet")
        self.approve(access)
        self.assertEqual(access.state, "active")
        self.assertIn("recorded", self.kinds(access))
        self.assertFalse(self.of(self.compare(), self.colleague))
        access.with_user(self.access_manager).action_revoke("Moved")
        self.assertNotIn(self.group, self.colleague.group_ids, "The record had become the reason for the group")

    def test_approved_after_the_system_lost_it_is_granted(self):
        """What is on record is in the system too."""
        row = self.found(self.lesser_manager())
        row.action_take_on_record("Works there")
        self.colleague.group_ids -= self.group
        self.approve(self.access_of(self.colleague))
        self.assertIn(self.group, self.colleague.group_ids)

    def test_refused_record_can_be_removed(self):
        """Without the owner's no, who does not hold it cannot take it from people either."""
        row = self.found(self.lesser_manager())
        with self.assertRaises(AccessError):
            row.action_remove()
        row.action_take_on_record("Works there")
        self.refuse(self.access_of(self.colleague))
        row.action_remove()
        self.assertNotIn(self.group, self.colleague.group_ids)

    def test_removed_while_others_are_asked_is_not_asked_for_any_more(self):
        """Nobody decides about what is gone."""
        row = self.found(self.lesser_manager())
        row.action_take_on_record("Works there")
        row.with_user(self.access_manager).action_remove()
        self.assertEqual(self.access_of(self.colleague).state, "cancelled")

    def test_manager_without_the_group_puts_back_what_is_on_record(self):
        """Others have agreed to it; nothing new is handed out."""
        access = self.ask(self.by_group)
        self.employee.group_ids -= self.group
        self.of(self.compare(), self.employee).with_user(self.lesser_manager()).action_grant_again()
        self.assertIn(self.group, self.employee.group_ids)
        self.assertEqual(access.state, "active")

    def test_removed_it_is_gone(self):
        """Nobody knows why they have it."""
        self.colleague.group_ids += self.group
        self.of(self.compare(), self.colleague).action_remove()
        self.assertNotIn(self.group, self.colleague.group_ids)

    def test_ended_record_is_revoked(self):
        """The system has lost it, and that is right."""
        access = self.ask(self.by_group)
        self.employee.group_ids -= self.group
        self.of(self.compare(), self.employee).action_revoke()
        self.assertEqual(access.state, "revoked")

    def test_own_drift_is_for_others(self):
        """An access manager does not put their own access on record."""
        mine = self.of(self.compare(), self.access_manager)
        self.assertEqual(mine.kind, "unrecorded")
        with self.assertRaises(AccessError):
            mine.action_take_on_record("Trust me")

    def test_conflict_is_not_taken_on_record(self):
        """Drift is no way around the segregation of duties."""
        self.make_conflict(self.by_group, self.by_other_group)
        self.ask(self.by_other_group, holder=self.colleague)
        self.colleague.group_ids += self.group
        with self.assertRaises(UserError):
            self.of(self.compare(), self.colleague).action_take_on_record("Works there")

    def test_agents_see_no_drift(self):
        """It is for access managers."""
        for user in (self.agent, self.manager, self.employee, self.portal_a):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["service.desk.access.drift"].with_user(user).has_access("read"))
                with self.assertRaises(AccessError):
                    self.env["service.desk.access.drift"].with_user(user).action_compare_now()

    def test_method_that_cannot_know_finds_nothing(self):
        """Keys handed out by hand are not compared."""
        self.assertFalse(self.compare(self.by_hand))

    def test_holdings_name_what_a_person_has(self):
        """What a leaver gives back, with what is still being asked for."""
        access = self.ask(self.by_group)
        asked = self.ask(self.by_other_group, user=self.agent)
        asked.sudo()
        holdings = self.employee.partner_id._service_desk_holdings()
        self.assertEqual({one["record"] for one in holdings}, {access, asked})
        self.assertEqual({one["name"] for one in holdings}, {"Booking", "Paying"})

    def test_holdings_of_many_cost_as_little_as_of_one(self):
        """One look at the table for a whole team, each row with whose it is and how far."""
        self.ask(self.by_group)
        self.ask(self.by_hand, holder=self.colleague)
        one, both = self.employee.partner_id, (self.employee | self.colleague).partner_id
        found = {row["partner"]: (row["name"], row["state"]) for row in both._service_desk_holdings()}
        self.assertEqual(found, {one: ("Booking", "held"), self.colleague.partner_id: ("Door key", "asked")})
        self.assertEqual(*(self.queries(people._service_desk_holdings).total() for people in (one, both)))

    def test_holdings_say_what_is_not_there_yet(self):
        """What was asked for tells what it waits for; what somebody has waits for nothing."""
        self.ask(self.by_group)
        self.ask(self.by_hand)
        self.ask(self.by_other_group, user=self.agent)
        rows = self.employee.partner_id._service_desk_holdings()
        self.assertEqual(
            {row["name"]: (row["state"], row["stage"]) for row in rows},
            {
                "Booking": ("held", ""),
                "Door key": ("asked", "Is being set up"),
                "Paying": ("asked", "Waits for approval"),
            },
        )
