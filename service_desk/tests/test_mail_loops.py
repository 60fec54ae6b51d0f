"""Machines that answer machines: it ends after one exchange, whoever has no manners."""

from ast import literal_eval

from .inbox_case import InboxCase, letter
from .mail_corpus import machines

ROBOT, OTHER_ROBOT = "robot@machine.test", "other@machine.test"
#: Exchanges after which two machines would still be writing to each other, if nothing stopped them.
ROUNDS = 6


class TestMailLoops(InboxCase):
    def mails_to(self, address):
        """What the desk has mailed to an address, the oldest first."""
        mails = self.env["mail.mail"].search([], order="id")
        return mails.filtered(lambda mail: address in [*mail.recipient_ids.mapped("email"), mail.email_to])

    def take_in(self, raw):
        """A mail as it is comes in and is read; returns its row."""
        row = self.inbox.browse(self.inbox._store(raw))
        row._process_alone()
        return row

    def converse(self, answer, minutes=0):
        """A machine writes to the desk and answers whatever comes back; returns the rows.

        :param minutes: how long it takes to answer
        """
        rows = [self.arrive(ROBOT, subject="Backup failed", Message_ID="<first@machine.test>")]
        answered = self.env["mail.mail"]
        for _round in range(ROUNDS):
            for mail in self.mails_to(ROBOT) - answered:
                answered |= mail
                self.age(self.inbox.union(*rows), minutes=minutes)
                rows.append(self.take_in(answer(mail)))
        return rows

    def test_responder_without_manners_gets_one_acknowledgment(self):
        """It has no header, a subject and an id of its own, and does not say what it answers."""
        count = iter(range(100))

        def answer(mail):
            return letter(ROBOT, subject=f"We got your mail {next(count)}", text="We shall look into it.")

        rows = self.converse(answer)
        self.assertEqual(len(self.mails_to(ROBOT)), 1)
        self.assertEqual([row.state for row in rows], ["done", "done"])

    def test_responder_that_takes_its_time_comes_to_an_end(self):
        """Each acknowledgment of a day makes the pause before the next one longer."""
        count = iter(range(100))

        def answer(mail):
            return letter(ROBOT, subject=f"We got your mail {next(count)}", text="We shall look into it.")

        self.converse(answer, minutes=11)
        self.assertEqual(len(self.mails_to(ROBOT)), 3)

    def test_two_responders_on_one_ticket_stop_after_one_exchange(self):
        """The desk carries the answer of either to the other once, and what is said again to nobody."""
        other = self.env["res.partner"].create({"name": "Other", "email": OTHER_ROBOT})
        first = self.arrive(ROBOT, subject="Backup failed", Message_ID="<first@machine.test>")
        ticket = self.ticket_of(first)
        ticket.message_subscribe(partner_ids=other.ids)
        answered, carried = self.mails_to(ROBOT), []
        self.take_in(letter(ROBOT, In_Reply_To="<first@machine.test>", text="I am away. Number 0."))
        for number in range(1, ROUNDS):
            for robot in (ROBOT, OTHER_ROBOT):
                for mail in self.mails_to(robot) - answered:
                    answered |= mail
                    carried.append(robot)
                    text = f"I am away. Number {number}."
                    row = self.take_in(letter(robot, In_Reply_To=mail.message_id, text=text))
                    self.assertEqual(row.res_id, ticket.id)
        self.assertEqual(carried, [OTHER_ROBOT, ROBOT])

    def test_what_participants_say_reaches_each_other(self):
        """Whoever says something else is no machine, nor is an agent who says it again."""
        other = self.env["res.partner"].create({"name": "Other", "email": OTHER_ROBOT})
        ticket = self.ticket_of(self.arrive(ROBOT, Message_ID="<first@machine.test>"))
        ticket.message_subscribe(partner_ids=other.ids)
        said = [(ROBOT, text) for text in ("It is tray two.", "It is tray three.", "Tray 2.", "Tray 3.")]
        said += [(self.agent.email, "Please try it again now.")] * 2
        for sender, text in said:
            self.take_in(letter(sender, In_Reply_To="<first@machine.test>", text=text))
        self.assertEqual(len(self.mails_to(OTHER_ROBOT)), len(said))

    def test_no_machine_moves_a_ticket_or_gets_an_answer(self):
        """Whatever is on hold or resolved stays so, however a machine's mail names the thread."""
        held, solved = (
            self.ticket_of(self.arrive(Message_ID=f"<{name}@customer.test>")) for name in ("held", "solved")
        )
        held.with_user(self.agent).write({"state": "pending", "pending_reason_id": self.reason.id})
        solved.with_user(self.agent).write({"state": "resolved", **self.solution})
        before = self.env["mail.mail"].search_count([])
        samples = [sample for sample in machines.SAMPLES if sample.state == "ignored"]
        self.assertGreater(len(samples), 20)
        for sample in samples:
            for name in ("held", "solved"):
                with self.subTest(sample.name, ticket=name):
                    thread = f"In-Reply-To: <{name}@customer.test>\r\nX-Copy: {name}\r\n".encode()
                    raw = sample.raw.replace(b"\r\nMessage-ID: <", b"\r\nMessage-ID: <" + name.encode())
                    row = self.take_in(thread + raw)
                    self.assertEqual((row.state, row.verdict), ("ignored", sample.kind))
        self.assertEqual((held.state, solved.state), ("pending", "resolved"))
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_responder_that_says_what_it_answers_stays_on_the_ticket(self):
        """Its answer is a reply, and replies are acknowledged by nobody."""

        def answer(mail):
            return letter(ROBOT, subject=f"Re: {mail.subject}", In_Reply_To=mail.message_id)

        rows = self.converse(answer)
        self.assertEqual(len(self.mails_to(ROBOT)), 1)
        self.assertEqual([row.res_id for row in rows], [rows[0].res_id] * 2)

    def test_two_desks_stop_after_one_exchange(self):
        """What another desk of this kind acknowledges makes no ticket here, and is not answered."""

        def answer(mail):
            theirs = letter(ROBOT, subject=f"INC0000099: {mail.subject}", In_Reply_To=mail.message_id)
            headers = self.automatic_headers(mail)
            return b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items()) + theirs

        rows = self.converse(answer)
        self.assertEqual(len(self.mails_to(ROBOT)), 1)
        self.assertEqual([(row.state, row.verdict) for row in rows[1:]], [("ignored", "auto")])

    def automatic_headers(self, mail):
        """Those by which our own acknowledgments say what they are."""
        names = ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence")
        headers = headers_of(mail)
        found = {name: headers[name] for name in names if name in headers}
        self.assertIn("Auto-Submitted", found)
        return found

    def test_acknowledgment_answers_the_mail_and_says_that_it_is_automatic(self):
        """Other machines know it by its headers, mail programs put it under the question."""
        self.arrive(ROBOT, Message_ID="<question@machine.test>")
        headers = headers_of(self.mails_to(ROBOT))
        self.assertTrue(headers["Auto-Submitted"].startswith("auto-"))
        self.assertEqual(headers["In-Reply-To"], "<question@machine.test>")

    def test_our_own_acknowledgment_that_comes_back_is_nothing_new(self):
        """As when somebody's mailbox forwards everything to the desk."""
        self.arrive(ROBOT)
        mail = self.mails_to(ROBOT)
        back = letter(mail.email_from, subject=mail.subject, Message_ID=mail.message_id)
        row = self.take_in(back)
        self.assertEqual((row.state, row.verdict), ("ignored", "own"))

    def test_desk_does_not_answer_its_own_addresses(self):
        """A mail that bears one of them as its requester, or copies one, comes to an end here."""
        second = self.env["service.desk.team"].create(
            {"name": "Second", "alias_name": "second", "alias_domain_id": self.domain.id}
        )
        ticket = self.ticket_of(self.arrive(ROBOT, Cc=f"{second.alias_email}, {self.domain.catchall_email}"))
        self.assertFalse(ticket.email_cc)
        self.assertFalse(self.mails_to(second.alias_email))

    def test_team_that_writes_to_another_teams_address_makes_no_ticket_there(self):
        """As where a contact bears the address of a team: the mail is the desk's own."""
        second = self.env["service.desk.team"].create(
            {"name": "Second", "alias_name": "second", "alias_domain_id": self.domain.id}
        )
        contact = self.env["res.partner"].create({"name": "Second", "email": second.alias_email})
        self.make_incident(self.agent, requester_id=contact.id, channel="phone")
        self.env["service.desk.notice"].search([])._send()
        mail = self.mails_to(second.alias_email)
        self.assertEqual(len(mail), 1)
        back = letter(
            mail.email_from, to=second.alias_email, Message_ID=mail.message_id, **self.automatic_headers_of(mail)
        )
        row = self.inbox.browse(self.inbox._store(back))
        row._process_alone()
        self.assertEqual((row.state, row.verdict), ("ignored", "own"))

    def test_own_mail_whose_id_a_server_has_changed_is_not_answered(self):
        """Some servers give every mail an id of their own; the headers tell it is a machine's."""
        self.arrive(ROBOT)
        mail = self.mails_to(ROBOT)
        back = letter(mail.email_from, subject=mail.subject, **self.automatic_headers_of(mail))
        row = self.inbox.browse(self.inbox._store(back))
        row._process_alone()
        self.assertEqual(row.state, "ignored")

    def test_report_on_a_report_is_answered_by_nobody(self):
        """Bounces of bounces end in the inbox."""
        self.arrive(ROBOT)
        before = self.env["mail.mail"].search_count([])
        for sender in ("MAILER-DAEMON@machine.test", "<>"):
            row = self.arrive(sender, subject="Undelivered Mail Returned to Sender", Return_Path="<>")
            with self.subTest(sender):
                self.assertEqual((row.state, row.verdict), ("ignored", "bounce"))
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def automatic_headers_of(self, mail):
        return {name.replace("-", "_"): value for name, value in self.automatic_headers(mail).items()}

    def test_mail_of_a_job_leaves_as_soon_as_the_job_has_stored_its_work(self):
        """Odoo leaves mails of jobs to its queue, which would look an hour later."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", queue.id)])
        row = self.inbox.browse(self.inbox._store(letter(ROBOT)))
        # As server actions do, and jobs are some.
        row.with_context(mail_notify_force_send=False)._process_alone()
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", queue.id)])
        self.assertEqual(after, before + 1)
        self.assertEqual(self.mails_to(ROBOT).state, "outgoing")


def headers_of(mail):
    """The headers of a mail in the queue."""
    return literal_eval(mail.headers)
