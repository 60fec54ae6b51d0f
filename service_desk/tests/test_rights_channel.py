"""What the server sends to open browsers by itself, and to whom."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestRightsChannel(PortalCase):
    def heard(self, user, ticket):
        """What a browser of ``user`` is told that asks for every channel one could think of."""
        self.login(user)
        partner = self.agent.partner_id
        wanted = [
            f"{ticket._name}_{ticket.id}",
            f"{ticket._name},{ticket.id}",
            f'["{self.env.cr.dbname}","{ticket._name}",{ticket.id}]',
            f"mail.thread-{ticket._name}-{ticket.id}",
            f"res.partner_{partner.id}",
            f'["{self.env.cr.dbname}","res.partner",{partner.id}]',
            f"res.users_{self.agent.id}",
            f"odoo-presence-res.partner_{partner.id}",
        ]
        answer = self.make_jsonrpc_request(
            "/websocket/peek_notifications",
            {"channels": wanted, "last": 0, "is_first_poll": True},
        )
        return str(answer["notifications"])

    def make_note(self):
        """A note on a ticket that its requester and an employee follow, with a mistake put right."""
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        incident.sudo().message_subscribe((self.portal_a | self.employee).partner_id.ids)
        note = self.say(
            incident,
            self.agent,
            "The grumler again",
            "mail.mt_note",
            partner_ids=self.agent_two.partner_id.ids,
        )
        self.edit(self.agent, note, "The grumbler again")
        self.env.cr.precommit.run()
        return incident

    def edit(self, user, message, words):
        """Let ``user`` put a message right in the web client."""
        self.login(user)
        return self.make_jsonrpc_request(
            "/mail/message/update_content",
            {"message_id": message.id, "update_data": {"body": words, "attachment_ids": []}},
        )

    def test_notes_are_sent_to_nobody_outside_the_desk(self):
        """Neither the requester's browser nor an employee's gets them, whatever it asks for."""
        self.agent.notification_type = self.agent_two.notification_type = "inbox"
        incident = self.make_note()
        self.assertIn("grumbler", self.heard(self.agent, incident))
        self.assertIn("gruml", self.heard(self.agent_two, incident))
        for user in (self.portal_a, self.portal_b, self.employee):
            with self.subTest(user=user.login):
                self.assertNotIn("grum", self.heard(user, incident))

    def test_requester_who_follows_notes_is_sent_none(self):
        """Everybody chooses what to follow on a ticket of theirs; notes are not to be had."""
        incident = self.make_incident()
        subtypes = self.env["mail.message.subtype"].sudo().search([])
        me = self.employee.partner_id
        incident.with_user(self.employee).message_subscribe(me.ids, subtype_ids=subtypes.ids)
        note = self.say(incident, self.agent, "A grumbler", "mail.mt_note")
        log = incident.sudo().message_post(body="Passed on", subtype_xmlid="mail.mt_note")
        self.assertNotIn(me, (note | log).notified_partner_ids)
        self.assertIn(me, self.say(incident, self.agent, "Hello").notified_partner_ids)

    def test_note_that_mentions_the_requester_is_refused(self):
        """It would be mailed to them; colleagues and a supplier's contact can be mentioned."""
        incident = self.make_incident()
        contact = self.env["res.partner"].create({"name": "Contact", "email": "c@example.com"})
        for user in (self.employee, self.portal_b):
            with self.subTest(user=user.login), self.assertRaisesRegex(UserError, user.name):
                self.say(incident, self.agent, "grumbler", "mail.mt_note", partner_ids=user.partner_id.ids)
        self.login(self.agent)
        thread = {"thread_model": incident._name, "thread_id": incident.id}
        data = {"body": "grumbler", "message_type": "comment", "subtype_xmlid": "mail.mt_note"}
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            data["partner_ids"] = self.employee.partner_id.ids
            self.make_jsonrpc_request("/mail/message/post", {**thread, "post_data": data})
        self.assertNotIn("grumbler", str(incident.message_ids.mapped("body")))
        for partner in (self.agent_two.partner_id, contact):
            note = self.say(incident, self.agent, "Look", "mail.mt_note", partner_ids=partner.ids)
            self.assertIn(partner, note.notified_partner_ids)

    def test_notes_on_a_service_stay_with_the_desk(self):
        """Requesters choose a service, and neither read nor follow what is said about it."""
        with self.assertRaises(AccessError):
            self.service.with_user(self.portal_a).message_subscribe(self.portal_b.partner_id.ids)
        everything = self.env["mail.message.subtype"].sudo().search([]).ids
        for user in (self.employee, self.agent):
            partner_ids = user.partner_id.ids
            self.service.with_user(user).message_subscribe(partner_ids, subtype_ids=everything)
        note = self.service.with_user(self.admin_user).message_post(
            body="The supplier is slow", subtype_xmlid="mail.mt_note"
        )
        self.assertEqual(note.notified_partner_ids, self.agent.partner_id)
        notes = [("model", "=", self.service._name), ("res_id", "=", self.service.id)]
        for user in (self.employee, self.portal_a):
            with self.subTest(user=user.login):
                self.assertFalse(self.env["mail.message"].with_user(user).search(notes))
        self.assertIn(note, self.env["mail.message"].with_user(self.agent).search(notes))

    def test_what_requesters_read_is_not_rewritten(self):
        """Neither by its author nor by an admin, in the web client; they were mailed about it."""
        incident = self.make_incident()
        incident.sudo()._requester_reply(self.employee.partner_id, "It beeps")
        self.say(incident, self.agent, "We are looking into it")
        before = incident._public_messages().mapped("body")
        admin = self.make_user("test_boss", "service_desk.group_admin,base.group_system")
        for user in (self.agent, admin):
            for message in incident._public_messages():
                with (
                    self.subTest(user=user.login, message=message.body),
                    mute_logger("odoo.http"),
                    self.assertRaises(JsonRpcException),
                ):
                    self.edit(user, message, "I never said that")
        self.assertEqual(incident._public_messages().mapped("body"), before)

    def test_archived_people_are_logged_out(self):
        """A browser that is still open neither shows tickets nor hears anything."""
        incident = self.make_incident()
        self.login(self.employee)
        self.assertEqual(self.get(incident.portal_path).status_code, 200)
        self.employee.active = False
        self.env.flush_all()
        for path in (incident.portal_path, "/my/tickets", "/my/service-desk"):
            with self.subTest(path=path):
                response = self.get(path, allow_redirects=False)
                self.assertIn("/web/login", response.headers["Location"])
        self.post(f"{incident.portal_path}/reply", body="Still here", follow=False)
        self.assertFalse(incident._public_messages())
