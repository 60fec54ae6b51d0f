"""Headers, read as people meant them."""

from datetime import datetime

from odoo.tests import BaseCase

from ..mail_intake.letter import Letter
from .mail_corpus.sample import mail


class TestMailLetter(BaseCase):
    def test_encoded_header_reads_as_text_on_one_line(self):
        """Encoded words, folds and control characters are gone."""
        letter = Letter(mail(Subject="=?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n =?utf-8?q?_aus=00_Wien?="))
        self.assertEqual(letter.subject, "Grüße aus Wien".replace("aus ", "aus  "))

    def test_first_header_of_a_name_counts(self):
        """What was added further down is read, too, but never first."""
        letter = Letter(mail(Subject=["One", "Two"]))
        self.assertEqual(letter.header("subject"), "One")
        self.assertEqual(letter.headers("SUBJECT"), ["One", "Two"])

    def test_missing_headers_are_empty(self):
        """Nothing is None but the date."""
        letter = Letter(b"")
        self.assertEqual((letter.subject, letter.sender, letter.sender_name, letter.message_id), ("",) * 4)
        self.assertEqual((letter.recipients, letter.references, letter.enclosed_ids), ([], [], []))
        self.assertIsNone(letter.date)

    def test_name_of_a_sender_may_hold_a_comma(self):
        """An encoded name is taken apart before it is decoded."""
        letter = Letter(mail(From="=?utf-8?q?Requester=2C_Rita_=3Cboss=40x=3E?= <Rita@Customer.TEST>"))
        self.assertEqual(letter.senders, [("Requester, Rita <boss@x>", "rita@customer.test")])

    def test_sender_is_who_a_server_named_when_nobody_else_is(self):
        """Sender stands in for a From that is not there."""
        letter = Letter(mail(without=["From"], Sender="rita@customer.test"))
        self.assertEqual(letter.sender, "rita@customer.test")

    def test_recipients_begin_with_the_envelope(self):
        """Where a mail was delivered says more than whom it names."""
        letter = Letter(mail(To="a@x.test, b@x.test", Cc="c@x.test, A@x.test", Delivered_To="d@x.test"))
        self.assertEqual(letter.recipients, ["d@x.test", "a@x.test", "b@x.test", "c@x.test"])
        self.assertEqual(letter.copied, ["a@x.test", "b@x.test", "c@x.test"])

    def test_references_begin_with_the_nearest(self):
        """What a mail answers comes before what that one answered."""
        letter = Letter(mail(In_Reply_To="<3@x> and more", References="<1@x> <2@x>\r\n <3@x>"))
        self.assertEqual(letter.references, ["<3@x>", "<2@x>", "<1@x>"])

    def test_ids_of_enclosed_mails_are_found_in_any_depth(self):
        """Reports name the lost mail somewhere inside."""
        letter = Letter(mail(b"x\r\nMessage-ID: <lost@desk.test>\r\nMessage-ID: <no\0id@x>\r\n", Message_ID="<own@x>"))
        self.assertEqual(letter.enclosed_ids, ["<own@x>", "<lost@desk.test>"])

    def test_date_is_in_utc(self):
        """The zone of the sender is taken off."""
        letter = Letter(mail(Date="Mon, 02 Nov 2026 10:00:00 +0100"))
        self.assertEqual(letter.date, datetime(2026, 11, 2, 9))

    def test_date_that_is_none_is_none(self):
        """Neither words nor days that no calendar has."""
        for date in ("yesterday", "Mon, 99 Nov 2026 10:00:00 +0100"):
            with self.subTest(date):
                self.assertIsNone(Letter(mail(Date=date)).date)

    def test_key_is_the_message_id(self):
        """Brackets and all."""
        self.assertEqual(Letter(mail(Message_ID="  <One@x>  ")).key, "<One@x>")

    def test_key_without_message_id_depends_on_what_is_said(self):
        """The way of a mail and the ends of its lines do not matter; its text does."""
        raw = mail(b"One\r\nTwo\r\n", without=["Message-ID"])
        key = Letter(raw).key
        self.assertEqual(Letter(b"Received: from a by b\r\n" + raw).key, key)
        self.assertEqual(Letter(raw.replace(b"\r\n", b"\n").rstrip()).key, key)
        self.assertNotEqual(Letter(raw.replace(b"Two", b"Three")).key, key)

    def test_fingerprint_tells_mails_of_one_id_apart(self):
        """A Message-ID is no proof: another sender, date or subject is another mail."""
        prints = {
            Letter(mail(Message_ID="<1@x>", **facts)).fingerprint
            for facts in ({}, {"Subject": "Else"}, {"From": "b@x.test"}, {"Date": "Tue, 03 Nov 2026 10:00:00 +0100"})
        }
        self.assertEqual(len(prints), 4)

    def test_id_that_fits_into_no_index_is_none(self):
        """The database could not store it, and nobody answers to it."""
        self.assertEqual(Letter(mail(Message_ID=f"<{'a' * 5000}@x>")).message_id, "")

    def test_hostile_header_is_read_in_part(self):
        """What takes Python's parser hours is shortened first; this test ends at once."""
        for header in (
            {"From": "a" * 900_000},
            {"From": "(" * 900_000},
            {"To": "@" * 900_000},
            {"Subject": "=?a?q?x" * 100_000},
            {"Content_Type": 'text/plain; name="' + ';\\"' * 300_000},
        ):
            with self.subTest(str(header)[:40]):
                letter = Letter(mail(**header))
                self.assertFalse(letter.sender and letter.sender != "rita@customer.test")
                self.assertLessEqual(len(letter.subject), 100_000)
                self.assertTrue(letter.message.get_content_type())

    def test_address_within_an_address_is_none(self):
        """What stands before the @ is a name, however it is written."""
        found = Letter(mail(From="<=?utf-8?q?boss=40desk.test?=@evil.test>")).sender
        self.assertTrue(found.endswith("@evil.test"), found)
        for sender in ('"boss@desk.test"@evil.test', "<boss@desk.test@evil.test>"):
            with self.subTest(sender):
                self.assertEqual(Letter(mail(From=sender)).sender, "")
