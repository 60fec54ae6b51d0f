"""What is said on tickets: messages, files, ratings, followers, activities, work, history."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase


@tagged("post_install", "-at_install")
class TestRightsConversation(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.make_incident(requester_id=cls.employee.partner_id.id)
        file = {"raw": b"secret", "res_model": "mail.compose.message", "name": "note.txt"}
        cls.file = cls.env["ir.attachment"].with_user(cls.agent).create(file)
        cls.note = cls.incident.message_post(
            body="He did it again", message_type="comment", attachment_ids=cls.file.ids
        )
        cls.reply = cls.incident.message_post(
            body="We are on it", message_type="comment", subtype_xmlid="mail.mt_comment"
        )
        cls.walled = cls.make_incident(cls.manager, team_id=cls.team_walled.id)
        cls.walled_note = cls.walled.sudo().message_post(body="Secret")

    def messages(self, user, ticket):
        domain = [("model", "=", ticket._name), ("res_id", "=", ticket.id)]
        return self.env["mail.message"].with_user(user).search(domain)

    def test_requester_never_reads_internal_notes(self):
        """Neither employees nor customers, by search, by read, or by the ticket's own fields."""
        portal = self.make_incident(requester_id=self.portal_a.partner_id.id)
        portal_note = portal.message_post(body="Rude customer", message_type="comment")
        for user, ticket, note in (
            (self.employee, self.incident, self.note),
            (self.portal_a, portal, portal_note),
        ):
            self.assertNotIn(note, self.messages(user, ticket))
            with self.assertRaises(AccessError):
                note.with_user(user).read(["body"])
            self.assertNotIn(note.id, ticket.with_user(user).read(["message_ids"])[0]["message_ids"])
            self.assertNotIn(note, ticket.with_user(user)._public_messages())

    def test_public_conversation_holds_the_reply(self):
        """The portal's view of the conversation has the reply and nothing internal."""
        self.assertEqual(self.incident.with_user(self.employee)._public_messages(), self.reply)

    def test_requester_never_opens_files_of_notes(self):
        """A file on a ticket may hang on a note: requesters cannot read files by RPC."""
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.file.with_user(user).read(["raw"])
            found = self.env["ir.attachment"].with_user(user).search([("id", "=", self.file.id)])
            self.assertFalse(found)
        self.assertEqual(self.file.with_user(self.agent).raw, b"secret")

    def test_requester_cannot_attach_or_post_by_rpc(self):
        """Posting and attaching go through the portal's gate alone."""
        mine = self.incident.with_user(self.employee)
        with self.assertRaises(AccessError):
            mine.message_post(body="x", author_id=self.agent.partner_id.id)
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.employee).create(
                {"name": "x", "raw": b"x", "res_model": mine._name, "res_id": mine.id}
            )
        with self.assertRaises(AccessError):
            mine.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)

    def test_agent_cannot_speak_in_anothers_name(self):
        """Whatever author or sender an agent's client sends, the message is the agent's."""
        message = self.incident.message_post(
            body="I quit",
            author_id=self.manager.partner_id.id,
            email_from="boss@example.com",
            message_type="comment",
        )
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertNotIn("boss@example.com", message.email_from)

    def test_agents_outside_the_wall_read_nothing_of_it(self):
        """Messages, files and history of a walled ticket stay behind the wall."""
        self.assertFalse(self.messages(self.agent, self.walled))
        with self.assertRaises(AccessError):
            self.walled_note.with_user(self.agent).read(["body"])
        self.walled.sudo().write({"state": "in_progress"})
        Transition = self.env["service.desk.transition"]
        line = self.walled.sudo().transition_ids
        self.assertNotIn(line, Transition.with_user(self.agent).search([]))
        self.assertIn(line, Transition.with_user(self.agent_walled).search([]))

    def test_activity_stays_behind_the_wall_that_its_ticket_went_behind(self):
        """The former assignee reads, counts and settles it no more; those inside do."""
        todo = self.incident.activity_schedule("mail.mail_activity_data_todo", user_id=self.agent.id)
        mine = todo.with_user(self.agent)
        self.assertEqual(mine.res_name, self.incident.display_name)
        self.incident.team_id = self.team_walled
        self.env.invalidate_all()
        self.assertNotIn(todo, mine.search([]))
        self.assertFalse(mine.search_count([("id", "=", todo.id)]))
        self.assertFalse(mine.search([("res_name", "=like", "%")]) & todo)
        for act in (lambda: mine.read(["res_name"]), mine.action_done, mine.unlink):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            mine.write({"summary": "x"})
        groups = self.env["res.users"].with_user(self.agent)._get_activity_groups()
        self.assertNotIn(self.incident._name, [group["model"] for group in groups])
        inside = todo.with_user(self.agent_walled)
        self.assertIn(todo, inside.search([]))
        inside.user_id = self.agent_walled

    def test_activities_elsewhere_are_as_they_were(self):
        """On a contact, or on nothing at all, the one it is assigned to reads and settles it."""
        kind = self.env.ref("mail.mail_activity_data_todo").id
        model = self.env["ir.model"]._get_id("res.partner")
        for values in ({"res_model_id": model, "res_id": self.agent.partner_id.id}, {}):
            todo = self.env["mail.activity"].create({"activity_type_id": kind, "user_id": self.agent.id, **values})
            mine = todo.with_user(self.agent)
            self.assertIn(todo, mine.search([]))
            mine.write({"summary": "Call"})
            mine.action_done()

    def test_work_log_follows_its_ticket(self):
        """Lines are seen by those who see the ticket; people change their own alone."""
        Worklog = self.env["service.desk.worklog"]
        line = Worklog.with_user(self.agent_walled).create(
            {"incident_id": self.walled.id, "minutes": 5, "name": "Asked around"}
        )
        self.assertNotIn(line, Worklog.with_user(self.agent).search([]))
        with self.assertRaises(AccessError):
            Worklog.with_user(self.agent).create({"incident_id": self.walled.id, "minutes": 5, "name": "x"})
        own = Worklog.with_user(self.agent).create({"incident_id": self.incident.id, "minutes": 5, "name": "x"})
        with self.assertRaises(AccessError):
            own.with_user(self.agent_two).write({"minutes": 500})
        own.with_user(self.manager).write({"minutes": 6})
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                Worklog.with_user(user).search([])

    def test_history_cannot_be_edited(self):
        """Not even an administrator of the desk rewrites what happened."""
        self.incident.action_take()
        line = self.incident.transition_ids
        for user in (self.agent, self.manager, self.admin_user):
            with self.assertRaises(AccessError):
                line.with_user(user).write({"state_to": "closed"})
            with self.assertRaises(AccessError):
                line.with_user(user).unlink()

    def test_ratings_are_neither_read_nor_forged_by_others(self):
        """Employees cannot read others' ratings; nobody rewrites one, the rated agent least of all."""
        done = self.make_resolved()
        done.with_user(self.employee)._requester_rate(1, "Rude")
        Rating = self.env["rating.rating"]
        rating = Rating.search([("res_id", "=", done.id), ("res_model", "=", done._name)])
        self.assertEqual(rating.service_desk_incident_id, done)
        colleague = self.make_user("colleague", "base.group_user")
        self.assertNotIn(rating, Rating.with_user(colleague).search([]))
        self.assertIn(rating, Rating.with_user(self.agent).search([]))
        self.assertNotIn(rating, Rating.with_user(self.make_company()[1]).search([]))
        for user in (self.agent, self.manager, colleague):
            with self.assertRaises(AccessError):
                rating.with_user(user).write({"rating": 5})

    def test_desk_staff_have_no_key_to_a_rating(self):
        """Neither the question in the conversation nor the rating itself holds its token."""
        done = self.make_resolved()
        done.write({"state": "closed"})
        asked = done.message_ids.filtered(lambda m: "is closed" in (m.subject or ""))
        self.assertTrue(asked)
        self.assertNotIn("/rate/", asked.body)
        done.with_user(self.employee)._requester_rate(5, "Quick")
        rating = self.env["rating.rating"].search([("service_desk_incident_id", "=", done.id)])
        with self.assertRaises(AccessError):
            rating.with_user(self.manager).read(["access_token"])

    def test_followers_of_tickets_are_not_told_to_employees(self):
        """Who follows which ticket is the desk's business."""
        domain = [("res_model", "=", "service.desk.incident")]
        self.assertFalse(self.env["mail.followers"].with_user(self.employee).search(domain))
        self.assertTrue(self.env["mail.followers"].with_user(self.agent).search(domain))

    def test_forged_mail_makes_no_ticket(self):
        """A mail handed to the gateway by RPC creates neither ticket nor contact."""
        mail = (
            "From: boss@example.com\nTo: desk@example.com\nSubject: forged\nMessage-ID: <forged@example.com>\n\nhello"
        )
        before = self.env["service.desk.incident"].search_count([])
        for user in (self.employee, self.portal_a):
            with self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process("service.desk.incident", mail)
        self.assertEqual(self.env["service.desk.incident"].search_count([]), before)
