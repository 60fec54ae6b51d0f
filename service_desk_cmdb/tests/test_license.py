from datetime import timedelta

from psycopg2.errors import ForeignKeyViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicense(LicenseCase):
    """What is owned, who has a seat, what happens when none is free."""

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

    def test_cores_of_a_thing_are_counted_before_it_gets_a_seat(self):
        """One host more is 64 cores more, not one."""
        product = self.make_license(70, metric="core")
        hosts = [self.make_ci(f"Host {number}", attributes={"cpu_cores": 64}) for number in range(2)]
        product.action_assign(hosts[0])
        with self.assertRaisesRegex(UserError, "64 more would be used; free: 6"):
            product.action_assign(hosts[1])
        self.assertEqual((product.used, product.free), (64, 6))

    def test_second_thing_at_a_site_is_free(self):
        """What counts by site takes nothing more where it stands already."""
        site = self.make_ci("Ghent", self.env.ref("service_desk_cmdb.ci_class_location"))
        product = self.make_license(1, metric="site")
        for number in range(2):
            product.action_assign(self.make_ci(f"Host {number}", location_id=site.id))
        self.assertEqual((product.assigned, product.used, product.position), (2, 1, "full"))
        with self.assertRaisesRegex(UserError, "No seat"):
            product.action_assign(self.make_ci("Elsewhere"))

    def test_seats_are_of_people_or_of_things(self):
        """As the metric says; a subscription is of either. Nobody turns one into the other under its seats."""
        person, host = self.make_people(1), self.make_ci("Host")
        for metric, holder in (("user", host), ("device", person), ("core", person), ("site", person)):
            with self.subTest(metric=metric), self.assertRaisesRegex(UserError, "have seats of"):
                self.make_license(5, metric=metric).action_assign(holder)
        product = self.make_license(5, metric="subscription")
        product.action_assign(person)
        product.action_assign(host)
        self.assertEqual(product.used, 2)
        for metric in ("user", "device"):
            with self.assertRaisesRegex(ValidationError, "would not count"):
                product.metric = metric

    def test_holders_of_another_company_get_none(self):
        """Nor does anybody who is archived, or anything that is retired."""
        other, _agent = self.make_company()
        self.keeper.company_ids += other
        product = self.make_license(5, company_id=self.env.company.id)
        person = self.env["res.partner"].create({"name": "Of others", "company_id": other.id})
        with self.assertRaisesRegex(UserError, "belongs to"):
            product.action_assign(person)
        person.write({"company_id": False, "active": False})
        with self.assertRaisesRegex(UserError, "not in use any more"):
            product.action_assign(person)
        hosts = self.make_license(5, metric="device")
        gone = self.make_ci("Gone")
        gone.state = "retired"
        with self.assertRaisesRegex(UserError, "not in use any more"):
            hosts.action_assign(gone)

    def test_nobody_moves_a_license_away_from_what_needs_it(self):
        """Not into another company, while people of the first one have seats."""
        other, _agent = self.make_company()
        self.keeper.company_ids += other
        person = self.env["res.partner"].create({"name": "Of ours", "company_id": self.env.company.id})
        product = self.make_license(5)
        product.action_assign(person)
        with self.assertRaisesRegex(ValidationError, "belongs to another company"):
            product.with_context(allowed_company_ids=self.keeper.company_ids.ids).company_id = other
        product.company_id = self.env.company

    def test_copy_of_a_license_owns_nothing(self):
        """What was bought once is not owned twice."""
        copied = self.make_license(5).copy()
        self.assertEqual((copied.owned, copied.position), (0, "none"))

    def test_seats_of_the_archived_count_and_can_be_reclaimed(self):
        """Until somebody frees them they are in use, though they are unused at once."""
        product, people = self.make_license(2), self.make_people(2)
        product.action_assign(people)
        people[0].active = False
        self.env.invalidate_all()
        self.assertEqual((product.assigned, product.free, product.unused_count), (2, 0, 1))
        product.action_reclaim()
        self.assertEqual(product.current_seat_ids.partner_id, people[1])

    def test_what_is_retired_gives_its_seats_back(self):
        """By itself."""
        product, host = self.make_license(1, metric="device"), self.make_ci("Host")
        product.action_assign(host)
        host.state = "in_repair"
        self.assertEqual(product.assigned, 1)
        host.state = "retired"
        self.assertEqual((product.assigned, product.free), (0, 1))

    def test_dialog_of_reclaiming_shows_what_goes(self):
        """A person takes out of the list what stays; nothing else than seats of this license goes."""
        product, people = self.make_license(3, unused_days=10), self.make_people(3)
        product.action_assign(people)
        product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=50)
        wizard = (
            self.env["service.desk.license.reclaim.wizard"].with_user(self.keeper).create({"license_id": product.id})
        )
        self.assertEqual(wizard.seat_ids.partner_id, people)
        wizard.seat_ids -= wizard.seat_ids.filtered(lambda seat: seat.partner_id == people[1])
        other = self.make_license(1)
        other.action_assign(people[0])
        wizard.seat_ids += other.current_seat_ids
        wizard.action_reclaim()
        self.assertEqual(product.current_seat_ids.partner_id, people[1])
        self.assertEqual(other.assigned, 1)

    def test_over_use_that_begins_by_itself_is_told_once(self):
        """A purchase ends: nobody takes a seat, and the owner hears of it all the same, once until it is mended."""
        product = self.make_license(0)
        today = fields.Date.today()
        product.right_ids = [Command.create({"quantity": 2, "date_start": "2020-01-01", "date_end": today})]
        product.action_assign(self.make_people(2))
        for _night in range(2):
            product.sudo()._look_after()
        self.assertFalse(product.activity_ids)
        product.right_ids.date_end = today - timedelta(days=1)
        for _night in range(2):
            product.sudo()._look_after()
        self.assertEqual((product.position, product.activity_ids.user_id), ("over", self.keeper))
        self.assertEqual(len(product.activity_ids), 1)
        product.right_ids = [Command.create({"quantity": 2, "date_start": today})]
        product.sudo()._look_after()
        self.assertEqual((product.position, len(product.activity_ids)), ("full", 0))

    def test_somebody_hears_when_the_owner_is_gone(self):
        """A to-do of somebody who cannot log in any more is read by nobody."""
        product = self.make_license(1, over_use="warn", owner_id=self.agent.id)
        self.agent.active = False
        product.action_assign(self.make_people(2))
        told = product.activity_ids.user_id
        self.assertTrue(told.active)
        self.assertTrue(told.has_group("service_desk_cmdb.group_configuration_manager"))

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

    def test_person_with_a_seat_is_not_deleted(self):
        """Nor one who had a seat: archived, they keep their history. Odoo says what keeps them."""
        person = self.make_people(1)
        product = self.make_license(1)
        product.action_assign(person)
        product.current_seat_ids.action_free()
        with self.assertRaises(ForeignKeyViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            person.unlink()
