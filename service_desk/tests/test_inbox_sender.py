"""Who wrote a mail, and what the desk believes of it."""

from .inbox_case import InboxCase


class TestInboxSender(InboxCase):
    def test_stranger_becomes_a_contact(self):
        """By default the desk learns to know who writes to it."""
        row = self.arrive("New Person <new@customer.test>")
        requester = self.ticket_of(row).requester_id
        self.assertEqual((requester.name, requester.email), ("New Person", "new@customer.test"))

    def test_stranger_without_a_contact_still_gets_answers(self):
        """A team may take tickets without filling the contacts; answers go to the address."""
        self.team_one.unknown_sender = "accept"
        ticket = self.ticket_of(self.arrive("New Person <new@customer.test>"))
        self.assertFalse(ticket.requester_id)
        self.assertEqual(ticket.requester_email, "new@customer.test")
        message = ticket.with_user(self.agent).message_post(
            body="We look at it.", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        self.assertEqual(message.outgoing_email_to, "new@customer.test")
        self.assertFalse(self.env["res.partner"].search([("email", "=", "new@customer.test")]))

    def test_stranger_without_a_contact_may_answer(self):
        """The address that asked takes part in its ticket."""
        self.team_one.unknown_sender = "accept"
        first = self.arrive("new@customer.test", Message_ID="<n@customer.test>")
        second = self.arrive("new@customer.test", In_Reply_To="<n@customer.test>")
        self.assertEqual((second.state, second.res_id), ("done", first.res_id))

    def test_contact_of_another_company_is_nobody_here(self):
        """Companies that do not share a contact do not share a requester."""
        company, _agent = self.make_company()
        self.rita.company_id = company
        row = self.arrive()
        self.assertEqual(row.state, "done", row.reason)
        requester = self.ticket_of(row).requester_id
        self.assertNotEqual(requester, self.rita)
        self.assertEqual(requester.email, "rita@customer.test")

    def test_contact_takes_the_place_of_the_bare_address(self):
        """Once an agent has found out who it is, nobody is answered twice."""
        self.team_one.unknown_sender = "accept"
        ticket = self.ticket_of(self.arrive("new@customer.test"))
        ticket.with_user(self.agent).requester_id = self.rita
        self.assertFalse(ticket.requester_email)

    def test_stranger_is_held_where_the_team_wants_to_look_first(self):
        """Held mail makes no ticket before a manager lets it in."""
        self.team_one.unknown_sender = "hold"
        row = self.arrive("new@customer.test")
        self.assertEqual((row.state, row.verdict, row.res_id), ("held", "stranger", 0))
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual(row.state, "done")
        self.assertTrue(self.ticket_of(row).exists())

    def test_known_sender_is_not_held(self):
        """The policy is for strangers."""
        self.team_one.unknown_sender = "hold"
        self.assertEqual(self.arrive().state, "done")

    def test_forged_sender_is_held(self):
        """A mail whose server denies the sender acts in nobody's name."""
        row = self.arrive(Authentication_Results="mx.desk.test; dmarc=fail header.from=customer.test")
        self.assertEqual((row.state, row.verdict), ("held", "unproven"))

    def test_forged_agent_gives_no_command(self):
        """A From that the mail server denies neither answers for the desk nor writes its notes."""
        ticket = self.ticket_of(self.arrive(Message_ID="<first@customer.test>"))
        said = ticket.message_ids
        for text in ("#note Close it.", "Please send us your password."):
            with self.subTest(text):
                row = self.arrive(
                    self.agent.email,
                    text=text,
                    In_Reply_To="<first@customer.test>",
                    Authentication_Results="mx.desk.test; dmarc=fail header.from=example.com",
                )
                self.assertEqual((row.state, row.verdict), ("held", "unproven"))
        self.assertEqual(ticket.message_ids, said)

    def test_proof_of_a_foreign_server_counts_for_nothing(self):
        """Once our server's name is known, a sender cannot bring a proof of their own."""
        self.env.company.service_desk_mail_auth_server = "mx.desk.test"
        self.env.company.service_desk_mail_must_prove = True
        row = self.arrive(Authentication_Results="mx.evil.test; dmarc=pass")
        self.assertEqual((row.state, row.verdict), ("held", "unproven"))
        row = self.arrive(Authentication_Results="mx.desk.test; dmarc=pass")
        self.assertEqual(row.state, "done")

    def test_storm_is_held_and_told_once(self):
        """Beyond the limit of an hour mails are held, and the team hears of it one time."""
        self.env.company.service_desk_mail_limit = 3
        self.team_one.leader_id = self.agent
        states = [self.arrive().state for _number in range(6)]
        self.assertEqual(states, ["done"] * 3 + ["held"] * 3)
        told = self.env["mail.message"].search([("model", "=", "service.desk.team"), ("subject", "like", "storm")])
        self.assertEqual(len(told), 1)
        self.assertEqual(told.partner_ids, self.agent.partner_id)

    def test_allowed_senders_may_send_any_number(self):
        """Odoo's list of allowed senders exempts monitoring, also when it calls itself a robot."""
        self.env["mail.gateway.allowed"].create({"email": "rita@customer.test"})
        self.env.company.service_desk_mail_limit = 1
        states = [self.arrive(Precedence="bulk").state for _number in range(3)]
        self.assertEqual(states, ["done"] * 3)

    def test_group_of_our_own_is_no_newsletter(self):
        """A provider's group that passes mail on to the desk marks it as a list; it is a ticket."""
        row = self.arrive(List_Id="Support <support.desk.test>", Precedence="list")
        self.assertEqual(row.state, "done")
        row = self.arrive(List_Id="Bargains <news.elsewhere.test>", Precedence="list")
        self.assertEqual((row.state, row.verdict), ("ignored", "list"))

    def test_mail_without_a_sender_is_held(self):
        """Nobody to help, nobody to answer."""
        raw = b"To: help@desk.test\r\nSubject: Hello\r\nMessage-ID: <q@q>\r\n\r\nHello\r\n"
        row = self.inbox.browse(self.inbox._store(raw))
        row._process_alone()
        self.assertEqual((row.state, row.verdict), ("held", "stranger"))

    def test_own_mail_that_comes_back_makes_nothing(self):
        """A mail from the desk's own address is never a ticket."""
        row = self.arrive("Desk <help@desk.test>")
        self.assertEqual((row.state, row.verdict), ("ignored", "own"))
