"""Nobody forges what the desk records: not by defaults, not by the tables of the conversation."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ServiceDeskCase

COMMENT = "mail.mt_comment"


@tagged("post_install", "-at_install")
class TestRightsForgery(ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.incident = cls.make_incident()
        cls.comment = cls.incident.sudo().message_post(
            author_id=cls.employee.partner_id.id,
            body="It does not work",
            message_type="comment",
            subtype_xmlid=COMMENT,
        )

    def message_values(self, ticket, **values):
        """What a client sends to create a message itself."""
        return {
            "model": ticket._name,
            "res_id": ticket.id,
            "body": "x",
            "message_type": "comment",
            "subtype_id": self.env.ref(COMMENT).id,
            **values,
        }

    def mail(self, sender):
        return (
            f"From: {sender.email}\nTo: desk@example.com\nSubject: re\n"
            f"Message-ID: <{sender.login}@example.com>\n\nI quit"
        )

    # -- Defaults ----------------------------------------------------------------------------

    def test_defaults_of_a_client_forge_no_facts(self):
        """Defaults in the context change neither state nor date nor counter of a new ticket."""
        Incident = self.env["service.desk.incident"].with_context(
            default_state="closed",
            default_date_opened="2000-01-01 00:00:00",
            default_reopen_count=7,
            default_merged_into_id=self.incident.id,
            default_external_number="X1",
            default_priority_override="1",
            default_priority_override_reason="me first",
        )
        ticket = Incident.with_user(self.agent).create({"name": "x"})
        self.assertEqual((ticket.state, ticket.phase, ticket.reopen_count), ("new", "new", 0))
        self.assertGreater(ticket.date_opened.year, 2000)
        self.assertFalse(ticket.merged_into_id or ticket.external_number or ticket.priority_override)

    def test_stored_defaults_forge_no_facts(self):
        """Neither does a default that somebody has stored for themselves."""
        for name, value in (("state", "closed"), ("reopen_count", 7)):
            self.env["ir.default"].set("service.desk.incident", name, value, user_id=self.agent.id)
        ticket = self.env["service.desk.incident"].with_user(self.agent).create({"name": "x"})
        self.assertEqual((ticket.state, ticket.reopen_count), ("new", 0))

    def test_defaults_forge_nothing_in_a_conversion(self):
        """Which runs as superuser, but in the context of whoever asks for it."""
        ticket = self.incident.with_context(default_state="closed", default_reopen_count=7)
        ticket.action_convert_to_request()
        self.assertEqual((ticket.request_id.state, ticket.request_id.reopen_count), ("new", 0))

    def test_waiting_cannot_be_dated_back(self):
        """Since when a ticket waits is what the desk has seen, not what somebody writes."""
        for name in ("date_pending", "date_reminded"):
            with self.assertRaises(AccessError):
                self.incident.write({name: "2000-01-01 00:00:00"})

    # -- Messages ----------------------------------------------------------------------------

    def test_requester_creates_no_message_beside_the_portal(self):
        """Following a ticket is no right to write messages on it, in whoever's name."""
        for user in (self.employee, self.portal_a):
            ticket = self.make_incident(requester_id=user.partner_id.id)
            with self.assertRaises(AccessError):
                self.env["mail.message"].with_user(user).create(
                    self.message_values(ticket, author_id=self.agent.partner_id.id)
                )

    def test_agent_creates_messages_in_own_name_alone(self):
        """Also by the table itself, a hint or a mail to many, the author is who is logged in."""
        boss = self.manager.partner_id
        forged = {"author_id": boss.id, "email_from": "boss@example.com"}
        message = self.env["mail.message"].with_user(self.agent).create(self.message_values(self.incident, **forged))
        hint = self.incident.message_notify(body="x", partner_ids=boss.ids, **forged)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .create(
                {
                    "model": self.incident._name,
                    "res_ids": str(self.incident.ids),
                    "composition_mode": "mass_mail",
                    "subject": "x",
                    "body": "<p>x</p>",
                    **forged,
                }
            )
        )
        values = composer._prepare_mail_values(self.incident.ids)[self.incident.id]
        self.assertEqual((message | hint).author_id, self.agent.partner_id)
        self.assertEqual(values["author_id"], self.agent.partner_id.id)
        for sender in (message.email_from, hint.email_from, values["email_from"]):
            self.assertNotIn("boss@example.com", sender)

    def test_requester_sends_no_hints(self):
        """A reader of a ticket does not mail people in its name."""
        with self.assertRaises(AccessError):
            self.incident.with_user(self.employee).message_notify(body="x", partner_ids=self.agent.partner_id.ids)

    def test_what_was_said_stays(self):
        """Neither its author nor an agent rewrites or deletes what was said on a ticket."""
        for user in (self.employee, self.agent, self.manager):
            message = self.comment.with_user(user)
            for vals in (
                {"body": "<p>All is fine</p>"},
                {"author_id": self.manager.partner_id.id},
                {"date": "2000-01-01 00:00:00"},
                {"is_internal": True},
            ):
                with self.subTest(user=user.login, vals=vals), self.assertRaises(AccessError):
                    message.write(vals)
            with self.assertRaises(AccessError):
                message.unlink()
        self.assertIn("It does not work", self.comment.body)

    def test_forged_mail_is_no_answer(self):
        """A mail handed to the gateway by RPC says nothing on a ticket, not even on one's own."""
        before = self.incident.sudo().message_ids
        for user in (self.employee, self.portal_a, self.agent):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.env["mail.thread"].with_user(user).message_process(
                    self.incident._name, self.mail(self.agent_two), thread_id=self.incident.id
                )
        self.assertEqual(self.incident.sudo().message_ids, before)

    # -- Walls -------------------------------------------------------------------------------

    def test_follower_outside_the_wall_hears_nothing(self):
        """A ticket that went behind a wall is silent for the agent who has worked on it."""
        self.incident.message_post(body="Let me see", message_type="comment", subtype_xmlid=COMMENT)
        self.assertIn(self.agent.partner_id, self.incident.sudo().message_partner_ids)
        self.incident.write({"team_id": self.team_walled.id})
        secret = self.incident.with_user(self.agent_walled).message_post(
            body="secret", message_type="comment", subtype_xmlid=COMMENT
        )
        self.assertNotIn(self.agent.partner_id, secret.sudo().notified_partner_ids)
        self.assertIn(self.employee.partner_id, secret.sudo().notified_partner_ids)
        Message = self.env["mail.message"].with_user(self.agent)
        place = [("model", "=", self.incident._name), ("res_id", "=", self.incident.id)]
        self.assertFalse(Message.search(place))
        with self.assertRaises(AccessError):
            secret.with_user(self.agent).read(["body"])
        with self.assertRaises(AccessError):
            Message.create(self.message_values(self.incident))

    def test_followers_outside_the_wall_are_unknown(self):
        """Who follows a walled ticket, so who has asked for help, is known within the wall alone."""
        walled = self.make_incident(team_id=self.team_walled.id)
        Followers = self.env["mail.followers"]
        place = [("res_model", "=", walled._name), ("res_id", "=", walled.id)]
        rows = Followers.search(place)
        self.assertTrue(rows)
        self.assertFalse(Followers.with_user(self.agent).search(place))
        self.assertEqual(Followers.with_user(self.agent_walled).search(place), rows)
        with self.assertRaises(AccessError):
            rows.with_user(self.agent).read(["partner_id"])

    def test_notifications_of_tickets_are_not_told(self):
        """Odoo shows all notifications to all employees; those of tickets end at the ticket."""
        walled = self.make_incident(name="Payslip is wrong", team_id=self.team_walled.id)
        message = walled.with_user(self.agent_walled).message_post(
            body="x", message_type="comment", subtype_xmlid=COMMENT
        )
        Notification = self.env["mail.notification"]
        rows = Notification.sudo().search([("mail_message_id", "=", message.id)])
        self.assertEqual(rows.res_partner_id, self.employee.partner_id)
        for user in (self.agent, self.make_user("colleague", "base.group_user")):
            mine = Notification.with_user(user)
            self.assertFalse(mine.search([("mail_message_id", "=", message.id)]))
            with self.assertRaises(AccessError):
                rows.with_user(user).read(["mail_message_id"])
            self.assertFalse(message.with_user(user).sudo().display_name)
        for user in (self.employee, self.agent_walled):
            found = Notification.with_user(user).search([("mail_message_id", "=", message.id)])
            self.assertEqual(found, rows)

    def test_notifications_of_what_hangs_on_tickets_are_not_told(self):
        """Who was asked to do what about a major incident or an article, in subjects that name it."""
        walled = self.make_incident(self.agent_walled, name="Raid of the cellar", team_id=self.team_walled.id)
        major = self.env["service.desk.major"].with_user(self.agent_walled)._propose(walled, "Secret")
        article = self.env["service.desk.article"].with_user(self.agent).create({"name": "Secret article"})
        places = {major: self.agent_walled, article: self.agent_two}
        for record, insider in places.items():
            record.sudo().message_notify(
                partner_ids=insider.partner_id.ids, subject=f"{record.sudo().display_name}: do it", body="x"
            )
        messages = self.env["mail.message"].sudo().search([("subject", "ilike", ": do it")])
        rows = messages.notification_ids
        self.assertEqual(rows.res_partner_id, (self.agent_walled | self.agent_two).partner_id)
        colleague = self.make_user("colleague", "base.group_user")
        self.env.invalidate_all()
        mine = self.env["mail.notification"].with_user(colleague)
        self.assertFalse(mine.search([("id", "in", rows.ids)]))
        with self.assertRaises(AccessError):
            rows.with_user(colleague).read(["mail_message_id"])
        for message in messages.with_user(colleague):
            self.assertFalse(message.sudo().display_name)
        found = mine.with_user(self.agent).search([("id", "in", rows.ids)])
        self.assertEqual(set(found.sudo().mail_message_id.mapped("model")), {"service.desk.article"})

    def test_name_of_the_parent_is_not_told_to_requesters(self):
        """A requester learns the number of the parent ticket, not what another customer wrote."""
        parent = self.make_incident(name="Payroll of Azure is wrong")
        for user in (self.portal_a, self.make_user("colleague", "base.group_user")):
            child = self.make_incident(requester_id=user.partner_id.id)
            child.parent_id = parent
            self.env.invalidate_all()
            row = child.with_user(user).read(["parent_id"])[0]
            self.assertEqual(row["parent_id"], (parent.id, parent.number))

    def test_name_of_another_companys_ticket_is_not_told(self):
        """The subject ends at the company, however a client comes by the id."""
        _company, user = self.make_company()
        self.assertEqual(self.incident.with_user(user).sudo().display_name, self.incident.number)

    def test_plans_of_agents_are_not_told_to_requesters(self):
        """What an agent plans to do next cannot be read from one's own ticket."""
        self.incident.activity_schedule("mail.mail_activity_data_todo", summary="Ask her boss")
        mine = self.incident.with_user(self.employee)
        self.assertNotIn("activity_summary", mine.fields_get())
        with self.assertRaises(AccessError):
            mine.read(["activity_summary"])

    # -- Rows that move after they were checked --------------------------------------------------

    def test_work_log_does_not_move_where_it_could_not_be_written(self):
        """A line goes neither behind a wall nor into a colleague's name."""
        walled = self.make_incident(team_id=self.team_walled.id)
        line = (
            self.env["service.desk.worklog"]
            .with_user(self.agent)
            .create({"incident_id": self.incident.id, "minutes": 5, "name": "x"})
        )
        for vals in ({"incident_id": walled.id}, {"user_id": self.agent_two.id}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                line.write(vals)

    def test_rating_does_not_move_to_a_ticket(self):
        """A rating given elsewhere cannot be made into one of a ticket."""
        rating = (
            self.env["rating.rating"]
            .with_user(self.agent)
            .create(
                {
                    "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                    "res_id": self.agent.partner_id.id,
                    "rating": 5,
                    "consumed": True,
                }
            )
        )
        with self.assertRaises(AccessError):
            rating.write(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self.incident._name),
                    "res_id": self.incident.id,
                }
            )

    def test_ticket_does_not_move_to_a_company_of_others(self):
        """An agent cannot push a ticket into a company where they have no business."""
        company, _user = self.make_company()
        with self.assertRaises(AccessError):
            self.incident.write({"company_id": company.id})

    # -- Dialogs -----------------------------------------------------------------------------

    def test_dialogs_refuse_what_is_no_list_of_tickets(self):
        """Whatever a client sends instead of ids, the answer is a sentence."""
        Wizard = self.env["service.desk.hold.wizard"].with_user(self.agent)
        for ids in ("abc", {"a": 1}, [[1]], ["x"], [None], 5):
            with self.subTest(ids=ids), self.assertRaises(UserError):
                Wizard.create(
                    {
                        "res_model": self.incident._name,
                        "res_ids": ids,
                        "pending_reason_id": self.reason.id,
                    }
                ).action_confirm()
