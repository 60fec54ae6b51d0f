from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .announcement_case import AnnouncementCase
from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestAnnouncementTime(AnnouncementCase, ServiceDeskCase):
    """When an announcement is what."""

    def setUp(self):
        super().setUp()
        # What came with demo data would be on top.
        self.env["service.desk.announcement"].search([]).active = False

    def test_state_follows_from_dates(self):
        """Nothing needs to be done for it to become current and then over."""
        outage = self.announce(date_from="2031-05-01 20:00:00", date_to="2031-05-01 22:00:00")
        for moment, state in (("19:59", "planned"), ("20:00", "current"), ("21:59", "current"), ("22:00", "over")):
            with self.subTest(moment=moment), freeze_time(f"2031-05-01 {moment}"):
                outage.invalidate_recordset()
                self.assertEqual(outage.state, state)
                domain = [("state", "=", state), ("id", "=", outage.id)]
                self.assertEqual(outage.search(domain), outage)
                self.assertFalse(outage.search([("state", "!=", state), ("id", "=", outage.id)]))

    def test_banner_is_up_as_long_as_it_should_be(self):
        """From the moment it is shown until it is over, without anybody doing anything."""
        outage = self.announce(
            date_shown="2031-04-28 08:00:00", date_from="2031-05-01 20:00:00", date_to="2031-05-01 22:00:00"
        )
        announcements = outage.with_user(self.agent).browse()
        moments = (("2031-04-28 07:59", []), ("2031-04-28 08:00", ["planned"]))
        moments += (("2031-05-01 20:30", ["current"]), ("2031-05-01 22:00", []))
        for moment, states in moments:
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual([one["state"] for one in announcements.get_banners()], states)

    def test_end_takes_the_banner_down(self):
        """At once; also of what was planned and is called off."""
        running, planned = self.announce(), self.announce(date_from=self.hours(5))
        (running | planned).action_end()
        self.assertEqual((running | planned).mapped("state"), ["over", "over"])
        self.assertFalse(running.get_banners())

    def test_end_leaves_the_past_alone(self):
        """What was over keeps its date."""
        past = self.announce(date_shown=self.hours(-9), date_from=self.hours(-9), date_to=self.hours(-5))
        before = past.date_to
        past.action_end()
        self.assertEqual(past.date_to, before)

    def test_disruption_comes_before_what_is_planned(self):
        """And nobody reads more than three banners."""
        for number in range(3):
            self.announce(name=f"Later {number}", kind="maintenance", date_from=self.hours(number + 1))
        self.announce(name="Worst")
        banners = self.env["service.desk.announcement"].with_user(self.agent).get_banners()
        self.assertEqual([one["name"] for one in banners], ["Worst", "Later 0", "Later 1"])

    def test_newest_trouble_is_told_first(self):
        """Of what is on now; what is planned begins with the next."""
        for number in (1, 3, 2):
            self.announce(name=f"Since {number}", date_from=self.hours(-number))
        banners = self.env["service.desk.announcement"].with_user(self.agent).get_banners()
        self.assertEqual([one["name"] for one in banners], ["Since 1", "Since 2", "Since 3"])

    def test_dates_that_make_no_sense_are_refused(self):
        """With a sentence, and nothing is stored."""
        for values in (
            {"date_from": self.hours(2), "date_to": self.hours(1)},
            {"date_shown": self.hours(4), "date_from": self.hours(1), "date_to": self.hours(3)},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.announce(**values)

    def test_what_no_screen_can_show_is_refused(self):
        """The end of time for "never", NUL, half a character; told in a sentence."""
        for values in (
            {"date_to": "9999-12-31 23:59:59"},
            {"date_expected": "0001-01-01 00:00:00"},
            {"name": "a\0b"},
            {"name": "a\ud800b"},
        ):
            with self.subTest(fields=list(values)), self.assertRaisesRegex(ValidationError, "cannot be saved"):
                self.announce(**values)

    def test_title_is_needed_and_short(self):
        """A banner is no essay."""
        for name in ("   ", "x" * 201):
            refused = self.assertRaises(CheckViolation)
            with self.subTest(name=name), mute_logger("odoo.sql_db"), refused, self.env.cr.savepoint():
                self.announce(name=name).flush_recordset()

    def test_page_without_announcements_asks_nothing(self):
        """While nothing is up, no page pays for it."""
        announcements = self.env["service.desk.announcement"].with_user(self.portal_a)
        announcements._portal_banners()
        self.assertFalse(self.queries(announcements._portal_banners))

    def test_banners_cost_one_query(self):
        """However many there are, and with what the reader subscribed to."""
        announcements = self.env["service.desk.announcement"].with_user(self.employee)

        def measure(count):
            for number in range(count):
                self.announce(name=f"Trouble {number}")
            announcements._portal_banners()
            return self.queries(lambda: self.assertEqual(len(announcements._portal_banners()), min(count, 3)))

        self.assert_queries(measure, (1, 8), lambda few, many: few == many)
        # The user's own row and companies are read anew here and known on a page.
        self.announce()
        announcements._portal_banners()
        statements = self.queries(announcements._portal_banners)
        self.assertEqual(sum(number for text, number in statements.items() if "announcement" in text), 1)

    def test_facts_cannot_be_set(self):
        """Whether reports are taken follows from the major incident behind it."""
        with self.assertRaises(AccessError):
            self.announce(is_collecting=True)

    def test_shown_from_now_by_default(self):
        """What is written down now is read now."""
        self.assertLess(self.announce().date_shown, fields.Datetime.now() + timedelta(seconds=5))
