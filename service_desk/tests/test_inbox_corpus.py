"""The right decision on each odd mail, by the way that mails take: stored, then read."""

from unittest.mock import patch

from ..mail_intake import quoting, wrappings
from ..mail_intake.letter import Letter
from .inbox_case import InboxCase
from .mail_corpus import SAMPLES, history, wrapped


class TestInboxCorpus(InboxCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # All of them at once come from few people.
        cls.env.company.service_desk_mail_limit = 0

    def take_in(self, sample):
        """The row of a sample, read; whatever is raised rolls back, which fails a test."""
        row = self.inbox.browse(self.inbox._store(sample.raw))
        row._process_alone()
        return row

    def check(self, sample):
        before = self.count_said()
        row = self.take_in(sample)
        self.assertEqual((row.state, row.verdict), (sample.state, sample.kind), row.reason)
        if sample.state != "done":
            self.assertTrue(row.reason)
            # It may name the ticket that it is about, for the walls of that.
            self.assertEqual(self.count_said(), before)
            return
        ticket = self.ticket_of(row)
        self.check_asked(sample, ticket)
        self.check_said(sample, ticket)

    def count_said(self):
        """How many tickets there are, and how much was said on them."""
        said = [("model", "=", "service.desk.incident"), ("message_type", "in", ("email", "comment"))]
        incidents = self.env["service.desk.incident"].search_count([])
        return incidents, self.env["mail.message"].search_count(said)

    def check_asked(self, sample, ticket):
        if sample.title is not None:
            self.assertEqual(ticket.name, sample.title)
        if sample.requester is not None:
            address = ticket.requester_id.email_normalized or ticket.requester_email
            self.assertEqual(address, sample.requester)

    def check_said(self, sample, ticket):
        description = str(ticket.description or "")
        for words in sample.says:
            self.assertIn(words, description)
        for words in sample.lacks:
            self.assertNotIn(words, description)
        if sample.files is not None:
            files = self.env["ir.attachment"].search(
                [("res_model", "=", ticket._name), ("res_id", "=", ticket.id)], order="id"
            )
            self.assertEqual(tuple(files.mapped("name")), sample.files)

    def test_each_mail_becomes_what_it_should(self):
        """No mail raises anything, each gets the decision that a person would take."""
        self.assertEqual(len({sample.raw for sample in SAMPLES}), len(SAMPLES))
        for sample in SAMPLES:
            with self.subTest(sample.name):
                self.check(sample)

    def test_without_tnefparse_winmail_is_kept_as_it_came(self):
        """An Odoo without the optional package loses nothing of such a mail."""
        sample = wrapped.SAMPLES[0]
        with patch.object(wrappings, "tnefparse", None):
            ticket = self.ticket_of(self.take_in(sample))
        self.assertIn("this server cannot open", ticket.description)
        self.assertEqual(ticket.message_ids.attachment_ids.mapped("name"), ["winmail.dat"])

    def test_without_quotequail_mails_are_kept_whole(self):
        """An Odoo without the optional package takes all that is in a mail for new."""
        with patch.object(quoting, "quotequail", None):
            for sample in history.SAMPLES:
                with self.subTest(sample.name):
                    ticket = self.ticket_of(self.take_in(sample))
                    self.assertIn(sample.says[0], ticket.description)

    def test_same_mail_over_another_way_is_known(self):
        """What servers on the way add to a mail, and how they end lines, makes no other mail of it."""
        for sample in SAMPLES:
            with self.subTest(sample.name):
                self.assertTrue(self.inbox._store(sample.raw))
                self.assertFalse(self.inbox._store(sample.raw))
        for sample in filter(lambda sample: Letter(sample.raw).header("Date"), SAMPLES):
            with self.subTest(sample.name):
                again = b"Received: from a.test by b.test; Mon, 2 Nov 2026\r\n" + sample.raw
                self.assertFalse(self.inbox._store(again))
