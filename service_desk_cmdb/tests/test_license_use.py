from base64 import b64encode
from datetime import timedelta

from lxml.html import fromstring

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..license_use import Ambiguous, Holders
from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicenseUse(LicenseCase):
    """What vendors tell of last use, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_license(quantity=10)
        cls.people = cls.make_people(4)
        for number, person in enumerate(cls.people):
            person.email = f"Person{number}@example.com"
        cls.product.action_assign(cls.people)
        cls.today = fields.Date.context_today(cls.product)

    def seat(self, holder):
        return self.product.current_seat_ids.filtered(lambda seat: holder in (seat.partner_id, seat.ci_id))

    def ask(self, text, product=None, user=None, **values):
        dialog = self.env["service.desk.license.use.wizard"].with_user(user or self.keeper)
        content = b64encode(text.encode() if isinstance(text, str) else text)
        return dialog.create({"license_id": (product or self.product).id, "file": content, **values})

    def tell(self, text, **values):
        dialog = self.ask(text, **values)
        self.assertEqual(dialog.action_tell()["res_id"], dialog.id)
        return dialog

    def test_vendors_list_is_taken_in(self):
        """By mail whatever its case, by name where there is none; the latest of several days."""
        old = self.today - timedelta(days=200)
        new = self.today - timedelta(days=1)
        dialog = self.tell(
            "Display Name;User Principal Name;Last activity date;Assigned Products\n"
            f"X;person0@EXAMPLE.com;{old};Tool\n"
            f"X;person0@example.com;{new}T10:00:00Z;Tool\n"
            f"person 1;;{old};Tool\n"
            "Y;person2@example.com;;Tool\n"
            f"Stranger;stranger@example.com;{new};Tool\n"
        )
        self.assertEqual((dialog.told_count, dialog.silent_count, dialog.stranger_count), (2, 1, 1))
        self.assertEqual(dialog.strangers, "Line 6: stranger@example.com")
        self.assertFalse(dialog.problems)
        self.assertEqual(self.seat(self.people[0]).date_used, new)
        self.assertEqual(self.seat(self.people[1]).date_used, old)
        self.assertFalse(self.seat(self.people[2]).date_used)
        # Their seats are of today, whatever they used before they had them.
        self.assertFalse(self.product.unused_count)
        self.product.current_seat_ids.sudo().date_taken = fields.Datetime.now() - timedelta(days=300)
        self.assertTrue(self.seat(self.people[1]).is_unused)
        self.assertFalse(self.seat(self.people[0]).is_unused)

    def test_earlier_day_changes_nothing(self):
        """An old list, and the same list again."""
        seat, before = self.seat(self.people[0]), self.today - timedelta(days=9)
        seat.action_used(self.today)
        for _again in range(2):
            self.tell(f"Email,Last used\nperson0@example.com,{before}\n")
        self.assertEqual(seat.date_used, self.today)

    def test_by_login(self):
        """Whoever signs in under another name than their address."""
        user = self.make_user("odd-login", "base.group_user")
        self.product.action_assign(user.partner_id)
        self.tell(f"Login,Last login\nodd-login,{self.today}\n")
        self.assertEqual(self.seat(user.partner_id).date_used, self.today)

    def test_addresses_below_another_heading(self):
        """A column “User” that holds addresses."""
        self.assertEqual(self.tell(f"User,Last used\nperson0@example.com,{self.today}\n").told_count, 1)

    def test_things(self):
        """By serial number, asset tag or name."""
        product = self.make_license(metric="device")
        things = self.make_ci("pc-1", serial_number="SN-77") + self.make_ci("pc-2", asset_tag="A-8")
        product.action_assign(things)
        text = f"Device,Serial,Asset tag,Last seen\nother,sn-77,,{self.today}\n,,a-8,{self.today}\n"
        self.assertEqual(self.tell(text, product=product).told_count, 2)
        self.assertEqual(set(product.current_seat_ids.mapped("date_used")), {self.today})

    def test_what_cannot_be_read_is_told(self):
        """Line by line, and the rest is taken in."""
        ahead = self.today + timedelta(days=2)
        self.people[2].name = self.people[3].name = "Jo"
        dialog = self.tell(
            f"Email,Name,Last used\nperson0@example.com,,soon\nperson1@example.com,,{ahead}\n"
            f",Jo,{self.today}\nperson3@example.com,Jo,{self.today}\n"
        )
        told = dialog.problems.splitlines()
        self.assertEqual(len(told), 3)
        for number, word in ((2, "soon"), (3, "lies ahead"), (4, "more than one")):
            line = next(line for line in told if line.startswith(f"Line {number}:"))
            self.assertIn(word, line)
        self.assertEqual(self.seat(self.people[3]).date_used, self.today)

    def test_day_that_is_none_is_told_first(self):
        """Whoever is named in the line; a stranger whose day can be read is a stranger."""
        dialog = self.tell(f"Email,Last used\nstranger@x.y,soon\nother@x.y,{self.today}\nstranger@x.y,\n")
        self.assertEqual(dialog.problems, "Line 2: “soon” is no day")
        self.assertEqual(dialog.strangers, "Line 3: other@x.y\nLine 4: stranger@x.y")

    def test_file_of_which_nothing_could_be_used_is_warned_of(self):
        """Once it was read, and not when a single line could be."""
        arch = fromstring(self.env["service.desk.license.use.wizard"].with_user(self.keeper).get_view()["arch"])
        (condition,) = arch.xpath("//div[contains(@class, 'alert-warning')]/@invisible")
        self.assertTrue(safe_eval(condition, {"is_told": False, "told_count": 0}))
        for text, is_warned in (("stranger@x.y,soon", True), (f"person0@example.com,{self.today}", False)):
            dialog = self.tell(f"Email,Last used\n{text}\n")
            values = {"is_told": dialog.is_told, "told_count": dialog.told_count}
            self.assertEqual(not safe_eval(condition, values), is_warned)

    def test_many_problems_are_counted(self):
        rows = "".join("person0@example.com,never\n" for _row in range(30))
        self.assertIn("and 10 more", self.tell("Email,Last used\n" + rows).problems)

    def test_day_or_month_first_is_asked(self):
        """And said without choosing the file once more."""
        dialog = self.tell("Email,Last used\nperson0@example.com,02/03/2024\n")
        self.assertIn("day or the month", dialog.problems)
        self.assertEqual(dialog.action_again()["res_id"], dialog.id)
        self.assertFalse(dialog.is_told)
        dialog.day_order = "mdy"
        dialog.action_tell()
        self.assertFalse(dialog.problems)
        self.assertEqual(str(self.seat(self.people[0]).date_used), "2024-02-03")

    def test_files_that_say_nothing(self):
        """Each is refused in a sentence, and nothing is written."""
        no_table = ("", b"\x00\xff\xfe" * 50, b"%PDF-1.4")
        for text in (*no_table, "Email\n", "Email,Other\na@b.c,1\n", "Last used\n2026-01-01\n"):
            with self.assertRaises(UserError, msg=text), self.cr.savepoint():
                self.ask(text).action_tell()
        self.assertFalse(any(self.product.current_seat_ids.mapped("date_used")))

    def test_only_who_keeps_licenses(self):
        """An agent reads licenses; only configuration managers say what is used."""
        with self.assertRaises(AccessError):
            self.ask("Email,Last used\n", user=self.agent)
        dialog = self.ask(f"Email,Last used\nperson0@example.com,{self.today}\n")
        with self.assertRaises(AccessError):
            dialog.with_user(self.agent).action_tell()
        with self.assertRaises(AccessError):
            dialog.with_user(self.make_user("keeper-2", "service_desk_cmdb.group_configuration_manager")).action_tell()

    def test_license_of_another_company(self):
        """A keeper of one company does not reach those of another one."""
        company = self.env["res.company"].create({"name": "Far Away"})
        far = self.env["service.desk.license"].create({"name": "Far Tool", "company_id": company.id})
        with self.assertRaises(AccessError):
            self.ask(f"Email,Last used\nperson0@example.com,{self.today}\n", product=far).action_tell()

    def test_days_that_programs_tell(self):
        """What is no day, or lies ahead, is refused in a sentence."""
        seat = self.seat(self.people[0])
        for day in ("2999-01-01", "garbage", 5, True, ["x"], {"a": 1}):
            with self.assertRaises(UserError, msg=day):
                seat.action_used(day)
        self.assertFalse(seat.date_used)

    def test_holders(self):
        """What tells for certain comes before a name."""
        holders = Holders([("name", "Jo  Doe", 1), ("name", "jo doe", 2), ("mail", "jo@x.y", 2), ("mail", None, 3)])
        self.assertEqual(holders.find({"mail": "JO@x.y", "name": "Jo Doe"}), 2)
        self.assertIsNone(holders.find({"mail": "", "name": ""}))
        with self.assertRaises(Ambiguous):
            holders.find({"name": "Jo Doe"})

    def test_few_queries(self):
        """As many for forty people as for four."""
        named = [{"name": f"More {number}", "email": f"more{number}@example.com"} for number in range(40)]
        more = self.env["res.partner"].create(named)
        self.product.right_ids.quantity = 100
        self.product.action_assign(more)
        text = "Email,Last used\n" + "".join(f"more{n}@example.com,{self.today}\n" for n in range(40))
        self.env.flush_all()
        self.env.invalidate_all()
        dialog = self.ask(text)
        with self.assertQueryCount(40):
            dialog.action_tell()
            self.env.flush_all()
