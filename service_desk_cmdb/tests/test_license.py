from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .ci_case import CiCase


@tagged("post_install", "-at_install")
class TestLicense(CiCase):
    """What is owned, who has a seat, what happens when none is free."""

    def make_license(self, quantity=2, **values):
        rights = [Command.create({"quantity": quantity, "date_start": "2020-01-01"})] if quantity else []
        return (
            self.env["service.desk.license"]
            .with_user(self.keeper)
            .create(
                {"name": "Drawing Tool", "company_id": False, "owner_id": self.keeper.id, "right_ids": rights, **values}
            )
        )

    def make_people(self, count):
        return self.env["res.partner"].create([{"name": f"Person {number}"} for number in range(count)])

    # -- Position --------------------------------------------------------------------------------

    def test_only_what_is_valid_today_is_owned(self):
        """Neither what has ended nor what begins later."""
        product = self.make_license(3)
        today = fields.Date.today()
        product.right_ids = [
            Command.create({"quantity": 10, "date_start": "2020-01-01", "date_end": today - timedelta(days=1)}),
            Command.create({"quantity": 20, "date_start": today + timedelta(days=1)}),
        ]
        self.assertEqual((product.owned, product.position), (3, "free"))

    def test_installed_counts(self):
        """Things in use on which the software is installed; a retired one does not."""
        installed = self.env.ref("service_desk_cmdb.ci_relation_type_installed_on")
        software = self.make_ci("Drawing Tool 5", self.env.ref("service_desk_cmdb.ci_class_software"))
        hosts = [self.make_ci(f"Host {number}", attributes={"cpu_cores": 8}) for number in range(3)]
        for host in hosts:
            self.relate(software, host, installed)
        product = self.make_license(2, metric="device", software_ids=[Command.set(software.ids)])
        self.assertEqual((product.installed, product.used, product.position), (3, 3, "over"))
        hosts[0].state = "retired"
        product.invalidate_recordset()
        self.assertEqual((product.installed, product.position), (2, "full"))
        product.metric = "core"
        self.assertEqual(product.used, 16)

    def test_over_used_are_found(self):
        """By the filter of the list."""
        good, bad = self.make_license(5), self.make_license(0, over_use="warn")
        bad.action_assign(self.make_people(1))
        found = self.env["service.desk.license"].search([("position", "in", ["over"])])
        self.assertIn(bad.id, found.ids)
        self.assertNotIn(good.id, found.ids)

    def test_few_queries_however_many(self):
        """Positions of a list come with a few queries."""
        licenses = self.make_license(2) | self.make_license(3)
        more = licenses | self.make_license(1) | self.make_license(4) | self.make_license(5)
        more._positions()
        counts = []
        for some in (licenses, more):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._positions()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    # -- Seats -----------------------------------------------------------------------------------

    def test_over_use_is_refused(self):
        """No seat more than owned, and nothing half done."""
        product, people = self.make_license(2), self.make_people(3)
        product.action_assign(people[:2])
        with self.assertRaisesRegex(UserError, "No seat"):
            product.action_assign(people)
        self.assertEqual((product.assigned, product.position), (2, "full"))
        product.current_seat_ids[0].action_free()
        product.action_assign(people[2])
        self.assertEqual(product.assigned, 2)

    def test_over_use_warns_the_owner_once(self):
        """Where the license allows it."""
        product, people = self.make_license(1, over_use="warn"), self.make_people(3)
        product.action_assign(people[:2])
        product.action_assign(people[2])
        self.assertEqual((product.assigned, product.position), (3, "over"))
        self.assertEqual(product.activity_ids.user_id, self.keeper)
        self.assertEqual(len(product.activity_ids), 1)

    def test_nobody_has_two_seats(self):
        """Assigned twice they have one."""
        product, people = self.make_license(2), self.make_people(1)
        product.action_assign(people)
        product.action_assign(people)
        self.assertEqual(product.assigned, 1)

    def test_unused_seats_are_reclaimed(self):
        """Those not used for long; what was used stays."""
        product, people = self.make_license(2, unused_days=30), self.make_people(2)
        product.action_assign(people)
        product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=100)
        product.current_seat_ids.filtered(lambda seat: seat.partner_id == people[0]).action_used()
        product.action_reclaim()
        self.assertEqual(product.current_seat_ids.partner_id, people[0])
        with self.assertRaises(UserError):
            product.action_reclaim()

    def test_rights(self):
        """Agents look on; requesters see nothing; nobody writes seats."""
        product = self.make_license(2)
        product.action_assign(self.make_people(1))
        self.assertEqual(product.with_user(self.agent).assigned, 1)
        with self.assertRaises(AccessError):
            product.with_user(self.agent).action_reclaim()
        with self.assertRaises(AccessError):
            product.with_user(self.agent).action_assign(self.make_people(1))
        with self.assertRaises(AccessError):
            product.seat_ids.with_user(self.agent).action_free()
        with self.assertRaises(AccessError):
            product.seat_ids.with_user(self.keeper).write({"date_freed": False})
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                product.with_user(user).read(["name"])

    # -- Access ----------------------------------------------------------------------------------

    def make_entitlement(self, product):
        return self.env["service.desk.entitlement"].create(
            {"name": "Drawing", "license_id": product.id, "owner_id": self.manager.id}
        )

    def test_access_takes_a_seat_and_revocation_frees_it(self):
        """By itself, both ways."""
        product, person = self.make_license(1), self.make_people(1)
        entitlement = self.make_entitlement(product)
        access = (
            self.env["service.desk.access"]
            .sudo()
            .create({"partner_id": person.id, "entitlement_id": entitlement.id, "company_id": self.env.company.id})
        )
        access.write({"state": "granting"})
        access.write({"state": "active"})
        self.assertEqual(product.current_seat_ids.partner_id, person)
        self.assertEqual(product.current_seat_ids.access_id, access)
        access.write({"state": "revoking"})
        access.write({"state": "revoked"})
        product.invalidate_recordset()
        self.assertFalse(product.current_seat_ids)

    def test_access_without_a_free_seat_is_refused(self):
        """With a sentence that says why; the one who has a seat may have it."""
        product, people = self.make_license(1), self.make_people(2)
        entitlement = self.make_entitlement(product)
        product.action_assign(people[0])
        with self.assertRaisesRegex(UserError, "No seat of “Drawing Tool” is free"):
            self.env["service.desk.access"]._request(people[1], entitlement)
        self.assertTrue(self.env["service.desk.access"]._request(people[0], entitlement))

    def test_reclaiming_takes_the_access_back(self):
        """A seat that came with access does not go alone."""
        product, person = self.make_license(1, unused_days=10), self.make_people(1)
        entitlement = self.make_entitlement(product)
        access = (
            self.env["service.desk.access"]
            .sudo()
            .create({"partner_id": person.id, "entitlement_id": entitlement.id, "company_id": self.env.company.id})
        )
        access.write({"state": "granting"})
        access.write({"state": "active"})
        product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=50)
        product.action_reclaim()
        self.assertIn(access.state, ("revoking", "revoked"))

    def test_item_that_needs_a_license_is_not_ordered_without_one(self):
        """The catalog says so before anybody approves anything."""
        product = self.make_license(1)
        entitlement = self.make_entitlement(product)
        item = self.env["service.desk.catalog.item"].create(
            {"name": "Drawing Tool", "audience": "internal", "entitlement_ids": [Command.set(entitlement.ids)]}
        )
        item.state = "published"
        shop = self.env["service.desk.catalog.item"].with_user(self.employee)
        product.action_assign(self.make_people(1))
        with self.assertRaisesRegex(UserError, "no license of “Drawing Tool” is free"):
            shop._place_order([{"item_id": item.id}])
        product.sudo().right_ids.quantity = 2
        self.assertTrue(shop._place_order([{"item_id": item.id}]))

    # -- What people hold ------------------------------------------------------------------------

    def test_things_and_seats_are_held(self):
        """The hook on the contact tells them, for journeys and whoever else asks."""
        product, person = self.make_license(1), self.make_people(1)
        product.action_assign(person)
        self.make_ci("Laptop", user_partner_id=person.id, asset_tag="A-17")
        gone = self.make_ci("Old", user_partner_id=person.id)
        gone.state = "retired"
        rows = person.sudo()._service_desk_holdings()
        self.assertEqual(
            [(row["kind"], row["name"], row["must_return"]) for row in rows],
            [("ci", "Laptop A-17", True), ("license", "Drawing Tool", True)],
        )

    # -- What ends -------------------------------------------------------------------------------

    def run_job(self, model):
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 99):
            model.sudo()._cron_remind()

    def make_certificate(self, days):
        end = fields.Date.today() + timedelta(days=days)
        certificate = self.env.ref("service_desk_cmdb.ci_class_certificate")
        return self.make_ci(
            "Certificate",
            certificate,
            owner_id=self.keeper.id,
            attributes={"common_name": "a.example.com", "date_expiry": fields.Date.to_string(end)},
        )

    def test_owner_is_reminded_once_for_each_number_of_days(self):
        """60, 30 and 7 days before, whatever runs in between; who was away hears the last word alone."""
        certificate = self.make_certificate(25)
        items = self.env["service.desk.ci"]
        for _run in range(2):
            self.run_job(items)
        self.assertEqual(len(certificate.activity_ids), 1)
        self.assertEqual(certificate.activity_ids.user_id, self.keeper)
        end = fields.Date.today() + timedelta(days=5)
        certificate.attributes = {"date_expiry": fields.Date.to_string(end)}
        self.assertEqual(certificate.date_expiry, end)
        self.run_job(items)
        self.assertEqual(len(certificate.activity_ids), 2)

    def test_nobody_is_reminded_of_what_is_far_or_retired(self):
        """Nor of what ended long ago."""
        far, old, gone = self.make_certificate(90), self.make_certificate(-30), self.make_certificate(5)
        gone.state = "retired"
        self.run_job(self.env["service.desk.ci"])
        self.assertFalse((far | old | gone).activity_ids)

    def test_purchases_that_end_are_told(self):
        """To the owner of the license, on the license."""
        product = self.make_license(0)
        product.right_ids = [
            Command.create(
                {"quantity": 5, "date_start": "2020-01-01", "date_end": fields.Date.today() + timedelta(days=6)}
            )
        ]
        self.run_job(self.env["service.desk.license.right"])
        self.assertEqual(product.activity_ids.user_id, self.keeper)

    def test_days_that_are_none_are_refused(self):
        """With a sentence."""
        with self.assertRaises(ValidationError):
            self.make_ci("Host", remind_days="soon")
