from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .announcement_case import AnnouncementCase
from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestAnnouncementRights(AnnouncementCase, ServiceDeskCase):
    """Who reads what, by any route."""

    def readers(self, announcement):
        """Logins of those who find it."""
        people = (self.employee, self.portal_a, self.portal_b, self.agent)
        return [user.login for user in people if announcement.with_user(user).search([("id", "=", announcement.id)])]

    def banner_readers(self, announcement):
        """Logins of those whose portal shows it."""
        people = (self.employee, self.portal_a, self.portal_b, self.agent)
        model = announcement.browse()
        return [
            user.login
            for user in people
            if announcement.id in [one["id"] for one in model.with_user(user)._portal_banners()]
        ]

    def test_audience_decides(self):
        """Employees, customers, the desk alone; the desk reads all of it."""
        self.env["service.desk.announcement"].search([]).active = False
        everybody = ["test_employee", "test_portal_a", "test_portal_b", "test_agent"]
        for audience, readers, shown in (
            ("all", everybody, everybody),
            ("internal", ["test_employee", "test_agent"], ["test_employee", "test_agent"]),
            ("portal", everybody[1:], ["test_portal_a", "test_portal_b"]),
            ("desk", ["test_agent"], []),
        ):
            with self.subTest(audience=audience):
                announcement = self.announce(audience=audience)
                self.assertEqual(self.readers(announcement), readers)
                self.assertEqual(self.banner_readers(announcement), shown)
                announcement.active = False

    def test_organization_and_group_narrow_it(self):
        """One customer's outage is no other customer's business."""
        announcement = self.announce(partner_ids=[(6, 0, self.portal_a.partner_id.commercial_partner_id.ids)])
        self.assertEqual(self.readers(announcement), ["test_portal_a", "test_agent"])
        announcement = self.announce(group_ids=[(6, 0, self.env.ref("base.group_portal").ids)])
        self.assertEqual(self.readers(announcement), ["test_portal_a", "test_portal_b", "test_agent"])

    def test_not_read_before_it_is_shown(self):
        """Not by id, not by count, and its updates neither."""
        announcement = self.announce(date_shown=self.hours(1), date_from=self.hours(2))
        announcement.action_post_update("<p>Not yet.</p>")
        for records in (announcement, announcement.update_ids):
            with self.subTest(model=records._name):
                hidden = records.with_user(self.employee)
                self.assertFalse(hidden.search_count([("id", "in", records.ids)]))
                with self.assertRaises(AccessError):
                    hidden.read(["create_date"])

    def test_updates_are_read_by_the_same_people(self):
        """An update of what is for employees is not for customers."""
        announcement = self.announce(audience="internal")
        announcement.action_post_update("<p>Working on it.</p>")
        update = announcement.update_ids
        self.assertTrue(update.with_user(self.employee).search([("id", "=", update.id)]))
        self.assertFalse(update.with_user(self.portal_a).search([("id", "=", update.id)]))

    def test_other_companies_do_not_read_it(self):
        """Unless it is for all companies."""
        _company, other = self.make_company()
        announcement = self.announce()
        self.assertFalse(announcement.with_user(other).search([("id", "=", announcement.id)]))
        announcement.company_id = False
        self.assertTrue(announcement.with_user(other).search([("id", "=", announcement.id)]))

    def test_requesters_read_nothing_of_the_desk(self):
        """Neither who subscribed nor whom it was narrowed to nor who wrote."""
        announcement = self.announce()
        announcement.action_post_update("<p>Working on it.</p>")
        for name in ("subscription_ids", "subscriber_count", "group_ids", "partner_ids"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                announcement.with_user(self.employee).read([name])
        with self.assertRaises(AccessError):
            announcement.update_ids.with_user(self.portal_a).read(["user_id"])
        with self.assertRaises(AccessError):
            announcement.subscription_ids.with_user(self.portal_a).search([])
        self.assertFalse(announcement.with_user(self.employee).browse().get_banners())

    def test_only_managers_announce(self):
        """Agents read; requesters read what is for them."""
        announcement = self.announce()
        for user in (self.agent, self.employee, self.portal_a):
            with self.subTest(user=user.login):
                theirs = announcement.with_user(user)
                for attempt in (
                    lambda theirs=theirs: theirs.create({"name": "Fake"}),
                    lambda theirs=theirs: theirs.write({"name": "Fake"}),
                    lambda theirs=theirs: theirs.action_post_update("<p>Fake</p>"),
                    theirs.action_end,
                    theirs.action_open_update,
                ):
                    with self.assertRaises(AccessError):
                        attempt()

    def test_what_was_said_stays(self):
        """Also managers write no update by hand and correct none: it was mailed."""
        announcement = self.announce()
        announcement.action_post_update("<p>Working on it.</p>")
        update = announcement.update_ids
        for attempt in (
            lambda: update.write({"body": "<p>Never said.</p>"}),
            lambda: update.create({"announcement_id": announcement.id, "body": "<p>Fake</p>"}),
            lambda: announcement.write({"update_ids": [(1, update.id, {"body": "<p>Fake</p>"})]}),
            update.unlink,
        ):
            with self.assertRaises(AccessError):
                attempt()

    def test_empty_update_is_refused(self):
        """A sentence says what is missing, whatever a client sends."""
        announcement = self.announce()
        for body in ("", "<p><br></p>", None, 5, ["x"]):
            with self.subTest(body=body), self.assertRaises(UserError):
                announcement.action_post_update(body)
        self.assertFalse(announcement.update_ids)

    def test_scripts_are_taken_out(self):
        """What is shown to everybody is clean."""
        announcement = self.announce(body="<p onclick='x()'>A</p><script>x()</script>")
        announcement.action_post_update("<p>B</p><script>x()</script>")
        for text in (announcement.body, announcement.update_ids.body):
            self.assertNotIn("script", text)
            self.assertNotIn("onclick", text)

    def test_screens_hear_that_there_is_news_and_no_more(self):
        """Agents' screens alone, of announcements for anybody; what a screen does not show is no news."""
        bus = type(self.env["bus.bus"])
        with patch.object(bus, "_sendone", autospec=True) as sent:
            announcement = self.announce(audience="desk", name="Secret")
            announcement.name = "Very secret"
            announcement.action_end()
        told = {call.args[1:] and (call.args[1], call.args[2], str(call.args[3])) for call in sent.call_args_list}
        agents = self.env.ref("service_desk.group_agent")
        self.assertEqual(told, {(agents, "service_desk.announcements", "{}")})
        with patch.object(bus, "_sendone", autospec=True) as sent:
            announcement.body = "<p>Other words</p>"
        sent.assert_not_called()
