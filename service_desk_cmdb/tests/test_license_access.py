from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseAccess(LicenseCase):
    """Access takes a seat and gives it back; where none is free it is not to be had."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_license(1)
        cls.entitlement = cls.make_entitlement(cls.product)
        cls.person, cls.other = cls.make_people(2)

    def end(self, access):
        access.write({"state": "revoking"})
        access.write({"state": "revoked"})

    def test_access_takes_a_seat_and_revocation_frees_it(self):
        """By itself, both ways; while it is being taken back the seat is not free."""
        access = self.make_access(self.person, self.entitlement)
        self.assertEqual(self.product.current_seat_ids.partner_id, self.person)
        self.assertEqual(self.product.current_seat_ids.access_id, access)
        access.write({"state": "revoking"})
        self.assertEqual(self.product.free, 0)
        access.write({"state": "revoked"})
        self.assertFalse(self.product.current_seat_ids)

    def test_access_without_a_free_seat_is_refused(self):
        """With a sentence that says why; the one who has a seat may have it."""
        self.product.action_assign(self.person)
        with self.assertRaisesRegex(UserError, "No seat of “Drawing Tool” is free"):
            self.env["service.desk.access"]._request(self.other, self.entitlement)
        self.assertTrue(self.env["service.desk.access"]._request(self.person, self.entitlement))

    def test_two_accesses_of_a_person_take_one_seat(self):
        """Which stays until the last of them is over."""
        second = self.make_entitlement(self.product, "Printing")
        asked = self.env["service.desk.access"]._request(self.person, self.entitlement | second)
        self.assertEqual(len(asked), 2)
        one, two = (self.make_access(self.person, entitlement) for entitlement in self.fresh(2))
        self.assertEqual((self.product.assigned, self.product.current_seat_ids.access_id), (1, one))
        self.end(one)
        self.assertEqual((self.product.assigned, self.product.current_seat_ids.access_id), (1, two))
        self.end(two)
        self.assertEqual(self.product.assigned, 0)

    def fresh(self, count):
        return [self.make_entitlement(self.product, f"Part {number}") for number in range(count)]

    def test_seat_given_by_hand_outlives_access(self):
        """Nobody takes with access what did not come with it."""
        self.product.action_assign(self.person)
        self.end(self.make_access(self.person, self.entitlement))
        self.assertEqual(self.product.current_seat_ids.partner_id, self.person)

    def test_seat_on_its_way_is_not_given_twice(self):
        """What somebody else is about to get is not free any more."""
        self.make_access(self.person, self.entitlement, "granting").sudo().date_ordered = fields.Datetime.now()
        self.assertEqual(self.product.free, 1)
        with self.assertRaisesRegex(UserError, "No seat"):
            self.env["service.desk.access"]._request(self.other, self.entitlement)

    def test_licenses_for_which_nobody_waits_take_one_look_together(self):
        """However many they are: the job comes to all of them every day."""
        licenses = self.product.union(*(self.make_license(1, name=f"Tool {number}") for number in range(5))).sudo()
        self.env.flush_all()
        with self.assertQueryCount(1):
            licenses._serve_waiting()

    def test_purchase_that_ends_between_asking_and_granting(self):
        """Looked at again: nothing is ordered, the record says why, and goes on with the next purchase."""
        access = self.make_access(self.person, self.entitlement, "granting")
        today = fields.Date.today()
        self.product.right_ids.date_end = today - timedelta(days=1)
        access._provision()
        self.assertIn("No seat", access.problem)
        self.assertFalse(access.task_ids)
        self.product.right_ids = [fields.Command.create({"quantity": 1, "date_start": today})]
        self.assertFalse(access.problem)
        self.assertTrue(access.task_ids)

    def test_who_waits_first_gets_what_is_freed(self):
        """A seat that somebody gives back goes to who asked first, by itself, and to nobody else."""
        held = self.make_access(self.make_people(1), self.entitlement)
        waiting = self.make_access(self.person, self.entitlement, "granting")
        later = self.make_access(self.other, self.entitlement, "granting")
        (waiting | later)._provision()
        self.assertTrue(waiting.problem and later.problem)
        self.end(held)
        self.assertFalse(waiting.problem)
        self.assertTrue(waiting.task_ids)
        self.assertTrue(later.problem)

    def test_reclaiming_takes_the_access_back(self):
        """A seat that came with access goes with it, when the system has lost it and not before."""
        access = self.make_access(self.person, self.entitlement)
        self.product.unused_days = 10
        self.product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=50)
        self.product.action_reclaim()
        self.assertEqual((access.state, self.product.free), ("revoking", 0))
        access.task_ids.filtered(lambda task: task.state == "ready").action_done("Taken out")
        self.assertEqual((access.state, self.product.free), ("revoked", 1))

    def test_license_of_things_comes_with_no_access(self):
        """A person would have a seat that counts nowhere."""
        hosts = self.make_license(5, metric="device")
        with self.assertRaisesRegex(ValidationError, "not a license of people"):
            self.make_entitlement(hosts, "Hosts")
        with self.assertRaisesRegex(ValidationError, "given with access"):
            self.product.metric = "device"

    def test_another_license_for_access_moves_the_seats(self):
        """Who holds it has a seat of the new one, and none of the former."""
        self.make_access(self.person, self.entitlement)
        newer = self.make_license(5, name="Drawing Tool Pro")
        self.entitlement.license_id = newer
        self.assertEqual((self.product.assigned, newer.current_seat_ids.partner_id), (0, self.person))
        self.entitlement.license_id = False
        self.assertEqual(newer.assigned, 0)

    def test_license_that_warns_refuses_nobody(self):
        """They get it, and the owner hears of it."""
        self.product.over_use = "warn"
        for person in (self.person, self.other):
            self.assertTrue(self.env["service.desk.access"]._request(person, self.entitlement))
            self.make_access(person, self.make_entitlement(self.product, f"More for {person.name}"))
        self.assertEqual((self.product.position, len(self.product.activity_ids)), ("over", 1))

    # -- The catalog -----------------------------------------------------------------------------

    def test_item_that_needs_a_license_is_not_ordered_without_one(self):
        """The catalog says so before anybody approves anything."""
        item = self.make_item(self.entitlement)
        shop = self.env["service.desk.catalog.item"].with_user(self.employee)
        self.product.action_assign(self.person)
        with self.assertRaisesRegex(UserError, "no license is free"):
            shop._place_order([{"item_id": item.id}])
        self.product.sudo().right_ids.quantity = 2
        self.assertTrue(shop._place_order([{"item_id": item.id}]))

    def test_what_comes_along_is_looked_at_too(self):
        """An item that brings another one is not ordered when that one is not to be had."""
        drawing = self.make_item(self.entitlement)
        laptop = self.env["service.desk.catalog.item"].create(
            {"name": "Laptop", "audience": "internal", "also_item_ids": [(6, 0, drawing.ids)]}
        )
        laptop.state = "published"
        self.product.action_assign(self.person)
        shop = self.env["service.desk.catalog.item"].with_user(self.employee)
        with self.assertRaisesRegex(UserError, "no license is free"):
            shop._place_order([{"item_id": laptop.id}])

    def test_seat_on_its_way_is_not_ordered_again(self):
        """The next one is told at once, not after somebody has agreed."""
        item = self.make_item(self.entitlement)
        self.make_access(self.person, self.entitlement, "granting").sudo().date_ordered = fields.Datetime.now()
        with self.assertRaisesRegex(UserError, "no license is free"):
            self.env["service.desk.catalog.item"].with_user(self.employee)._place_order([{"item_id": item.id}])
