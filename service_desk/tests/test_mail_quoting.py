"""New words, history, signatures, forwards. The corpus holds what the programs write."""

import re
from unittest.mock import patch

from odoo.tests import BaseCase

from ..mail_intake import contents, quoting
from ..mail_intake.letter import Letter
from .mail_corpus import history

OLD = "<div>On Mon, Nov 2, 2026 at 9:00 AM Desk wrote:<br></div><blockquote>Which tray?</blockquote>"


def words(html):
    return "".join(re.sub(r"<[^>]*>", "", html).split())


class TestMailQuoting(BaseCase):
    def test_new_text_is_what_was_written_now(self):
        """Neither history nor signature."""
        html = f"<div>Tray two.</div><div>-- <br>Rita</div>{OLD}"
        self.assertEqual(quoting.new_text(html), "Tray two.")

    def test_new_text_of_replies_is_the_reply(self):
        """In each program and language."""
        for sample in history.REPLIES:
            with self.subTest(sample.name):
                html = contents.contents_of(Letter(sample.raw)).html
                self.assertEqual(quoting.new_text(html), history.SAID)

    def test_marked_history_is_known_without_the_package(self):
        """What programs mark themselves needs nobody to guess."""
        with patch.object(quoting, "quotequail", None):
            self.assertEqual(quoting.new_text("<p>New</p><blockquote>Old</blockquote><p>After</p>"), "New\nAfter")
            self.assertEqual(quoting.new_text('<p>New</p><div class="x gmail_quote">Old</div>'), "New")
            self.assertEqual(quoting.new_text("<div>New<br>&gt; Old</div>"), "New")

    def test_signature_ends_the_text(self):
        """By its line or by its mark."""
        for html in (
            "<div>New<br>-- <br>Rita</div>",
            "<p>New</p><p>_________</p><p>Rita</p>",
            '<p>New</p><div class="gmail_signature">Rita</div>',
            "<p>New</p><div id='Signature'>Rita</div>",
        ):
            with self.subTest(html):
                self.assertEqual(quoting.new_text(html), "New")

    def test_folding_loses_nothing(self):
        """The history stands in a block that screens fold."""
        html = f"<div>Tray two.</div>{OLD}"
        folded = quoting.fold(html)
        self.assertIn("data-o-mail-quote", folded)
        self.assertEqual(words(folded), words(html))
        self.assertLess(folded.index("Tray two."), folded.index("data-o-mail-quote"))

    def test_folding_leaves_alone_what_has_no_history(self):
        """And what is nothing but history."""
        for html in ("", "<p>New</p>", OLD):
            with self.subTest(html):
                self.assertEqual(quoting.fold(html), html)

    def test_note_command_is_taken_off(self):
        """As the first word alone, in any case, however deep it stands."""
        for html, left in (
            ("<p>#note Look</p>", "<p>Look</p>"),
            ("<div><p><b>#NOTE:</b> Look</p></div>", None),
            ("#note", ""),
            ("#note<br>Look", None),
        ):
            with self.subTest(html):
                is_note, rest = quoting.take_command(html)
                self.assertTrue(is_note)
                self.assertNotIn("#note", rest.lower())
                if left is not None:
                    self.assertEqual(rest, left)

    def test_what_is_no_command_stays(self):
        """In the middle, within a word, in the history."""
        for html in ("<p>A #note</p>", "<p>#noteworthy</p>", "<p>Yes</p><blockquote>#note</blockquote>", ""):
            with self.subTest(html):
                self.assertEqual(quoting.take_command(html), (False, html))

    def test_forward_names_who_wrote_it(self):
        """Name, address, subject and text; what was written above is a remark."""
        for sample in history.SAMPLES[: len(history.PROGRAMS) * len(history.WORDS)]:
            with self.subTest(sample.name):
                found = quoting.forwarded(contents.contents_of(Letter(sample.raw)).html)
                self.assertEqual(
                    (found.address, found.name, found.subject), ("olaf@client.test", "Olaf Original", "No paper")
                )
                self.assertIn(history.SAID, found.html)
                self.assertIn("Please help him.", found.remark)

    def test_subject_tells_a_reply_from_a_forward(self):
        """Their texts look alike in some programs."""
        for subject in ("Re: x", "AW: x", "RE[2]: x", " Sv : x", "Antw: x", "RES: x"):
            with self.subTest(subject):
                self.assertTrue(quoting.is_reply(subject))
        for subject in ("Fwd: Re: x", "WG: x", "TR: x", "x", "", "Result: x"):
            with self.subTest(subject):
                self.assertFalse(quoting.is_reply(subject))

    def test_bare_subject_is_without_prefixes(self):
        """Of many programs, several in a row; words that only begin alike stay."""
        for subject, bare in (
            ("Re: AW: Fwd: x", "x"),
            ("RE[2]: x", "x"),
            ("Re : x", "x"),
            ("Result: x", "Result: x"),
            ("Re", "Re"),
            ("WG:x", "x"),
            ("", ""),
        ):
            with self.subTest(subject):
                self.assertEqual(quoting.bare_subject(subject), bare)

    def test_hostile_html_ends(self):
        """Deep, long and broken HTML gives a text or none; this test ends at once."""
        for html in (
            "<div>" * 50_000,
            "<b>" * 100_000 + "x",
            "<" * 100_000,
            "&gt;" * 100_000,
            "<a b='" * 50_000,
            "---------- Forwarded message ---------<br>From: " + "a" * 400_000,
            "\x00\x01<p>x",
            "<!--",
            "<?x",
        ):
            with self.subTest(html[:20]):
                self.assertIsInstance(quoting.new_text(html), str)
                self.assertIsInstance(quoting.fold(html), str)
                self.assertEqual(len(quoting.take_command(html)), 2)
                quoting.forwarded(html)

    def test_text_on_which_the_package_takes_for_ever_is_kept_whole(self):
        """Endless lines and thousands of headers; this test ends at once."""
        for text in ("Am 1.1. schrieb " * 30_000, "From: a@b.test<br>" * 25_000, "<b>Am</b> x schrieb " * 20_000):
            with self.subTest(text[:20]):
                self.assertEqual(quoting.fold(text), text)
                self.assertIsNone(quoting.forwarded(text))
