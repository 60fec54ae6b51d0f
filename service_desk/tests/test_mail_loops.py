"""Machines that answer machines: it ends after one exchange, whoever has no manners."""

from ast import literal_eval

from .inbox_case import InboxCase, letter

ROBOT = "robot@machine.test"
#: Exchanges after which two machines would still be writing to each other, if nothing stopped them.
ROUNDS = 6


class TestMailLoops(InboxCase):
    def acknowledgments(self, address):
        """What the desk has mailed to an address, the oldest first."""
        mails = self.env["mail.mail"].search([], order="id")
        return mails.filtered(lambda mail: address in [*mail.recipient_ids.mapped("email"), mail.email_to])

    def converse(self, answer):
        """A machine writes to the desk and answers whatever comes back; returns the rows."""
        rows = [self.arrive(ROBOT, subject="Backup failed", Message_ID="<first@machine.test>")]
        answered = self.env["mail.mail"]
        for _round in range(ROUNDS):
            for mail in self.acknowledgments(ROBOT) - answered:
                answered |= mail
                row = self.inbox.browse(self.inbox._store(answer(mail)))
                row._process_alone()
                rows.append(row)
        return rows

    def test_responder_without_manners_gets_one_acknowledgment(self):
        """It has no header, a subject and an id of its own, and does not say what it answers."""
        count = iter(range(100))

        def answer(mail):
            return letter(ROBOT, subject=f"We got your mail {next(count)}", text="We shall look into it.")

        rows = self.converse(answer)
        self.assertEqual(len(self.acknowledgments(ROBOT)), 1)
        self.assertEqual([row.state for row in rows], ["done", "done"])

    def test_responder_that_says_what_it_answers_stays_on_the_ticket(self):
        """Its answer is a reply, and replies are acknowledged by nobody."""

        def answer(mail):
            return letter(ROBOT, subject=f"Re: {mail.subject}", In_Reply_To=mail.message_id)

        rows = self.converse(answer)
        self.assertEqual(len(self.acknowledgments(ROBOT)), 1)
        self.assertEqual([row.res_id for row in rows], [rows[0].res_id] * 2)

    def test_two_desks_stop_after_one_exchange(self):
        """What another desk of this kind acknowledges makes no ticket here, and is not answered."""

        def answer(mail):
            theirs = letter(ROBOT, subject=f"INC0000099: {mail.subject}", In_Reply_To=mail.message_id)
            headers = self.automatic_headers(mail)
            return b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items()) + theirs

        rows = self.converse(answer)
        self.assertEqual(len(self.acknowledgments(ROBOT)), 1)
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
        headers = headers_of(self.acknowledgments(ROBOT))
        self.assertTrue(headers["Auto-Submitted"].startswith("auto-"))
        self.assertEqual(headers["In-Reply-To"], "<question@machine.test>")

    def test_our_own_acknowledgment_that_comes_back_is_nothing_new(self):
        """As when somebody's mailbox forwards everything to the desk."""
        self.arrive(ROBOT)
        mail = self.acknowledgments(ROBOT)
        back = letter(mail.email_from, subject=mail.subject, Message_ID=mail.message_id)
        row = self.inbox.browse(self.inbox._store(back))
        row._process_alone()
        self.assertEqual((row.state, row.verdict), ("ignored", "own"))

    def test_mail_of_a_job_leaves_as_soon_as_the_job_has_stored_its_work(self):
        """Odoo leaves mails of jobs to its queue, which would look an hour later."""
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        before = self.env["ir.cron.trigger"].search_count([("cron_id", "=", queue.id)])
        row = self.inbox.browse(self.inbox._store(letter(ROBOT)))
        # As server actions do, and jobs are some.
        row.with_context(mail_notify_force_send=False)._process_alone()
        after = self.env["ir.cron.trigger"].search_count([("cron_id", "=", queue.id)])
        self.assertEqual(after, before + 1)
        self.assertEqual(self.acknowledgments(ROBOT).state, "outgoing")


def headers_of(mail):
    """The headers of a mail in the queue."""
    return literal_eval(mail.headers)
