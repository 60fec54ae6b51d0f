from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseOrder(LicenseCase):
    """Who has ordered a seat keeps it, from asking to having it: the last one is not promised twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_license(1)
        cls.entitlement = cls.make_entitlement(cls.product)
        cls.item = cls.make_item(cls.entitlement)
        cls.colleague = cls.make_user("test_colleague", "base.group_user")
        cls.person, cls.other = cls.make_people(2)

    def order(self, user, partner=None):
        shop = self.env["service.desk.catalog.item"].with_user(user)
        return shop._place_order([{"item_id": self.item.id}], partner)[0].sudo()

    def ask(self, partner, state="approval"):
        """Access of somebody that waits for a decision, or that everybody has agreed to."""
        access = self.env["service.desk.access"]._ask_for(partner, self.entitlement)
        access.write({"state": state})
        return access

    def seen(self):
        product = self.product.with_user(self.agent)
        return product.free, product.on_order

    # -- What an order keeps ---------------------------------------------------------------------

    def test_last_seat_is_ordered_once(self):
        """The order of one waits for approval; the next one is told at once, in the portal and by an agent."""
        request = self.order(self.employee)
        self.assertEqual(request.access_ids.state, "approval")
        self.assertEqual(self.seen(), (1, 1))
        with self.assertRaisesRegex(UserError, "no license is free"):
            self.order(self.colleague)
        with self.assertRaisesRegex(UserError, "no license is free"):
            self.order(self.agent, self.colleague.partner_id)
        with self.assertRaisesRegex(UserError, "No seat of “Drawing Tool” is free"):
            self.env["service.desk.access"].with_user(self.agent)._request(self.person, self.entitlement)

    def test_two_lines_for_others_at_once(self):
        """What is ordered for several people in one go finds the last seat once, and names no license."""
        people = (self.employee.partner_id, self.colleague.partner_id)
        orders = [
            {"item": self.item, "partner": one, "company": self.env.company, "answers": {}, "values": {}}
            for one in people
        ]
        with self.assertRaisesRegex(UserError, "^No license is free at the moment.$"):
            self.env["service.desk.catalog.item"].with_user(self.employee)._order_for_others(orders)

    def test_given_up_order_frees_the_seat(self):
        """Cancelled by who ordered it."""
        self.order(self.employee).with_user(self.employee)._requester_cancel()
        self.assertEqual(self.seen(), (1, 0))
        self.assertTrue(self.order(self.colleague))

    def test_refused_order_frees_the_seat(self):
        """Whoever must agree does not."""
        request = self.order(self.employee)
        approval = request.access_ids.approval_ids.filtered(lambda one: one.state == "pending")
        approval.with_user(self.manager).action_refuse("Too dear")
        self.assertEqual((request.access_ids.state, self.seen()), ("refused", (1, 0)))
        self.assertTrue(self.order(self.colleague))

    def test_order_becomes_a_seat(self):
        """Given, it counts as a seat and not as an order any more."""
        access = self.order(self.employee).access_ids
        access.approval_ids.filtered(lambda one: one.state == "pending").with_user(self.manager).action_approve("Yes")
        self.assertEqual(self.seen(), (1, 1))
        access.task_ids.action_done("Given")
        self.assertEqual((access.state, self.seen()), ("active", (0, 0)))

    def test_own_order_is_changed(self):
        """Who orders the same in another way is not in their own way."""
        seat = {"name": "Budget", "approver_kind": "users", "user_ids": [Command.set(self.manager.ids)]}
        self.item.approval_policy_id = self.env["service.desk.approval.policy"].create(
            {"name": "Software", "step_ids": [Command.create(seat)]}
        )
        request = self.order(self.employee)
        request.with_user(self.employee)._requester_amend(1, {})
        self.assertEqual(self.seen(), (1, 1))

    def test_person_counts_once(self):
        """However much access needs it; who has a seat or uses a thing that counts needs none more."""
        second = self.make_entitlement(self.product, "Printing")
        self.env["service.desk.access"]._ask_for(self.person, self.entitlement | second)
        self.assertEqual(self.product.on_order, 1)
        self.product.action_assign(self.person)
        self.assertEqual(self.product.on_order, 0)

    def test_license_that_warns_counts_and_refuses_nobody(self):
        """They are on order all the same."""
        self.product.with_user(self.keeper).over_use = "warn"
        self.order(self.employee)
        self.assertTrue(self.order(self.colleague))
        self.assertEqual(self.seen(), (1, 2))

    # -- Who is served ---------------------------------------------------------------------------

    def test_served_in_the_order_of_asking(self):
        """With fewer seats than orders, who was agreed to sooner does not overtake who asked sooner."""
        self.product.right_ids.quantity = 2
        first, second = self.ask(self.person), self.ask(self.other)
        self.product.right_ids.quantity = 1
        second._begin_granting()
        self.assertIn("No seat of “Drawing Tool”", second.problem)
        self.assertFalse(second.date_ordered)
        first._begin_granting()
        self.assertTrue(first.date_ordered)
        self.assertFalse(first.problem)

    def test_who_is_next_goes_on_when_somebody_gives_up(self):
        """By itself, whether that one was refused or did not want it any more."""
        self.product.right_ids.quantity = 3
        first, second, third = self.ask(self.person), self.ask(self.other), self.ask(self.make_people(1))
        self.product.right_ids.quantity = 1
        (second | third)._begin_granting()
        first._refuse("No")
        self.assertEqual([bool(one.date_ordered) for one in (second, third)], [True, False])
        second.with_user(self.manager).action_revoke("Not needed any more")
        self.assertTrue(third.date_ordered)

    def test_what_the_system_is_about_to_give_is_not_taken_away(self):
        """Who asked later and is being set up keeps the seat."""
        self.product.right_ids.quantity = 2
        first, second = self.ask(self.person), self.ask(self.other)
        second._begin_granting()
        self.product.right_ids.quantity = 1
        first._begin_granting()
        self.assertIn("No seat", first.problem)
        self.assertTrue(second.date_ordered)

    def test_waiting_goes_on_when_the_license_only_warns(self):
        """Nobody waits for a seat that is not needed any more."""
        access = self.ask(self.person)
        self.product.right_ids.date_end = fields.Date.subtract(fields.Date.today(), days=1)
        access._begin_granting()
        self.assertFalse(access.date_ordered)
        self.product.over_use = "warn"
        self.product.sudo()._look_after()
        self.assertTrue(access.date_ordered)

    def test_who_uses_a_thing_with_a_seat_needs_none_more(self):
        """It counts for them already: a seat of their own uses no more than before."""
        self.product.metric = "subscription"
        tablet = self.make_ci("Tablet", user_partner_id=self.person.id)
        self.product.action_assign(tablet)
        self.assertEqual(self.product.free, 0)
        access = self.ask(self.person)
        self.assertEqual(self.product.on_order, 0)
        access._begin_granting()
        access.task_ids.action_done("Given")
        self.assertEqual((access.state, self.product.free), ("active", 0))

    def test_waiting_goes_on_without_the_license(self):
        """Access that needs another license, or none any more, waits no longer; nor who is next for the former one."""
        self.product.right_ids.quantity = 2
        mine, last = self.ask(self.person), self.make_entitlement(self.product, "Printing")
        next_one = self.make_access(self.other, last, "granting")
        self.product.right_ids.quantity = 1
        other = self.make_license(0, name="Painting Tool")
        self.entitlement.license_id = other
        mine._begin_granting()
        self.assertIn("No seat of “Painting Tool”", mine.problem)
        self.entitlement.license_id = False
        self.assertFalse(mine.problem)
        self.assertTrue(mine.date_ordered)
        next_one._provision()
        self.assertTrue(next_one.date_ordered)

    def test_who_is_next_goes_on_when_access_needs_another_license(self):
        """The seat that was kept for the first is nobody's any more."""
        self.product.right_ids.quantity = 2
        self.ask(self.person)
        second = self.make_access(self.other, self.make_entitlement(self.product, "Printing"), "granting")
        self.product.right_ids.quantity = 1
        second._provision()
        self.assertIn("No seat", second.problem)
        self.entitlement.license_id = self.make_license(5, name="Painting Tool")
        self.assertTrue(second.date_ordered)

    # -- Screens ---------------------------------------------------------------------------------

    def test_who_is_on_order_is_shown(self):
        """The button leads an agent to what was asked for and not given yet; what was given is not there."""
        self.product.right_ids.quantity = 3
        self.make_access(self.make_people(1), self.entitlement)
        waiting = self.ask(self.person) | self.ask(self.other, "granting")
        action = self.product.with_user(self.agent).action_open_on_order()
        found = self.env[action["res_model"]].with_user(self.agent).search(action["domain"])
        self.assertEqual(found, waiting.sorted("id", reverse=True))
        self.assertEqual(len(found), self.product.on_order)

    def test_few_queries_however_many(self):
        """A list of licenses with orders costs as many queries as a short one."""

        def make(count):
            made = self.env["service.desk.license"]
            for number in range(count):
                product = self.make_license(3, name=f"Listed {number}")
                self.env["service.desk.access"]._ask_for(self.person, self.make_entitlement(product, f"By {number}"))
                made |= product
            return made.with_user(self.agent)

        few, many = make(2), make(9)
        counts = []
        for some in (few, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual({row["on_order"] for row in some.read(["name", "free", "on_order"])}, {1})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
