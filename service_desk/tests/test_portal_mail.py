"""What mails say, and where the links in them lead."""

import re

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalMail(PortalCase):
    def landing(self, ticket):
        path = f"/mail/view?model={ticket._name}&res_id={ticket.id}"
        return self.get(path, allow_redirects=False).headers["Location"]

    def test_requesters_land_on_the_portal(self):
        """Portal users and employees without a role see the page that is made for them."""
        for user in (self.portal_a, self.employee):
            with self.subTest(user=user.login):
                incident = self.make_incident(requester_id=user.partner_id.id)
                self.login(user)
                self.assertIn(f"/my/tickets/{incident.number}", self.landing(incident))

    def test_agents_land_on_the_form(self):
        """Agents work in the desk."""
        incident = self.make_incident()
        self.login(self.agent)
        self.assertIn(f"/odoo/service.desk.incident/{incident.id}", self.landing(incident))

    def test_strangers_are_not_led_to_the_ticket(self):
        """A forwarded link opens nothing, not even the number."""
        incident = self.make_incident()
        self.login(self.portal_b)
        self.assertNotIn(incident.number, self.landing(incident))

    def test_public_visitors_log_in_first(self):
        """And the address they are sent to does not give the number away."""
        incident = self.make_incident()
        self.assertIn("/web/login", self.landing(incident))
        self.assertNotIn(incident.number, self.landing(incident))

    def test_portal_users_get_the_button(self):
        """The mail about an answer has a button for everybody who may open the ticket."""
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        message = self.say(incident, self.agent, "Hello")
        groups = incident._notify_get_recipients_groups(message, "Incident", msg_vals={})
        by_name = {name: data for name, _is_member, data in groups}
        for name in ("user", "portal"):
            with self.subTest(group=name):
                self.assertTrue(by_name[name]["active"] and by_name[name]["has_button_access"])
        self.assertFalse(by_name["customer"]["has_button_access"])

    def test_notices_reach_the_requester(self):
        """That it is solved, and that it is closed."""
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        incident.action_take()
        incident.write({"state": "resolved", **self.solution})
        incident.action_close()
        for words in ("is solved", "is closed"):
            with self.subTest(words=words):
                notice = incident.message_ids.filtered(lambda m, w=words: w in (m.subject or ""))
                self.assertEqual(notice.notified_partner_ids, self.portal_a.partner_id)
                self.assertNotIn("object.", notice.body)

    def closing_day(self, text):
        """The words after "closes on", without markup."""
        return re.search(r"closes on\s+([^.]*20\d\d)", re.sub(r"<[^>]*>", "", text)).group(1)

    def test_solved_mail_names_the_day_as_the_portal_does(self):
        """In the requester's language and zone, without a time of day to the second."""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.portal_a.write({"lang": "fr_FR", "tz": "America/Los_Angeles"})
        incident = self.make_resolved(requester_id=self.portal_a.partner_id.id)
        incident.sudo().date_resolved = "2026-02-02 12:00:00"
        # Midnight in Brussels after five working days is the evening before in Los Angeles.
        incident.sudo().company_id.resource_calendar_id.tz = "Europe/Brussels"
        incident.with_user(self.agent)._send_notice("resolved")
        notice = incident.message_ids.filtered(lambda m: "is solved" in (m.subject or ""))[:1]
        self.assertEqual(self.closing_day(notice.body), "9 février 2026")
        self.login(self.portal_a)
        page = self.get(f"/my/tickets/{incident.number}").text
        self.assertEqual(self.closing_day(page), "9 février 2026")
