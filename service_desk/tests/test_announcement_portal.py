from lxml import html

from odoo.tests import tagged
from odoo.tools import mute_logger

from .announcement_case import AnnouncementCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestAnnouncementPortal(AnnouncementCase, PortalCase):
    """What people see of announcements in a browser, and what they can do there."""

    def setUp(self):
        super().setUp()
        self.announcement = self.announce(
            name="Mail <b>cannot</b> be sent",
            body="<p>Use the phone.</p>",
            service_ids=[(6, 0, (self.service | self.hidden_service).ids)],
        )
        self.path = f"/my/announcements/{self.announcement.id}"
        self.login(self.portal_a)

    def subscribers(self):
        return self.announcement.sudo().subscription_ids.partner_id

    def test_banner_is_where_people_come_with_trouble(self):
        """On the home page, above the tickets and above the form; what was typed is text."""
        for path in ("/my/service-desk", "/my/tickets", "/my/tickets/new?kind=incident"):
            with self.subTest(path=path):
                page = self.get(path).text
                self.assertIn("Mail &lt;b&gt;cannot&lt;/b&gt; be sent", page)
                self.assertIn(f"{self.path}/subscribe", page)

    def test_what_is_not_for_them_is_on_no_page(self):
        """Nor at its address: missing and forbidden look the same."""
        self.announcement.audience = "internal"
        for path in ("/my/service-desk", "/my/tickets", "/my/tickets/new?kind=incident", "/my/announcements"):
            with self.subTest(path=path):
                self.assertNotIn("be sent", self.get(path).text)
        hidden, missing = self.get(self.path), self.get("/my/announcements/999999999")
        self.assertEqual((hidden.status_code, missing.status_code), (404, 404))
        self.assertEqual(self.steady(hidden), self.steady(missing))
        self.assertEqual(self.post(f"{self.path}/subscribe").status_code, 404)
        self.assertFalse(self.subscribers())

    def test_services_do_as_is_announced(self):
        """What is on now marks its services, what is planned does not; nor what is for others."""
        for number, (kind, begin, audience, words) in enumerate(
            (
                ("disruption", 0, "all", "Disruption"),
                ("maintenance", 0, "all", "Maintenance"),
                ("maintenance", 5, "all", "Operational"),
                ("disruption", 0, "internal", "Operational"),
                ("information", 0, "all", "Operational"),
            )
        ):
            service = self.env["service.desk.service"].create({"name": f"Cable {number}"})
            self.announce(kind=kind, date_from=self.hours(begin), audience=audience, service_ids=[(6, 0, service.ids)])
            self.login(self.portal_a)
            with self.subTest(kind=kind, begin=begin, audience=audience):
                page = html.fromstring(self.get("/my/service-desk").text)
                row = page.xpath(f"//ul[contains(@class, 'o_sd_services')]/li[contains(., 'Cable {number}')]")[0]
                self.assertEqual(row.text_content().split()[2:], [words])

    def test_planned_ones_begin_with_the_next(self):
        """Of what is or was up the last comes first."""
        for number in (30, 10, 20):
            self.announce(name=f"In {number}", date_from=self.hours(number), date_to=self.hours(number + 1))
        rows = self.env["service.desk.announcement"].with_user(self.portal_a)._portal_page()["planned"]
        names = [row["name"] for row in rows if row["name"].startswith("In ")]
        self.assertEqual(names, ["In 10", "In 20", "In 30"])

    def test_numbers_that_are_none_are_not_found(self):
        """However large."""
        self.assertEqual(self.get("/my/announcements/99999999999999999999").status_code, 404)

    def test_page_tells_what_is_known(self):
        """Text, updates, and of the services those that the reader finds elsewhere, too."""
        self.announcement.action_post_update("<p>We found it.</p>")
        page = self.get(self.path).text
        for words in ("Use the phone.", "We found it.", "Mail service"):
            self.assertIn(words, page)
        self.assertNotIn("Secret service", page)

    def test_subscribe_and_unsubscribe(self):
        """With a click each, and the page says what one gets."""
        page = self.post(f"{self.path}/subscribe").text
        self.assertIn("You get a mail when there is news", page)
        self.assertEqual(self.subscribers(), self.portal_a.partner_id)
        page = self.post(f"{self.path}/unsubscribe").text
        self.assertIn("You get no more mails", page)
        self.assertFalse(self.subscribers())

    def test_link_subscribes_nobody(self):
        """Programs follow links; only a click on the button counts."""
        self.assertTrue(self.get(f"{self.path}/subscribe").url.endswith(self.path))
        self.assertFalse(self.subscribers())
        with mute_logger("odoo.http"):
            self.assertEqual(self.post(f"{self.path}/subscribe", csrf_token=None, key="x").status_code, 400)
        self.assertFalse(self.subscribers())

    def test_what_is_over_takes_no_subscribers(self):
        """The page says so; it is still there to read."""
        self.announcement.action_end()
        answer = self.post(f"{self.path}/subscribe")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("This is over", answer.text)
        self.assertIn("Over", self.get("/my/announcements").text)
        self.assertNotIn("be sent", self.get("/my/service-desk").text)
