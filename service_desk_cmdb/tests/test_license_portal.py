from lxml.html import fromstring

from odoo.tests import tagged

from odoo.addons.service_desk.tests.portal_common import PortalCase

from .license_case import LicenseCase


@tagged("post_install", "-at_install")
class TestLicensePortal(LicenseCase, PortalCase):
    """Whoever cannot have a license is told before ordering, and where to ask; and learns nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.make_license(1, name="Vector Studio")
        cls.item = cls.make_item(cls.make_entitlement(cls.product, "Vectors"), "Drawing program")
        cls.item.audience = "all"
        cls.path = f"/my/catalog/{cls.item.id}"
        cls.product.action_assign(cls.make_people(1))

    def told(self, query=""):
        """The sentences of the page before anything was sent, and where its link leads."""
        page = self.get(self.path + query).text
        for hidden in ("Vector Studio", "Vectors", self.product.number):
            self.assertTrue(hidden not in page, hidden)
        root = fromstring(page)
        sentences = [" ".join(one.text_content().split()) for one in root.xpath("//*[@role='alert']/p")]
        return sentences, root.xpath("//*[@role='alert']/a/@href")

    def test_page_says_so_before_the_order(self):
        """To customers and employees alike; the link leads to a new ticket that says what it is about."""
        for user in (self.portal_a, self.employee):
            with self.subTest(user=user.login):
                self.login(user)
                sentences, (link,) = self.told()
                self.assertEqual(
                    sentences, ["Drawing program: no license is free at the moment. Ask the desk for one more."]
                )
                asking = self.get(link).text
                self.assertIn("Drawing program, which cannot be ordered at the moment", asking)
                self.assertNotIn("Vector Studio", asking)

    def test_page_says_nothing_while_a_seat_is_left(self):
        """Nor to whoever has one."""
        self.login(self.portal_a)
        self.product.sudo().right_ids.quantity = 2
        self.assertEqual(self.told(), ([], []))
        self.product.sudo()._take_seats(self.portal_a.partner_id)
        self.assertEqual(self.told(), ([], []))

    def test_page_looks_at_the_one_it_is_for(self):
        """A colleague who has a seat may have it, the one who orders need not."""
        colleague = self.make_user("test_colleague", "base.group_user")
        self.login(self.employee)
        self.product.sudo().right_ids.quantity = 2
        self.product.sudo()._take_seats(self.employee.partner_id)
        self.assertEqual(self.told(), ([], []))
        sentences, (link,) = self.told(f"?for={colleague.partner_id.id}")
        self.assertEqual(len(sentences), 2)
        self.assertIn(colleague.name, sentences[0])
        self.assertIn(f"It is for {colleague.name}.", self.get(link).text)

    def test_refused_order_says_so_beside_the_button(self):
        """It has the focus, so that it is in view; the box above says the same and is no second alert."""
        self.login(self.employee)
        for verb in ("order", "cart"):
            with self.subTest(verb=verb):
                answer = self.post(self.path, verb=verb, version=self.item.version)
                self.assertEqual(answer.status_code, 422)
                page = fromstring(answer.text)
                (alert,) = page.xpath("//*[@role='alert']")
                self.assertEqual(alert, page.xpath("//aside[.//button[@name='verb']]/*[@id='o_sd_refused']")[0])
                self.assertEqual((alert.get("tabindex"), "autofocus" in alert.attrib), ("-1", True))
                for told in (alert, page.get_element_by_id("o_sd_errors")):
                    self.assertIn("no license is free", told.text_content())
                    self.assertTrue(told.xpath("a[contains(@href, '/my/tickets/new')]"))

    def test_nothing_is_refused_before_anything_was_sent(self):
        """What is known beforehand is told above alone."""
        self.login(self.employee)
        self.assertFalse(fromstring(self.get(self.path).text).xpath("//*[@id='o_sd_refused']"))

    def test_last_seat_that_somebody_ordered_is_not_promised(self):
        """The page tells it of what is on order, too."""
        self.product.sudo().right_ids.quantity = 2
        shop = self.env["service.desk.catalog.item"].with_user(self.employee)
        shop._place_order([{"item_id": self.item.id}])
        self.login(self.portal_a)
        self.assertEqual(len(self.told()[0]), 1)
        self.login(self.employee)
        self.assertEqual(self.told(), ([], []))
