import contextlib
from datetime import date, timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseRight(LicenseCase):
    """What is owned: purchases, contracts, renewals and upgrades."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.product = cls.make_license(0)

    def buy(self, quantity, product=None, **values):
        return (
            self.env["service.desk.license.right"]
            .with_user(self.keeper)
            .create(
                {
                    "license_id": (product or self.product).id,
                    "quantity": quantity,
                    "date_start": "2020-01-01",
                    **values,
                }
            )
        )

    def test_quantities_that_cannot_be_are_refused(self):
        """None, less than none, more than there can be, no number at all: with a sentence."""
        for quantity in (0, -5, 10_000_001, 2**40, "many"):
            with (
                self.subTest(quantity=quantity),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception) as caught,
                self.cr.savepoint(),
            ):
                self.buy(quantity)
            self.assertIsInstance(caught.exception, (ValidationError, CheckViolation))
        self.assertEqual(self.product.owned, 0)

    def test_end_before_the_beginning_is_refused(self):
        """By value and by a later change."""
        right = self.buy(1, date_end=self.today)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            right.date_end = date(2019, 1, 1)
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.buy(1, date_end=date(2019, 1, 1))

    def test_purchases_that_overlap_add_up(self):
        """And each counts on its own days."""
        self.buy(3)
        self.buy(4, date_end=self.today)
        self.buy(5, date_end=self.today - timedelta(days=1))
        self.assertEqual(self.product.owned, 7)

    def test_change_of_a_purchase_shows_at_once(self):
        """Whoever writes reads what it means, in the same go."""
        right = self.buy(3)
        self.assertEqual(self.product.owned, 3)
        right.quantity = 5
        self.assertEqual(self.product.owned, 5)
        right.date_start = self.today + timedelta(days=1)
        self.assertEqual(self.product.owned, 0)

    def test_upgrade_to_another_license_is_owned_once(self):
        """Four of ten went to the new edition; six stay with the old one."""
        newer = self.make_license(0, name="Drawing Tool Pro")
        old = self.buy(10)
        self.buy(4, newer, replaces_id=old.id)
        self.assertEqual((self.product.owned, newer.owned), (6, 4))
        with self.assertRaisesRegex(ValidationError, "More pieces"):
            self.buy(7, newer, replaces_id=old.id)

    def test_upgrades_form_no_circle(self):
        """Nothing renews itself, nor what renews it."""
        one = self.buy(1)
        two = self.buy(1, replaces_id=one.id)
        with self.assertRaisesRegex(ValidationError, "does not renew itself"):
            one.replaces_id = two

    def test_renewal_goes_on_as_long_and_silences_the_reminder(self):
        """A year after a year; the reminder of what is renewed stays away."""
        right = self.buy(5, date_start=date(2027, 1, 1), date_end=date(2027, 12, 31))
        right.action_renew()
        after = right.replaced_by_ids
        self.assertEqual((after.date_start, after.date_end, after.quantity), (date(2028, 1, 1), date(2028, 12, 31), 5))
        self.assertTrue(right.is_renewed)
        self.assertFalse(right._expiry_date())
        self.assertTrue(after._expiry_date())

    def test_part_of_it_renewed_is_told_still(self):
        """Two of five going on are not all of them."""
        right = self.buy(5, date_end=self.today)
        self.buy(2, date_start=self.today, replaces_id=right.id)
        self.assertFalse(right.is_renewed)
        self.assertEqual(self.product.owned, 5)

    def test_what_comes_with_a_contract_ends_with_it(self):
        """A draft gives nothing yet; what has ended nothing any more."""
        contract = self.env["service.desk.contract"].create(
            {
                "name": "Drawing licenses",
                "partner_id": self.make_people(1).id,
                "date_start": self.today - timedelta(days=30),
                "date_end": self.today + timedelta(days=30),
            }
        )
        self.buy(5, contract_id=contract.id)
        self.assertEqual(self.product.owned, 0)
        contract.sudo().write({"state": "active"})
        self.assertEqual(self.product.owned, 5)
        contract.sudo().write({"state": "ended", "end_reason": "Too expensive"})
        contract.sudo().date_ended = self.today - timedelta(days=1)
        self.env.invalidate_all()
        self.assertEqual(self.product.owned, 0)

    def test_contract_tells_what_it_covers(self):
        """Items and purchases, to each reader what they may see; nobody says it on the contract."""
        contract = self.env["service.desk.contract"].create({"name": "Hosting", "partner_id": self.make_people(1).id})
        item = self.make_ci("Host", contract_ids=[(6, 0, contract.ids)])
        bought = self.buy(5, contract_id=contract.id)
        read = contract.with_user(self.agent)
        self.assertEqual((read.ci_ids, read.license_right_ids), (item, bought))
        keeper = self.make_user("test_contracts", "service_desk.group_contract_manager")
        for values in ({"ci_ids": [(5,)]}, {"license_right_ids": [(2, bought.id)]}):
            with self.subTest(values=values), contextlib.suppress(AccessError):
                contract.with_user(keeper).write(values)
            self.env.invalidate_all()
            self.assertEqual((read.ci_ids, read.license_right_ids), (item, bought))

    def test_license_of_others_gets_no_purchase(self):
        """By value, by a later change, and by a default of a client."""
        other, _agent = self.make_company()
        theirs = self.env["service.desk.license"].create({"name": "Theirs", "company_id": other.id})
        rights = self.env["service.desk.license.right"].with_user(self.keeper)
        right = self.buy(1)
        with self.assertRaises(AccessError):
            rights.create({"license_id": theirs.id, "quantity": 1})
        with self.assertRaises(AccessError):
            right.license_id = theirs
        with self.assertRaises(AccessError):
            rights.with_context(default_license_id=theirs.id).create({"quantity": 1})

    def test_agents_buy_nothing(self):
        """They look on."""
        right = self.buy(1, date_end=self.today).with_user(self.agent)
        self.assertEqual(right.quantity, 1)
        for attempt in (lambda: right.action_renew(), lambda: right.write({"quantity": 9}), lambda: right.unlink()):
            with self.assertRaises(AccessError):
                attempt()

    def test_thousands_of_purchases_cost_few_queries(self):
        """A chain of renewals is read link by link, its length alone decides."""
        many = self.make_license(3)
        many.right_ids = [Command.create({"quantity": 1, "date_start": "2020-01-01"}) for _one in range(50)]
        few = self.make_license(3)
        (few | many)._positions()
        counts = [self.queries(some._positions).total() for some in (few, many)]
        self.assertEqual(*counts)

    def test_nobody_takes_pieces_of_others(self):
        """By a purchase of what all companies use: of a company that one does not see, nor its contracts."""
        other, _agent = self.make_company()
        theirs = self.make_license(0, name="Theirs").sudo()
        theirs.company_id = other
        bought = theirs.right_ids.create({"license_id": theirs.id, "quantity": 3, "date_start": "2020-01-01"})
        contract = self.env["service.desk.contract"].create(
            {"name": "Secret", "partner_id": self.make_people(1).id, "company_id": other.id}
        )
        for values in ({"replaces_id": bought.id}, {"contract_id": contract.id}):
            with self.assertRaises(AccessError), self.cr.savepoint():
                self.buy(2, **values)
            mine = self.buy(2)
            with self.assertRaises(AccessError), self.cr.savepoint():
                mine.write(values)
        self.assertEqual(theirs.owned, 3)

    def test_renewing_leaves_out_what_was_upgraded(self):
        """Those pieces go on elsewhere already."""
        first = self.buy(10, date_end=self.today)
        self.buy(4, product=self.make_license(0, name="Painting Tool"), replaces_id=first.id)
        first.action_renew()
        self.assertEqual(sorted(first.replaced_by_ids.mapped("quantity")), [4, 6])
        self.assertTrue(first.is_renewed)

    def test_renewal_of_a_draft_contract_is_none_yet(self):
        """It gives nothing, so that the owner still hears of the end."""
        contract = self.env["service.desk.contract"].create({"name": "Office", "partner_id": self.make_people(1).id})
        first = self.buy(5, date_end=self.today)
        self.buy(5, date_start=self.today + timedelta(days=1), replaces_id=first.id, contract_id=contract.id)
        self.assertFalse(first.is_renewed)
        contract.sudo().write({"state": "active"})
        self.assertTrue(first.is_renewed)

    def test_days_of_renewals_count_no_piece_twice(self):
        """One that begins when the other has ended is not moved into its time."""
        first = self.buy(10, date_end="2021-12-31")
        second = self.buy(10, date_start="2022-01-01", date_end="2022-12-31", replaces_id=first.id)
        third = self.buy(10, date_start="2023-01-01", replaces_id=first.id)
        with self.assertRaisesRegex(ValidationError, "were bought"):
            third.date_start = "2022-06-01"
        with self.assertRaisesRegex(ValidationError, "were bought"):
            second.date_end = False
