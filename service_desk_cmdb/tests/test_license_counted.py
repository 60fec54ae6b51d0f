from odoo.fields import Command, Domain
from odoo.tests import tagged

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseCounted(LicenseCase):
    """What is used can be looked up: the list shows as much as the figure says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.installed = cls.env.ref("service_desk_cmdb.ci_relation_type_installed_on")
        cls.software = cls.make_ci("Drawing Tool 5", cls.env.ref("service_desk_cmdb.ci_class_software"))
        cls.site = cls.make_ci("Plant North", cls.env.ref("service_desk_cmdb.ci_class_location"))
        cls.person = cls.make_people(1)
        cls.hosts = cls.items.union(
            cls.make_ci("Host 1", attributes={"cpu_cores": 16}, location_id=cls.site.id),
            cls.make_ci("Host 2", attributes={"cpu_cores": 8}, location_id=cls.site.id),
            cls.make_ci("Host 3", user_partner_id=cls.person.id),
        )
        for host in cls.hosts:
            cls.relate(cls.software, host, cls.installed)
        cls.relate(cls.software, cls.make_ci("Gone", state="retired"), cls.installed)
        cls.relate(cls.software, cls.make_ci("Relies"))
        cls.seated = cls.make_ci("Seated", attributes={"cpu_cores": 4})

    def make(self, metric):
        return self.make_license(99, metric=metric, software_ids=[Command.set(self.software.ids)])

    def listed(self, product):
        """What the agent's list shows, after the button on the form."""
        action = product.with_user(self.agent).action_open_counted()
        return self.env[action["res_model"]].with_user(self.agent).search(Domain(action["domain"]))

    def names_of(self, product):
        self.assertEqual(product.with_user(self.agent).counted_ci_count, len(self.listed(product)))
        return self.listed(product).mapped("name")

    def test_cores_add_up(self):
        """Each thing with its cores, one where nobody knows, also of what has a seat and nothing installed."""
        product = self.make("core")
        product.action_assign(self.seated)
        self.assertEqual(sorted(self.names_of(product)), ["Host 1", "Host 2", "Host 3", "Seated"])
        cores = self.listed(product).mapped("license_cores")
        self.assertEqual((sorted(cores), sum(cores)), ([1, 4, 8, 16], product.used))

    def test_sites_add_up(self):
        """By place; what stands nowhere known is one by itself."""
        product = self.make("site")
        places = self.listed(product).grouped("location_id")
        nowhere = places.pop(self.site.browse(), self.site.browse())
        self.assertEqual((len(places) + len(nowhere), product.used), (2, 2))
        self.assertEqual(product.action_open_counted()["context"]["group_by"], ["location_id"])

    def test_things_of_people_with_a_seat_do_not_count_twice(self):
        """For a license by person; the seat that is freed brings the thing back."""
        product = self.make("user")
        product.action_assign(self.person)
        self.assertEqual((self.names_of(product), product.used), (["Host 1", "Host 2"], 3))
        product.current_seat_ids.action_free()
        self.assertEqual((len(self.names_of(product)), product.used), (3, 3))

    def test_seat_that_was_freed_does_not_count(self):
        """Nor does what is installed where it is not in use."""
        product = self.make("device")
        product.action_assign(self.seated)
        product.current_seat_ids.action_free()
        self.assertNotIn("Seated", self.names_of(product))

    def test_reader_sees_no_more_than_they_may(self):
        """Neither things of another company, nor what counts for a license that they do not see."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        product = self.make("device")
        self.seated.sudo().company_id = elsewhere
        product.sudo()._take_seats(self.seated)
        self.assertEqual((product.used, len(self.listed(product))), (4, 3))
        product.sudo().write({"software_ids": [Command.clear()], "company_id": elsewhere.id})
        things = self.env["service.desk.ci"].with_user(self.agent)
        self.assertFalse(things.search([("counted_license_id", "=", product.id)]))

    def test_nothing_counts_for_no_license(self):
        """Whoever asks for one that is not there finds nothing; for none, the things that count for no license."""
        things = self.env["service.desk.ci"].with_user(self.agent)
        self.assertFalse(things.search([("counted_license_id", "=", 2**30)]))
        product = self.make("device")
        product.action_assign(self.seated)
        counted = things.search([("counted_license_id", "!=", False)])
        rest = things.search([("counted_license_id", "=", False)])
        self.assertIn(self.seated.with_user(self.agent), counted)
        self.assertFalse(counted & rest)
        self.assertEqual(counted | rest, things.search(Domain.TRUE))

    def test_filters_that_people_make(self):
        """By the name of a license, as the editor of filters asks."""
        product = self.make("device")
        product.action_assign(self.seated)
        things = self.env["service.desk.ci"].with_user(self.agent)
        for domain in (
            [("counted_license_id", "ilike", product.name)],
            [("counted_license_id.name", "=", product.name)],
            [("counted_license_id", "in", product.ids)],
        ):
            self.assertIn(self.seated.with_user(self.agent), things.search(domain), domain)

    def test_few_queries_however_many(self):
        """A page of a long list costs as many queries as one of a short list."""
        product = self.make("core")

        def measure():
            things = self.env["service.desk.ci"].with_user(self.agent)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            things.search([("counted_license_id", "=", product.id)], limit=80).read(["name", "license_cores"])
            return self.env.cr.sql_log_count - before

        measure()
        few = measure()
        for number in range(30):
            self.relate(self.software, self.make_ci(f"More {number}", attributes={"cpu_cores": 2}), self.installed)
        self.assertEqual(measure(), few)
