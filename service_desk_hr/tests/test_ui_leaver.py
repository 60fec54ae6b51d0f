"""Somebody has to leave at once: out by every door a minute later, with proof in the end, in a real browser."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HOST, tagged

from odoo.addons.mail.tests.common import MailCase

from .story_case import StoryCase


@tagged("post_install", "-at_install")
class TestUiLeaver(StoryCase, MailCase):
    """Of the three doors, a browser that is open, a password and a key, none opens any more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hr_manager = cls.make_user("test_hr_manager", "hr.group_hr_manager,base.group_user")
        cls.user = cls.make_user("test_leaver", "base.group_user", password="test_leaver_password")
        cls.leaver = cls.make_employee("Leo Leaver", user_id=cls.user.id)
        (cls.by_group | cls.by_hand).sudo().team_id = cls.team_one
        mail = {"mail_template_id": cls.env.ref("service_desk_hr.mail_template_journey_manager").id}
        cls.make_template(
            "leaver",
            [
                {"name": "Tell the manager", "kind": "message", "recipient": "manager", **mail},
                {"name": "Close the login", "kind": "login", "anchor": "end"},
                {"name": "Take access back", "kind": "revoke", "anchor": "end"},
                {"name": "Take the laptop back", "kind": "take_back", "team_id": cls.team_one.id, "needs_proof": True},
                {"name": "Hand over the mailbox", "responsible": "manager", "offset_days": -2},
                {"name": "Last papers", "responsible": "hr", "offset_days": 5},
            ],
        ).step_ids.anchor = "end"
        access = cls.env["service.desk.access"].with_user(cls.access_manager)
        cls.access = access._request(cls.user.partner_id, cls.by_group | cls.by_hand, reason="Work").sudo()
        cls.access.task_ids.action_done("Key given")
        keys = cls.env["res.users.apikeys"].with_user(cls.user)
        cls.key = keys._generate("rpc", "Script", fields.Datetime.now() + timedelta(days=1))

    def log_in(self):
        """By the form, as people do; the session stays open when others come."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open("/web/login").text)[1]
        form = {"login": "test_leaver", "password": "test_leaver_password", "csrf_token": token}
        self.url_open("/web/login", data=form)
        return self.opener.cookies["session_id"]

    def is_in(self, session_id):
        """Whether the next click of an open browser still finds its page."""
        self.opener.cookies.set("session_id", session_id, domain=HOST)
        page = self.url_open("/my/service-desk", allow_redirects=False)
        return page.status_code == 200

    def call(self):
        """What a program gets for the key."""
        headers = {"Authorization": f"Bearer {self.key}"}
        return self.url_open("/json/2/res.users/context_get", json={"context": {}}, headers=headers).status_code

    def test_story_of_a_leaver(self):
        """Out at once; what is left is brought back, closed and signed."""
        session_id = self.log_in()
        self.assertTrue(self.is_in(session_id))
        self.assertEqual(self.call(), 200)
        with self.mock_mail_gateway():
            self.visit("/odoo/employees", "leaver_depart", self.hr_manager)
        self.check_out(session_id)
        journey = self.journey_of(self.leaver.with_context(active_test=False), "leaver")
        self.bring_back()
        self.visit("/odoo/journeys", "leaver_sign", self.hr_manager)
        self.assertEqual((journey.state, journey.signed_by_id), ("done", self.hr_manager))
        self.check_proof(journey)

    def check_out(self, session_id):
        """No door opens, and the manager knows."""
        self.assertFalse(self.user.active)
        self.assertFalse(self.is_in(session_id))
        self.assertEqual(self.call(), 401)
        self.start_tour("/web/login", "service_desk_hr_leaver_knocks")
        self.env.invalidate_all()
        by_group = self.access.filtered(lambda access: access.entitlement_id == self.by_group)
        self.assertEqual((by_group.state, (self.access - by_group).state), ("revoked", "revoking"))
        mails = self.env["mail.mail"].sudo().search([("email_to", "=", self.boss.email)])
        self.assertTrue(any("Leo Leaver" in (mail.subject or "") for mail in mails | self._new_mails))

    def bring_back(self):
        """IT and the manager, each on their own screen."""
        self.visit("/odoo/service-desk-tasks", "leaver_agent", self.agent)
        self.assertEqual(set(self.access.mapped("state")), {"revoked"})
        self.visit("/my/team", "leaver_manager", self.boss)

    def check_proof(self, journey):
        """Each access by its name, when and how; who did the rest."""
        rows = {(row["section"], row["what"]): row for row in journey._shown_proof() if "Granted" not in row["how"]}
        self.assertTrue(journey.is_proof_intact)
        for name, how in (("Booking", "Revoked"), ("Door key", "Key 8 is back")):
            row = rows["access", name]
            self.assertIn(how, row["how"])
            self.assertTrue(row["date"])
        laptop = rows["steps", "Take the laptop back"]
        self.assertEqual((laptop["who"], laptop["how"]), ("test_agent", "Serial 4711, undamaged"))
        self.assertEqual(rows["steps", "Hand over the mailbox"]["who"], "test_boss")
        self.authenticate("test_hr_manager", "test_hr_manager")
        page = self.url_open(f"/report/html/service_desk_hr.report_journey_proof/{journey.id}").text
        for words in ("Booking", "Door key", "Key 8 is back", "Serial 4711, undamaged", "test_agent"):
            self.assertIn(words, page)
