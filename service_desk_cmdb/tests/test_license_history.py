import re
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseHistory(LicenseCase):
    """Who was given a seat and whose was freed stands in the history of the license, for all who read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_license(9, company_id=cls.env.company.id)
        cls.entitlement = cls.make_entitlement(cls.product, company_id=cls.env.company.id)

    def history(self, product=None):
        """What an agent reads there, the oldest first; and who did it."""
        messages = (product or self.product).with_user(self.agent).message_ids.sorted("id")
        return [re.sub("</?(p|span)>", "", str(one.body)) for one in messages if "seat" in str(one.body)]

    def author(self):
        return self.product.message_ids.sorted("id")[-1:].author_id

    def test_given_by_hand(self):
        """One line for all of them, by whoever did it; those who have one already are not named again."""
        people = self.make_people(3)
        self.product.with_user(self.keeper).action_assign(people[:2])
        self.product.with_user(self.keeper).action_assign(people)
        self.assertEqual(self.history(), ["Given a seat: Person 0, Person 1", "Given a seat: Person 2"])
        self.assertEqual(self.author(), self.keeper.partner_id)

    def test_freed_by_hand(self):
        """By the button on the seat."""
        self.product.action_assign(self.make_people(2))
        self.product.current_seat_ids.sorted("id")[0].with_user(self.keeper).action_free()
        self.assertEqual(self.history()[1:], ["Freed the seat of: Person 0"])
        self.assertEqual(self.author(), self.keeper.partner_id)

    def test_reclaimed(self):
        """By the dialog: what is free at once, and what goes with access when the system has lost it."""
        self.product.action_assign(self.make_people(2))
        access = self.make_access(self.env["res.partner"].create({"name": "Drawer"}), self.entitlement)
        self.product.unused_days = 10
        self.product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=50)
        wizard = self.env["service.desk.license.reclaim.wizard"].with_user(self.keeper)
        wizard.create({"license_id": self.product.id}).action_reclaim()
        self.assertEqual(
            self.history()[2:],
            [
                "Reclaimed the unused seat of: Person 0, Person 1",
                "Taking access back, to free the seat of: Drawer",
            ],
        )
        access.task_ids.filtered(lambda task: task.state == "ready").action_done("Taken out")
        self.assertEqual(self.history()[-1], "Freed with access the seat of: Drawer")

    def test_with_access(self):
        """Taken when it is given, freed when it is gone."""
        access = self.make_access(self.make_people(1), self.entitlement)
        access.write({"state": "revoking"})
        access.write({"state": "revoked"})
        self.assertEqual(
            self.history(), ["Given a seat with access: Person 0", "Freed with access the seat of: Person 0"]
        )

    def test_thing_that_is_gone(self):
        """Its seat is freed with a line, too; people and things of a subscription stand in one line."""
        product = self.make_license(9, metric="subscription", company_id=self.env.company.id)
        host = self.make_ci("Host 7")
        product.action_assign(host)
        product.action_assign(self.make_people(1))
        product.unused_days = 10
        product.seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=50)
        product.with_user(self.keeper).action_reclaim()
        product.action_assign(host)
        host.state = "retired"
        self.assertEqual(
            self.history(product),
            [
                "Given a seat: Host 7",
                "Given a seat: Person 0",
                "Reclaimed the unused seat of: Host 7, Person 0",
                "Given a seat: Host 7",
                "Freed the seat of: Host 7",
            ],
        )

    def test_people_of_another_company_are_counted(self):
        """A license of all companies is read by people who know nobody in some of them."""
        product = self.make_license(9)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        people = self.make_people(3)
        people[1:].company_id = elsewhere
        product.sudo()._take_seats(people)
        self.assertEqual(self.history(product), ["Given a seat: Person 0, 2 of Elsewhere"])

    def test_seats_of_another_company_are_not_read(self):
        """Nor is anybody there named by the row of a seat; the figures count them."""
        product = self.make_license(9, metric="subscription")
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        here, there = self.make_people(2)
        there.company_id = elsewhere
        things = self.env["service.desk.ci"].create(
            [{"name": "Host", "class_id": self.server.id, "company_id": elsewhere.id, "state": "in_use"}]
        )
        product.sudo()._take_seats(here | there)
        product.sudo()._take_seats(things)
        self.env.invalidate_all()
        seats = self.env["service.desk.license.seat"].with_user(self.agent).search([("license_id", "=", product.id)])
        self.assertEqual(seats.mapped("display_name"), ["Drawing Tool: Person 0"])
        self.assertEqual(product.with_user(self.agent).assigned, 3)

    def test_names_are_text_and_have_an_end(self):
        """No name is markup, and a thousand people are no page of text."""
        product = self.make_license(99)
        people = self.make_people(40)
        people[0].name = "<b>Bold</b>"
        product.action_assign(people)
        (line,) = self.history(product)
        self.assertIn("&lt;b&gt;Bold", line)
        self.assertTrue(line.endswith("Person 29, 10 more"))

    def test_few_queries_however_many(self):
        """Many seats are written down at the cost of a few."""
        product = self.make_license(999)
        self.product.action_assign(self.make_people(1))
        counts = []
        for count in (2, 2, 60):
            people = self.make_people(count)
            product.sudo()._take_seats(people)
            seats = product.sudo().seat_ids.filtered(lambda seat, people=people: seat.partner_id in people)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            seats._note("Seen")
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
