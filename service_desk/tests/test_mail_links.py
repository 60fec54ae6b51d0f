"""Links in mails: what they open for whom, and how they end."""

import re
from datetime import timedelta

from freezegun import freeze_time
from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged

from .notice_case import NoticeCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestMailLinks(NoticeCase, PortalCase):
    def open_desk(self):
        self.env.company.sudo().service_desk_mail_link = "open"

    def link_in_mail(self, ticket):
        """The path behind the button of an answer to the requester."""
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Try again, please.")
        (mail,) = self.sent()
        found = re.search(r'href="[^"]*?(/(?:tickets/view|mail/view)[^"]+)"', mail["body"])
        return found and found[1]

    def leads_to_login(self, path):
        response = self.get(path, allow_redirects=False)
        return response.status_code == 303 and "/web/login" in response.headers["Location"]

    def opens_nothing(self, path):
        response = self.get(path, allow_redirects=False)
        return response.status_code == 404 and "This link opens no ticket" in response.text

    def test_default_is_a_login(self):
        """Customers without a login get no button, and are told to reply."""
        self.assertIsNone(self.link_in_mail(self.quiet()))
        (mail,) = self.sent()
        self.assertIn("To answer, simply reply to this mail.", mail["body"])

    def test_portal_user_gets_a_link_that_needs_a_login(self):
        """The address says nothing by itself."""
        path = self.link_in_mail(self.quiet(requester_id=self.portal_a.partner_id.id))
        self.assertTrue(path.startswith("/mail/view?"))
        self.assertNotIn("access_token", path)
        self.assertTrue(self.leads_to_login(path.replace("&amp;", "&")))

    def test_open_link_shows_the_conversation_and_no_more(self):
        """No notes, no verbs, no files, and nothing of it is kept by others."""
        self.open_desk()
        ticket = self.quiet()
        ticket.with_user(self.agent).message_post(body="Hidden note", subtype_xmlid="mail.mt_note")
        self.say(ticket, self.agent, "See the plan.", attachments=[("plan.txt", b"secret")])
        response = self.get(self.link_in_mail(ticket))
        self.assertIn(ticket.number, response.text)
        self.assertIn("Try again, please.", response.text)
        self.assertIn("See the plan.", response.text)
        self.assertNotIn("Hidden note", response.text)
        # Files are named, and lead nowhere.
        self.assertRegex(response.text, r"<a>\s*<i[^>]*></i>\s*<span>plan.txt</span>")
        self.assertNotIn("/web/content", response.text)
        self.assertNotIn("<form", response.text.partition("o_service_desk")[2].partition("<footer")[0])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")

    def test_open_link_shows_no_pictures(self):
        """Their addresses carry a token of their own, which outlives the link."""
        self.open_desk()
        ticket = self.quiet(description='<p>Before <img src="/web/image/7?access_token=a"/> after</p>')
        picture = Markup('<p>Look: <img src="/web/image/8?access_token=b"/></p>')
        self.say(ticket, self.agent, picture)
        response = self.get(self.link_in_mail(ticket))
        self.assertIn("Before", response.text)
        self.assertIn("Look:", response.text)
        self.assertNotIn("access_token", response.text)

    def test_open_link_opens_this_ticket_alone(self):
        """A token of one ticket is no good for another, nor changed by a letter."""
        self.open_desk()
        path = self.link_in_mail(self.quiet())
        for bad in (path[:-2] + "AA", path + "A" * 4, "/tickets/view/x", "/tickets/view/AQ"):
            with self.subTest(path=bad):
                self.assertTrue(self.opens_nothing(bad))

    def test_open_link_expires(self):
        """After its days it shows what a forged one shows: how to go on without it."""
        self.open_desk()
        path = self.link_in_mail(self.quiet())
        self.assertFalse(self.opens_nothing(path))
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            self.assertIsNone(self.env["service.desk.portal"]._ticket_of_link(path.split("/")[-1]))

    def test_who_is_logged_in_comes_from_a_bad_link_to_their_tickets(self):
        """They need no advice."""
        self.login(self.portal_a)
        response = self.get("/tickets/view/x", allow_redirects=False)
        self.assertTrue(response.headers["Location"].endswith("/my/tickets"))

    def test_open_link_ends_with_the_setting(self):
        """Also when the setting is changed back later."""
        self.open_desk()
        path = self.link_in_mail(self.quiet())
        self.env.company.service_desk_mail_link = "login"
        self.assertTrue(self.opens_nothing(path))
        self.open_desk()
        self.assertTrue(self.opens_nothing(path))

    def test_open_link_ends_with_the_requester(self):
        """A ticket that is another's now is no longer told to the first one."""
        self.open_desk()
        ticket = self.quiet()
        path = self.link_in_mail(ticket)
        ticket.requester_id = self.employee.partner_id
        self.assertTrue(self.opens_nothing(path))

    def test_confidential_ticket_needs_a_login(self):
        """Whatever the setting says."""
        self.open_desk()
        ticket = self.quiet()
        path = self.link_in_mail(ticket)
        ticket.sudo().is_confidential = True
        self.assertTrue(self.opens_nothing(path))

    def test_others_get_no_open_link(self):
        """The link is the requester's; a follower without a login gets none."""
        self.open_desk()
        ticket = self.quiet()
        boss = self.env["res.partner"].create({"name": "Boss", "email": "boss@customer.test"})
        ticket.sudo().message_subscribe(partner_ids=boss.ids)
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        (mail,) = self.sent_to("boss@customer.test")
        self.assertNotIn("/tickets/view", mail["body"])
        (mail,) = self.sent_to("rita@customer.test")
        self.assertIn("/tickets/view", mail["body"])

    def test_open_link_leads_its_owner_to_the_real_page(self):
        """Who is logged in can answer there."""
        self.open_desk()
        ticket = self.quiet(requester_id=self.portal_a.partner_id.id)
        path = self.link_in_mail(ticket)
        self.login(self.portal_a)
        response = self.get(path, allow_redirects=False)
        self.assertIn(f"/my/tickets/{ticket.number}", response.headers["Location"])
        self.login(self.portal_b)
        self.assertIn("Try again, please.", self.get(path).text)

    def test_nobody_writes_by_an_open_link(self):
        """The address takes no forms."""
        self.open_desk()
        ticket = self.quiet()
        path = self.link_in_mail(ticket)
        said = len(ticket._public_messages())
        self.login(self.portal_b)
        self.assertEqual(self.post(path, body="Hello").status_code, 405)
        self.assertEqual(len(ticket._public_messages()), said)
