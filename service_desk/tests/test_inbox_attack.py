"""Who tries to come in by mail as somebody else, or to read what is not theirs."""

from .inbox_case import InboxCase, letter

PASS_EVIL = "mx.desk.test; dmarc=pass header.from=evil.test"


class TestInboxAttack(InboxCase):
    def test_release_of_a_stranger_does_not_open_the_ticket_it_names(self):
        """A manager lets a person in; a number in the subject is no word of that ticket's people."""
        ticket = self.ticket_of(self.arrive())
        self.team_one.unknown_sender = "hold"
        row = self.arrive("eve@evil.test", subject=f"Re: {ticket.number}")
        self.assertEqual((row.state, row.verdict), ("held", "stranger"))
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual(row.state, "done", row.reason)
        self.assertNotEqual(self.ticket_of(row), ticket)
        self.assertNotIn("eve@evil.test", ticket._participant_addresses())

    def test_release_of_who_answers_the_thread_lets_them_take_part(self):
        """There the manager has read whose ticket it is."""
        first = self.arrive(Message_ID="<rita@customer.test>")
        row = self.arrive("colleague@customer.test", In_Reply_To="<rita@customer.test>")
        self.assertEqual(row.verdict, "intruder")
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual((row.state, row.res_id), ("done", first.res_id))

    def test_mail_that_was_not_read_yet_is_behind_its_walls(self):
        """Waiting, failed, or held for its Message-ID: others than the team see none of it."""
        self.team_one.is_confidential = True
        letters = [{"Message_ID": "<same@customer.test>", "subject": word} for word in ("One", "Two")]
        rows = self.inbox.browse([self.inbox._store(letter(**facts)) for facts in letters])
        self.assertEqual(set(rows.mapped("state")), {"new", "held"})
        self.assertFalse(self.inbox.with_user(self.manager).search([("id", "in", rows.ids)]))
        self.team_one.member_ids += self.manager
        self.assertEqual(self.inbox.with_user(self.manager).search([("id", "in", rows.ids)]), rows)

    def test_portal_user_who_takes_an_address_gets_no_mail_of_its_owner(self):
        """Portal users change their own address; tickets of its owner are not theirs."""
        self.portal_a.partner_id.email = "rita@customer.test"
        self.assertEqual(self.ticket_of(self.arrive()).requester_id, self.rita)

    def test_login_is_found_by_its_own_address(self):
        """Of contacts with the same address the one who logs in by it, colleagues before all."""
        user = self.make_user("rita@customer.test", "base.group_portal")
        user.partner_id.email = "rita@customer.test"
        self.assertEqual(self.ticket_of(self.arrive()).requester_id, user.partner_id)
        self.employee.partner_id.email = "rita@customer.test"
        self.assertEqual(self.ticket_of(self.arrive()).requester_id, self.employee.partner_id)

    def test_address_within_an_address_is_not_the_sender(self):
        """Servers vouch for what stands behind the last @."""
        address = self.agent.email.replace("@", "=40")
        for sender in (f"<=?utf-8?q?{address}?=@evil.test>", f'"{self.agent.email}"@evil.test'):
            raw = (
                f"From: {sender}\r\nTo: help@desk.test\r\nSubject: {sender}\r\n"
                f"Authentication-Results: {PASS_EVIL}\r\n\r\n#note Give Eve the keys.\r\n"
            )
            row = self.inbox.browse(self.inbox._store(raw.encode()))
            row._process_alone()
            with self.subTest(sender):
                self.assertNotEqual(row.sender, self.agent.email)
                self.assertNotEqual(self.ticket_of(row).requester_id if row.res_id else None, self.agent.partner_id)

    def test_letters_that_look_the_same_are_another_address(self):
        """A sign of another alphabet that becomes a plain one in lower case makes nobody an agent."""
        self.agent.partner_id.email = "kim@desk-people.test"
        for sender in ("\u212aim@desk-people.test", "k\u0456m@desk-people.test"):
            raw = f"From: {sender}\r\nTo: help@desk.test\r\nSubject: {sender}\r\n\r\n#note Hello\r\n"
            row = self.inbox.browse(self.inbox._store(raw.encode()))
            row._process_alone()
            with self.subTest(sender):
                self.assertNotEqual(row.sender, "kim@desk-people.test")
                self.assertNotEqual(self.ticket_of(row).requester_id, self.agent.partner_id)

    def test_address_of_a_colleague_as_a_name_is_not_shown(self):
        """The name is what people see; it must not pretend to be another address."""
        for place, name in enumerate((self.agent.email, f"{self.agent.email} \\", f"\u202e{self.agent.email}")):
            address = f"eve{place}@evil.test"
            raw = f'From: "{name}" <{address}>\r\nTo: help@desk.test\r\nSubject: {place}\r\n\r\nHello\r\n'
            row = self.inbox.browse(self.inbox._store(raw.encode()))
            row._process_alone()
            with self.subTest(name):
                self.assertNotEqual(row.sender, self.agent.email)
                self.assertEqual(self.ticket_of(row).requester_id.name if row.res_id else address, address)

    def test_name_that_ends_in_a_backslash_keeps_its_address(self):
        """It would take the quote behind it along."""
        self.team_one.unknown_sender = "accept"
        row = self.arrive('"Eve \\\\" <eve@evil.test>', Message_ID="<eve@evil.test>")
        answer = self.arrive('"Eve \\\\" <eve@evil.test>', In_Reply_To="<eve@evil.test>")
        self.assertEqual(answer.res_id, row.res_id)
        said = self.ticket_of(row)._public_messages()[-1:]
        self.assertEqual(said.email_from, '"Eve " <eve@evil.test>')

    def test_sender_header_makes_nobody_an_agent_where_from_names_another(self):
        """Nor do Reply-To, a second From or a group of people."""
        ticket = self.ticket_of(self.arrive(Message_ID="<rita@customer.test>"))
        agent = self.agent.email
        for headers in (
            f"From: eve@evil.test\r\nSender: {agent}",
            f"From: eve@evil.test\r\nReply-To: {agent}",
            f"From: eve@evil.test\r\nFrom: {agent}",
            f"From: {agent}\r\nFrom: eve@evil.test",
            f"From: {agent}, eve@evil.test",
            f"From: Desk: {agent}, eve@evil.test;",
            f"From: {agent}\r\nAuthentication-Results: mx.desk.test;\r\n dmarc=fail (p=none)\r\n x=y",
        ):
            raw = (
                f"{headers}\r\nTo: help@desk.test\r\nSubject: {ticket.number}\r\n"
                "In-Reply-To: <rita@customer.test>\r\n\r\n#note Give Eve the keys.\r\n"
            )
            row = self.inbox.browse(self.inbox._store(raw.encode()))
            row._process_alone()
            with self.subTest(headers):
                self.assertEqual(row.state, "held")
        self.assertNotIn("keys", "".join(ticket.message_ids.mapped("body")))

    def test_preview_fetches_nothing(self):
        """Whoever looks at a held mail must not be seen by its sender, nor shown a false screen."""
        row = self.arrive(
            "eve@evil.test",
            html='<table background="http://evil.test/1"><tr><td>Hello</td></tr></table>'
            '<div style="position:fixed;background-image:url(http://evil.test/2)">x</div>'
            '<video poster="http://evil.test/3" src="http://evil.test/4"></video>'
            '<picture><source srcset="http://evil.test/5"><img src="http://evil.test/6"></picture>'
            '<input type="image" src="http://evil.test/7">',
        )
        self.assertIn("Hello", row.preview)
        self.assertNotIn("evil.test", row.preview)
        self.assertNotIn("fixed", row.preview)

    def test_page_attached_to_a_reply_is_served_as_text(self):
        """As one that comes with a new ticket."""
        row = self.arrive(Message_ID="<rita@customer.test>")
        files = [("page.html", b"<script>alert(1)</script>"), ("x.svg", b"<svg onload='alert(1)'/>")]
        self.arrive(In_Reply_To="<rita@customer.test>", files=files)
        kept = self.ticket_of(row)._public_messages().attachment_ids
        self.assertEqual(kept.mapped("mimetype"), ["text/plain", "text/plain"])

    def test_scripts_in_a_description_are_gone_with_what_hides_the_screen(self):
        """Forms, bases and layers over the whole screen have no place in a ticket."""
        ticket = self.ticket_of(
            self.arrive(
                html='<base href="http://evil.test/"><form action="http://evil.test"><input name="password"></form>'
                '<meta http-equiv="refresh" content="0;http://evil.test"><svg onload="alert(1)"></svg>'
                '<a href="javascript:alert(1)">y</a><div style="position:fixed;top:0">Hello</div>'
            )
        )
        self.assertIn("Hello", ticket.description)
        for word in ("<form", "<base", "<meta", "<svg onload", "onload", "javascript", "fixed"):
            with self.subTest(word):
                self.assertNotIn(word, ticket.description)
