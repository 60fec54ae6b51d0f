"""Odoo groups as access: really given, really taken away, and no way around Odoo's rights."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .access_case import AccessCase


@tagged("post_install", "-at_install")
class TestAccessGroup(AccessCase):
    def test_granted_access_puts_the_login_into_the_group(self):
        """The holder is in the group at once, and the record says so."""
        access = self.ask(self.by_group)
        self.assertEqual(access.state, "active")
        self.assertIn(self.group, self.employee.group_ids)
        self.assertEqual(access.user_id, self.employee)
        self.assertEqual(access.given_group_ids, self.group)
        self.assertEqual(self.kinds(access), ["requested", "granted"])

    def test_revoked_access_takes_the_group_away(self):
        """After the revocation the login is out of the group again."""
        access = self.ask(self.by_group)
        access.action_revoke("Moved")
        self.assertEqual(access.state, "revoked")
        self.assertTrue(access.date_revoked)
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_group_of_before_stays_after_revocation(self):
        """What the login had by other means is not this record's to take."""
        self.employee.group_ids += self.group
        access = self.ask(self.by_group)
        access.action_revoke("Moved")
        self.assertIn(self.group, self.employee.group_ids)

    def test_group_kept_by_another_record_stays(self):
        """Two records bring the same group: it goes with the last of them."""
        twin = self.make_entitlement("Booking abroad", method="group", group_ids=self.group.ids)
        first, second = self.ask(self.by_group), self.ask(twin)
        self.assertFalse(second.given_group_ids)
        first.action_revoke("Moved")
        self.assertIn(self.group, self.employee.group_ids)
        second.action_revoke("Moved")
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_both_records_revoked_at_once_take_the_group(self):
        """Revoked in one go, none of the two keeps the group for the other."""
        twin = self.make_entitlement("Booking abroad", method="group", group_ids=self.group.ids)
        both = self.ask(self.by_group) | self.ask(twin)
        both.action_revoke("Left")
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_maintainer_cannot_hand_out_what_they_do_not_hold(self):
        """Choosing a group one is not in is refused, also when it is only implied by a chosen one."""
        strange = self.env["res.groups"].create({"name": "Strange"})
        with self.assertRaises(UserError):
            self.make_entitlement("Strange", method="group", group_ids=strange.ids)
        with self.assertRaises(AccessError):
            self.make_entitlement("Strange", user=self.agent, method="group", group_ids=self.group.ids)

    def test_maintainer_cannot_widen_an_entitlement(self):
        """Adding a group by a later write is refused as well."""
        strange = self.env["res.groups"].create({"name": "Strange"})
        entitlement = self.make_entitlement("Widened", method="group", group_ids=self.group.ids)
        with self.assertRaises(UserError):
            entitlement.write({"group_ids": [(4, strange.id)]})

    def test_settings_rights_need_the_list(self):
        """Even a system administrator hands out settings rights only by the allow-list."""
        system = self.env.ref("base.group_system")
        boss = self.make_user("test_boss", "base.group_system,service_desk.group_access_manager")
        values = {"method": "group", "group_ids": system.ids}
        with self.assertRaises(UserError):
            self.make_entitlement("Settings", user=boss, **values)
        parameter = self.env["ir.config_parameter"].with_user(boss).sudo()
        parameter.set_param("service_desk.access_allowed_groups", "base.group_system")
        self.assertTrue(self.make_entitlement("Settings", user=boss, **values))

    def test_group_that_implies_settings_is_refused(self):
        """A harmless name in front of the settings group opens nothing."""
        self.group.implied_ids = self.env.ref("base.group_erp_manager")
        self.access_manager.group_ids += self.group
        with self.assertRaises(UserError):
            self.make_entitlement("Hidden", method="group", group_ids=self.group.ids)

    def test_group_that_implies_settings_later_is_not_granted(self):
        """Looked at again at each grant: the group has grown since it was chosen."""
        self.group.implied_ids = self.env.ref("base.group_erp_manager")
        with self.assertRaises(UserError):
            self.ask(self.by_group)
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_maintainer_who_lost_the_group_grants_nothing(self):
        """What the person who chose the groups no longer holds is not handed out any more."""
        self.access_manager.group_ids -= self.group
        with self.assertRaises(UserError):
            self.ask(self.by_group)

    def test_maintainer_who_left_grants_nothing(self):
        """Somebody who holds the groups must choose them again."""
        second = self.make_user("test_access_two", "service_desk.group_access_manager")
        second.group_ids += self.group
        self.access_manager.active = False
        with self.assertRaises(UserError):
            self.ask(self.by_group, user=second)
        self.by_group.with_user(second).group_ids = [(6, 0, self.group.ids)]
        self.assertEqual(self.ask(self.by_group, user=second).state, "active")

    def test_manager_without_the_group_changes_no_decider(self):
        """Who approves what one cannot hand out is not for one to say."""
        second = self.make_user("test_access_two", "service_desk.group_access_manager")
        for values in (
            {"owner_id": second.id},
            {"allows_emergency": True},
            {"method": "manual"},
            {"max_days": 1000},
        ):
            with self.subTest(values=values), self.assertRaises(AccessError):
                self.by_group.with_user(second).write(values)
        self.by_group.with_user(second).description = "Words are free."

    def test_forged_maintainer_is_ignored(self):
        """The person who chose the groups is who did, not who a client names."""
        strange = self.env["res.groups"].create({"name": "Strange"})
        with self.assertRaises(UserError):
            self.make_entitlement(
                "Forged", method="group", group_ids=strange.ids, group_maintainer_id=self.env.ref("base.user_root").id
            )
        self.by_group.group_maintainer_id = self.env.ref("base.user_root")
        self.assertEqual(self.by_group.group_maintainer_id, self.access_manager)

    def test_manager_without_the_group_cannot_give_alone(self):
        """Who does not hold it asks as everybody asks: somebody else approves."""
        second = self.make_user("test_access_two", "service_desk.group_access_manager")
        access = self.ask(self.by_group, user=second)
        self.assertEqual(access.state, "approval")
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_kind_of_user_is_no_entitlement(self):
        """Nobody becomes an employee, a portal user or the public by an entitlement."""
        for xmlid in ("base.group_user", "base.group_portal", "base.group_public"):
            with self.subTest(group=xmlid), self.assertRaises(UserError):
                self.make_entitlement("Kind", method="group", group_ids=self.env.ref(xmlid).ids)

    def test_portal_user_gets_no_internal_group(self):
        """A group of employees is refused to customers with a sentence."""
        self.group.implied_ids = self.env.ref("base.group_user")
        with self.assertRaisesRegex(UserError, "portal"):
            self.ask(self.by_group, holder=self.portal_a)
        self.assertFalse(self.portal_a._is_internal())

    def test_person_without_login_is_refused_with_a_sentence(self):
        """A contact without a login cannot be in a group."""
        partner = self.env["res.partner"].create({"name": "Paper Pete"})
        with self.assertRaisesRegex(UserError, "Paper Pete"):
            self.ask(self.by_group, partner_ids=[(6, 0, partner.ids)])

    def test_archived_user_is_refused(self):
        """Nobody who has left gets anything."""
        self.employee.active = False
        with self.assertRaises(UserError):
            self.ask(self.by_group)

    def test_archived_user_loses_the_group_all_the_same(self):
        """A leaver's access can be revoked after the login was closed."""
        access = self.ask(self.by_group)
        self.employee.active = False
        access.action_revoke("Left")
        self.assertEqual(access.state, "revoked")
        self.assertNotIn(self.group, self.employee.group_ids)

    def test_method_of_held_entitlement_is_not_changed(self):
        """What people hold by groups cannot be taken back by hand."""
        self.ask(self.by_group)
        with self.assertRaises(UserError):
            self.by_group.method = "manual"
        with self.assertRaises(UserError):
            self.by_group.group_ids = self.other_group
