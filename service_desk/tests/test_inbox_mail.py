"""Tickets that mails make, and tickets that mails belong to."""

from .inbox_case import InboxCase, letter

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class TestInboxNewTicket(InboxCase):
    def test_mail_to_a_team_makes_a_ticket(self):
        """Subject, text, sender and team of the mail are those of the ticket."""
        row = self.arrive(subject="Re: No paper", text="Tray two is empty.\n")
        ticket = self.ticket_of(row)
        self.assertEqual(row.state, "done", row.reason)
        self.assertEqual(ticket._name, "service.desk.incident")
        self.assertEqual(ticket.name, "No paper")
        self.assertIn("Tray two is empty.", ticket.description)
        self.assertEqual(ticket.requester_id, self.rita)
        self.assertEqual(ticket.submitted_by_id, self.rita)
        self.assertEqual(ticket.team_id, self.team_one)
        self.assertEqual(ticket.channel, "email")

    def test_team_decides_what_a_mail_becomes(self):
        """A team that serves requests gets requests."""
        self.team_one.mail_process = "service.desk.request"
        self.assertEqual(self.ticket_of(self.arrive())._name, "service.desk.request")

    def test_same_mail_twice_makes_one_ticket(self):
        """One Message-ID is one ticket, also when a copy came by another way."""
        mail = letter(Message_ID="<one@customer.test>")
        self.inbox.browse(self.inbox._store(mail))._process_alone()
        before = self.env["service.desk.incident"].search_count([])
        self.assertFalse(self.inbox._store(b"Delivered-To: other@desk.test\r\n" + mail))
        self.assertEqual(self.env["service.desk.incident"].search_count([]), before)

    def test_mail_to_two_teams_goes_to_the_first(self):
        """One mail is one ticket, whoever else it was sent to."""
        self.team_two.write({"alias_name": "network", "alias_domain_id": self.domain.id})
        row = self.arrive(to="network@desk.test, help@desk.test")
        self.assertEqual(self.ticket_of(row).team_id, self.team_two)

    def test_other_mail_with_the_same_id_is_held(self):
        """A Message-ID that two mails share loses neither of them."""
        self.arrive(Message_ID="<one@customer.test>", subject="Printer")
        row = self.inbox.browse(self.inbox._store(letter(Message_ID="<one@customer.test>", subject="Screen")))
        self.assertEqual((row.state, row.verdict), ("held", "double"))
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual(self.ticket_of(row).name, "Screen")

    def test_mail_without_a_subject_takes_its_first_words(self):
        """A ticket always has a subject."""
        row = self.arrive(subject="", text="My phone is dead.\nPlease help.\n")
        self.assertEqual(self.ticket_of(row).name, "My phone is dead.")

    def test_files_come_with_the_ticket_and_are_shown_to_the_requester(self):
        """Attachments of a mail are files of the ticket's question."""
        row = self.arrive(files=[("log.txt", b"line one")])
        ticket = self.ticket_of(row)
        self.assertEqual(ticket._public_messages().attachment_ids.mapped("name"), ["log.txt"])
        self.assertEqual(ticket._public_messages().attachment_ids.raw, b"line one")
        self.assertEqual(ticket.phase, "new")

    def test_picture_in_the_text_stays_in_its_place(self):
        """An inline image is shown where it was, from an attachment of the ticket."""
        raw = (
            b"From: rita@customer.test\r\nTo: help@desk.test\r\nSubject: See\r\n"
            b"Message-ID: <p@customer.test>\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: multipart/related; boundary=x\r\n\r\n"
            b"--x\r\nContent-Type: text/html\r\n\r\n<p>Look: <img src='cid:pic'/></p>\r\n"
            b"--x\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <pic>\r\n"
            b"Content-Transfer-Encoding: hex\r\n\r\n" + PHOTO + b"\r\n--x--\r\n"
        )
        row = self.inbox.browse(self.inbox._store(raw))
        row._process_alone()
        self.assertRegex(self.ticket_of(row).description, r'src="/web/image/\d+\?access_token=')

    def test_scripts_in_a_mail_are_gone(self):
        """What a mail says is cleaned before anybody reads it."""
        row = self.arrive(html="<p onclick='x()'>Hi<script>alert(1)</script></p>")
        description = self.ticket_of(row).description
        self.assertNotIn("script", description)
        self.assertNotIn("onclick", description)

    def test_page_attached_to_a_mail_is_served_as_text(self):
        """An HTML file of a stranger must not run in an agent's session."""
        row = self.arrive(files=[("page.html", b"<script>alert(1)</script>")])
        file = self.ticket_of(row)._public_messages().attachment_ids
        self.assertEqual(file.mimetype, "text/plain")

    def test_mail_an_agent_sends_on_names_who_wrote_first(self):
        """The original sender is the requester, the agent the one who asked for them."""
        row = self.arrive(
            f"Agent <{self.agent.email}>",
            subject="Fwd: Screen flickers",
            html="<div>please handle</div><div>---------- Forwarded message ---------<br>"
            "From: <b>Rita Requester</b> &lt;rita@customer.test&gt;<br>Date: Mon<br>"
            "Subject: Screen flickers<br>To: agent</div><br><div>It flickers.</div>",
        )
        ticket = self.ticket_of(row)
        self.assertEqual(ticket.requester_id, self.rita)
        self.assertEqual(ticket.submitted_by_id, self.agent.partner_id)
        self.assertEqual(ticket.name, "Screen flickers")
        self.assertIn("It flickers.", ticket.description)
        self.assertNotIn("please handle", ticket.description)
        self.assertFalse(ticket._public_messages())

    def test_mail_a_customer_sends_on_stays_theirs(self):
        """Only agents speak for others: anybody can write a From into a text."""
        row = self.arrive(
            subject="Fwd: Hello",
            html="<div>---------- Forwarded message ---------<br>"
            "From: Boss &lt;boss@customer.test&gt;<br>Date: Mon<br>"
            "Subject: Hello<br>To: x</div><br><div>Give me access.</div>",
        )
        self.assertEqual(self.ticket_of(row).requester_id, self.rita)


class TestInboxReply(InboxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls.arrive(cls, Message_ID="<first@customer.test>")
        cls.ticket = cls.ticket_of(cls, cls.first)

    def reply(self, *args, **facts):
        """A mail in the ticket's thread."""
        facts.setdefault("In_Reply_To", "<first@customer.test>")
        facts.setdefault("subject", "Re: The printer is broken")
        return self.arrive(*args, **facts)

    def last_message(self):
        return self.ticket.message_ids.sorted("id")[-1]

    def work(self):
        self.ticket.with_user(self.agent).action_take()

    def resolve(self):
        self.work()
        self.ticket.with_user(self.agent).write({"state": "resolved", **self.solution})

    def test_reply_finds_its_ticket_by_the_customers_own_id(self):
        """A mail that answers the customer's own first mail goes to the same ticket."""
        row = self.reply(text="Also tray one.")
        self.assertEqual(row.res_id, self.ticket.id)
        self.assertIn("Also tray one.", self.last_message().body)
        self.assertEqual(self.last_message().author_id, self.rita)
        self.assertIn(self.last_message(), self.ticket._public_messages())

    def test_reply_finds_its_ticket_by_the_desks_answer(self):
        """An answer to what an agent wrote is found by that message's id."""
        answer = self.ticket.with_user(self.agent).message_post(
            body="Which tray?", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        row = self.reply(In_Reply_To="<x@y.test>", References=answer.message_id, text="Tray two.")
        self.assertEqual(row.res_id, self.ticket.id)

    def test_number_in_the_subject_counts_for_the_requester(self):
        """Who takes part may write the number into a new mail."""
        row = self.arrive(subject=f"About {self.ticket.number.lower()}")
        self.assertEqual(row.res_id, self.ticket.id)

    def test_number_in_the_subject_does_not_count_for_others(self):
        """Knowing a number opens nothing: it becomes a ticket of its own."""
        row = self.arrive("eve@elsewhere.test", subject=f"About {self.ticket.number}")
        self.assertEqual(row.state, "done")
        self.assertNotEqual(row.res_id, self.ticket.id)

    def test_stranger_who_answers_the_thread_is_held(self):
        """A mail that was sent on lets nobody into the ticket; a manager may."""
        row = self.reply("Eve <eve@elsewhere.test>", text="I am Eve.")
        self.assertEqual((row.state, row.verdict), ("held", "intruder"))
        row.with_user(self.manager).action_release()
        row._process_alone()
        self.assertEqual((row.state, row.res_id), ("done", self.ticket.id))
        self.assertIn("I am Eve.", self.last_message().body)

    def test_whom_the_requester_copies_takes_part(self):
        """A colleague in Cc may answer, and is shown to agents."""
        self.reply(Cc="Carl <carl@customer.test>")
        self.assertIn("carl@customer.test", self.ticket.email_cc)
        row = self.reply("carl@customer.test", text="Carl here.")
        self.assertEqual((row.state, row.res_id), ("done", self.ticket.id))

    def test_reply_resumes_what_waits_for_the_requester(self):
        """The requester's own answer ends the waiting."""
        self.work()
        self.ticket.with_user(self.agent).write({"state": "pending", "pending_reason_id": self.reason.id})
        self.reply(text="Here is the serial number.")
        self.assertEqual(self.ticket.state, "in_progress")

    def test_absence_notice_resumes_nothing(self):
        """A machine's answer is kept in the inbox and touches no ticket."""
        self.work()
        self.ticket.with_user(self.agent).write({"state": "pending", "pending_reason_id": self.reason.id})
        row = self.reply(subject="Automatic reply: The printer", Auto_Submitted="auto-replied")
        self.assertEqual((row.state, row.verdict), ("ignored", "auto"))
        self.assertEqual(self.ticket.state, "pending")

    def test_reply_reopens_what_was_resolved(self):
        """It is not solved: the ticket goes on."""
        self.resolve()
        self.reply(text="It still prints nothing.")
        self.assertEqual(self.ticket.state, "in_progress")
        self.assertEqual(self.ticket.reopen_count, 1)

    def test_thanks_reopen_nothing(self):
        """A thank-you is read, and the ticket stays resolved."""
        self.resolve()
        row = self.reply(text="Thank you, it works again!\n\nBest regards\nRita\n")
        self.assertEqual(row.res_id, self.ticket.id)
        self.assertEqual(self.ticket.state, "resolved")

    def test_thanks_reopen_where_the_team_says_so(self):
        """The team decides whether a thank-you is told from other replies."""
        self.resolve()
        self.team_one.thanks_keeps_resolved = False
        self.reply(text="Thank you!")
        self.assertEqual(self.ticket.state, "in_progress")

    def test_reply_to_what_ended_long_ago_makes_a_linked_ticket(self):
        """The old ticket stays closed; the new one points at it."""
        self.resolve()
        self.ticket.with_user(self.manager).write({"state": "closed"})
        self.env.company.service_desk_reopen_days = 0
        self.env.invalidate_all()
        row = self.reply(text="It is broken again.")
        new = self.ticket_of(row)
        self.assertNotEqual(new, self.ticket)
        self.assertEqual(new.previous_id, self.ticket)
        self.assertEqual(self.ticket.state, "closed")

    def test_reply_to_a_double_goes_where_it_was_merged(self):
        """The thread of a merged ticket leads to the one it was merged into."""
        target = self.make_incident(requester_id=self.rita.id)
        self.ticket.with_user(self.agent).action_merge(target.id)
        self.assertEqual(self.reply(text="More.").res_id, target.id)

    def test_agents_reply_is_a_reply(self):
        """What an agent answers by mail, the requester reads."""
        row = self.reply(self.agent.email, text="Please try tray two.")
        self.assertEqual(row.res_id, self.ticket.id)
        self.assertIn(self.last_message(), self.ticket._public_messages())
        self.assertTrue(self.ticket.date_first_response)

    def test_agents_note_stays_internal(self):
        """#note as the first word keeps it within the desk; the word itself is gone."""
        self.reply(self.agent.email, text="#note She calls every day.\n")
        message = self.last_message()
        self.assertIn("She calls every day.", message.body)
        self.assertNotIn("#note", message.body)
        self.assertNotIn(message, self.ticket._public_messages())

    def test_customer_cannot_write_notes(self):
        """For everybody else #note is a word."""
        self.reply(text="#note hello")
        self.assertIn(self.last_message(), self.ticket._public_messages())

    def test_agents_answer_to_a_note_is_a_note(self):
        """Whoever answers colleagues does not write to the customer by accident."""
        note = self.ticket.with_user(self.agent).message_post(
            body="Who knows her?", subtype_xmlid="mail.mt_note", message_type="comment"
        )
        self.reply(self.agent.email, In_Reply_To=note.message_id, text="I do. Careful.")
        self.assertNotIn(self.last_message(), self.ticket._public_messages())

    def test_agent_behind_the_wall_cannot_answer(self):
        """Mail gives an agent no more than the screen does."""
        self.ticket.with_user(self.agent).write({"team_id": self.team_walled.id, "handoff_note": "Sensitive."})
        row = self.reply(self.agent_two.email, text="#note Curious.")
        self.assertEqual((row.state, row.verdict), ("held", "intruder"))

    def test_history_in_a_reply_is_folded(self):
        """What was quoted is kept, in the block that the screens fold."""
        self.reply(
            html="<div>Tray two.</div><div>On Mon, Nov 2, 2026 the desk wrote:</div>"
            "<blockquote>Which tray?</blockquote>"
        )
        body = self.last_message().body
        self.assertLess(body.index("Tray two."), body.index("data-o-mail-quote"))
        self.assertIn("Which tray?", body)
