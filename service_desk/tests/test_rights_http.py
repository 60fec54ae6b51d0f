"""The same rights over the wire: Odoo's JSON API with a key, and files by their address."""

import json

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestRightsHttp(ServiceDeskCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls.make_incident(requester_id=cls.portal_a.partner_id.id, name="yak mine")
        cls.theirs = cls.make_incident(requester_id=cls.portal_b.partner_id.id, name="yak theirs")

    def call(self, user, model, method, **arguments):
        """Call a method over the JSON API as ``user``; return status and answer."""
        expiry = self.env.cr.now().replace(microsecond=0)
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            .sudo()
            ._generate("rpc", "test", expiry.replace(year=expiry.year + 1))
        )
        response = self.url_open(
            f"/json/2/{model}/{method}",
            data=json.dumps(arguments),
            headers={"Authorization": f"bearer {key}", "Content-Type": "application/json"},
        )
        return response.status_code, response.json()

    def test_portal_user_finds_own_tickets_alone(self):
        """Search, count and grouping over the API hold to the record rules."""
        domain = [("name", "like", "yak")]
        _status, rows = self.call(self.portal_a, "service.desk.incident", "search_read", domain=domain, fields=["name"])
        self.assertEqual([row["name"] for row in rows], ["yak mine"])
        _status, count = self.call(self.portal_a, "service.desk.incident", "search_count", domain=domain)
        self.assertEqual(count, 1)

    def test_portal_user_changes_nothing(self):
        """Writing, taking, merging and posting are refused, also on one's own ticket."""
        for method, arguments in {
            "write": {"vals": {"state": "closed"}},
            "action_take": {},
            "action_escalate": {"note": "now"},
            "action_merge": {"into_id": self.mine.id},
            "message_post": {"body": "hello"},
            "announce_presence": {},
        }.items():
            for ticket in (self.mine, self.theirs):
                with self.subTest(method=method, ticket=ticket.name), mute_logger("odoo.http"):
                    status, _answer = self.call(self.portal_a, ticket._name, method, ids=ticket.ids, **arguments)
                    self.assertEqual(status, 403)
        self.assertEqual((self.mine | self.theirs).mapped("state"), ["new", "new"])

    def test_private_methods_are_not_on_the_wire(self):
        """What requesters may do is decided by the portal's gate, not by a caller of the API."""
        for method in ("_requester_close", "_write_facts", "_send_notice", "_move_belongings"):
            with self.subTest(method=method), mute_logger("odoo.http"):
                status, _answer = self.call(self.portal_a, self.mine._name, method, ids=self.mine.ids)
                self.assertEqual(status, 403)

    def test_agent_works_over_the_wire(self):
        """An agent's software takes and resolves by the documented verbs."""
        status, _answer = self.call(self.agent, self.mine._name, "action_take", ids=self.mine.ids)
        self.assertEqual(status, 200)
        with mute_logger("odoo.http"):
            status, answer = self.call(
                self.agent, self.mine._name, "write", ids=self.mine.ids, vals={"state": "resolved"}
            )
        self.assertEqual(status, 422)
        self.assertIn("Please fill in", answer["message"])
        status, _answer = self.call(
            self.agent,
            self.mine._name,
            "write",
            ids=self.mine.ids,
            vals={"state": "resolved", **self.solution},
        )
        self.assertEqual((status, self.mine.state), (200, "resolved"))

    def test_file_of_a_note_is_not_served(self):
        """Neither the requester nor the public gets a note's file by its address."""
        file = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "n.txt", "raw": b"secret", "res_model": "mail.compose.message"})
        )
        self.mine.message_post(body="note", attachment_ids=file.ids, message_type="comment")
        self.authenticate("test_portal_a", "test_portal_a")
        with mute_logger("odoo.http"):
            response = self.url_open(f"/web/content/{file.id}")
        self.assertEqual(response.status_code, 404)
        self.assertNotIn(b"secret", response.content)
