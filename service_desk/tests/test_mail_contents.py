"""What a mail says and holds."""

from unittest.mock import patch

from odoo.tests import BaseCase

from ..mail_intake import contents, wrappings
from ..mail_intake.letter import Letter
from ..mail_intake.parsing import MAX_DEPTH, MAX_PARTS, own_parts
from .mail_corpus import structure, wrapped
from .mail_corpus.sample import attached, html, mail, multi, multipart, part


def read(raw):
    return contents.contents_of(Letter(raw))


class TestMailContents(BaseCase):
    def test_plain_text_keeps_its_lines_and_is_no_markup(self):
        """What looks like HTML in a text is text."""
        found = read(mail(b"1 < 2\r\nand & more\r\n\r\n"))
        self.assertEqual(found.html, "<div>1 &lt; 2<br/>and &amp; more</div>")
        self.assertTrue(found.is_plain)

    def test_html_is_taken_of_two_readings(self):
        """A text of two forms comes once."""
        found = read(multipart("alternative", structure.PLAIN, structure.HTML))
        self.assertEqual(found.html, "<p>It prints <b>nothing</b>.</p>")
        self.assertFalse(found.is_plain)
        self.assertEqual(found.files, [])

    def test_invitation_comes_as_text_and_file(self):
        """Calendars read the file, people the text."""
        found = read(multipart("alternative", structure.PLAIN, part("BEGIN:VCALENDAR", "text/calendar")))
        self.assertIn("It prints nothing.", found.html)
        self.assertEqual([file.content for file in found.files], [b"BEGIN:VCALENDAR"])

    def test_picture_has_the_name_by_which_the_text_shows_it(self):
        """Without brackets."""
        found = read(multipart("related", structure.SHOWN, structure.INLINE))
        self.assertEqual([(file.name, file.cid) for file in found.files], [("screen.png", "pic@x")])
        self.assertEqual(found.files[0].content, structure.PICTURE)

    def test_name_of_a_file_points_nowhere(self):
        """No path, no hidden file, no endless name, never none."""
        for name, kept in (
            ("../../x.txt", "x.txt"),
            ("C:\\\\a\\\\b.exe", "b.exe"),
            (".bashrc", "bashrc"),
            ("...", "attachment"),
            ("a" * 400, "a" * 200),
        ):
            with self.subTest(name):
                found = read(multipart("mixed", attached(name, b"x")))
                self.assertEqual(found.files[0].name, kept)

    def test_enclosed_mail_is_a_file_of_its_subject(self):
        """And not a part of what the mail says."""
        found = read(multipart("mixed", structure.PLAIN, part(mail(Subject="Other"), "message/rfc822")))
        self.assertEqual([file.name for file in found.files], ["Other.eml"])
        self.assertIn(b"Subject: Other", found.files[0].content)
        self.assertNotIn("Other", found.html)

    def test_too_many_parts_are_told(self):
        """What is left out is said once."""
        found = read(multipart("mixed", *[attached(f"{n}.txt", b"x") for n in range(MAX_PARTS + 50)]))
        self.assertEqual(found.remarks, [contents.TOO_MANY_PARTS])
        self.assertLess(len(found.files), MAX_PARTS)

    def test_parts_of_enclosed_mails_are_not_the_mails_own(self):
        """Neither for verdicts nor for choosing a text."""
        inner = multi("mixed", part("x", "text/calendar"), boundary="=_inner")
        raw = multipart("mixed", structure.PLAIN, part(mail() + inner, "message/rfc822"))
        kinds = [one.get_content_type() for one in own_parts(Letter(raw).message)]
        self.assertEqual(kinds, ["multipart/mixed", "text/plain", "message/rfc822"])

    def test_own_parts_end(self):
        """However many and however deep they are."""
        deep = structure._nested(MAX_DEPTH * 3)
        self.assertLessEqual(len(list(own_parts(Letter(deep).message))), MAX_DEPTH + 1)
        wide = multipart("mixed", *[structure.PLAIN] * (MAX_PARTS * 2))
        self.assertEqual(len(list(own_parts(Letter(wide).message))), MAX_PARTS)

    def test_many_separators_make_a_text(self):
        """A million parts would fill the memory; nothing of them is lost."""
        raw = mail(b"--b\r\n\r\n" * 50_000, Content_Type="multipart/mixed; boundary=b")
        self.assertFalse(Letter(raw).message.is_multipart())
        self.assertIn("--b", read(raw).html)

    def test_empty_mail_says_nothing(self):
        """And is no error."""
        self.assertEqual(read(b""), contents.Contents(is_plain=True))
        self.assertEqual(read(html("  ")).html, "")

    def test_winmail_is_opened_where_the_package_is(self):
        """Its text and its files are the mail's; without the package it stays a file."""
        raw = wrapped.SAMPLES[0].raw
        self.assertIn("Drucker läuft nicht", read(raw).html)
        with patch.object(wrappings, "tnefparse", None):
            found = read(raw)
        self.assertEqual([file.name for file in found.files], ["winmail.dat"])
        self.assertEqual(found.remarks, [wrappings.TNEF_UNKNOWN])

    def test_no_sample_of_a_wrapping_raises_when_it_is_cut_short(self):
        """Every length of it."""
        whole = wrapped.tnef(b"Text", [(b"log.txt", b"x")], html=b"<p>x</p>")
        for content in (whole, wrapped.signed(mail()), wrapped.encrypted()):
            for kind in ("application/ms-tnef", "application/pkcs7-mime"):
                for length in range(0, len(content), 3):
                    wrappings.unwrap(kind, "", content[:length])

    def test_name_of_a_file_hides_nothing(self):
        """Neither its ending, by turning the direction of writing, nor what no database takes."""
        self.assertEqual(contents._safe_name("bill\u202efdp.exe"), "bill fdp.exe")
        self.assertEqual(contents._safe_name("a\0b\n.txt"), "a b .txt")

    def test_charset_that_takes_for_ever_is_none(self):
        """Python knows charsets that no mail is written in; this test ends at once."""
        raw = b"Content-Type: text/plain; charset=Punycode\n\n-" + b"a" * 3_000_000
        self.assertEqual([file.name for file in read(raw).files], ["message.txt"])
