"""Mails that are built to keep the server busy: each is read within seconds, and nothing is lost."""

import struct
from time import monotonic

from odoo.tests import BaseCase

from ..mail_intake import contents, taming, wrappings
from ..mail_intake.letter import Letter
from .inbox_case import InboxCase
from .mail_corpus import wrapped

#: Generous for a slow machine; what these mails once took was minutes to hours.
SECONDS = 10
HEAD = b"From: rita@customer.test\r\nTo: help@desk.test\r\nSubject: Hi\r\nMessage-ID: <%d@customer.test>\r\n"
BUSY_HTML = {
    "a million brackets that nothing closes": "<" * 1_000_000,
    "unclosed pictures": "<img " * 300_000,
    "unclosed comments": "<!--" * 100_000,
    "tags of office programs": "<o:p " * 200_000,
    "ends of nothing": "</" * 500_000,
    "a tag with many attributes": "<p " + " ".join(f"a{number}=1" for number in range(200_000)) + ">x",
    "attributes behind a closed quote": '<p a=">" ' + "b " * 300_000 + ">x",
    "a style without an end": '<p style="' + "a" * 1_000_000 + '">x',
    "a style of functions": '<p style="' + "a:url(" * 60_000 + '">x',
    "unclosed tables": "<table><tr><td>" * 100_000,
    "very many lines": "<br>" * 400_000,
    "very many words": "<p>a@b.c " * 150_000,
}


def html_mail(html):
    head = HEAD % abs(hash(html))
    return head + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()


class TestMailLabor(BaseCase):
    def assert_quick(self, start):
        self.assertLess(monotonic() - start, SECONDS)

    def test_html_with_many_tags_is_kept_as_a_file_and_begins_on_the_page(self):
        """Nobody reads so much on a page, and nothing of it is lost."""
        html = "<p>Hello &amp; good day</p>" + "<p>x</p>" * taming.MAX_TAGS
        read = contents.contents_of(Letter(html_mail(html)))
        self.assertTrue(read.html.startswith("<div>Hello &amp; good day x x"), read.html[:60])
        self.assertLess(len(read.html), 20_000)
        self.assertEqual([(file.name, file.content) for file in read.files], [("message.html", html.encode())])
        self.assertEqual(read.remarks, [contents.LONG_TEXT])

    def test_text_of_many_lines_is_kept_as_a_file_and_begins_on_the_page(self):
        """As a log that somebody pasted."""
        text = "\r\n".join(f"line {number}" for number in range(taming.MAX_TAGS + 1))
        read = contents.contents_of(Letter(HEAD % 1 + b"\r\n" + text.encode()))
        self.assertTrue(read.html.startswith("<div>line 0<br/>line 1<br/>"))
        self.assertNotIn("line 900", read.html)
        self.assertEqual([(file.name, file.content) for file in read.files], [("message.txt", text.encode())])

    def test_parts_that_are_too_much_together_become_files(self):
        """The limit is that of the mail, not of each of its parts."""
        part = b"Content-Type: text/html\r\n\r\n" + b"<p>x</p>" * 3_000 + b"\r\n"
        raw = HEAD % 2 + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n" + b"--B\r\n".join([part] * 20)
        read = contents.contents_of(Letter(raw))
        self.assertLess(read.html.count("<"), taming.MAX_TAGS + 20 * 1_000)
        self.assertEqual(len(read.files), 17)

    def test_words_in_deep_boxes_are_not_lost(self):
        """Parsers drop what is nested deeper than they like, without a word."""
        html = "<div>" * 1_000 + "Find me" + "</div>" * 1_000
        read = contents.contents_of(Letter(html_mail(html)))
        self.assertIn("Find me", read.html)
        self.assertEqual([file.name for file in read.files], ["message.html"])

    def test_ordinary_html_stays_what_it_says(self):
        """Taming changes no words, links, pictures or boxes."""
        html = '<p style="color: red">Hi &lt;3 <a href="http://x.test/?a=1&amp;b=2">see</a></p><img src="cid:a">'
        self.assertEqual(taming.tamed(html), html)
        picture = '<img src="data:image/png;base64,' + "A" * 100_000 + '">'
        self.assertEqual(taming.tamed(picture), picture)
        self.assertEqual(taming.tamed("1 < 2"), "1 &lt; 2")

    def test_styles_and_comments_are_gone(self):
        """They hold what no cleaner should search; Odoo takes them out as well."""
        html = "<html><head><style>p{}</style></head><body><!-- c --><p>x</p><style>q{}</style></body></html>"
        self.assertEqual(taming.tamed(html), "<p>x</p>")

    def test_headers_made_of_blanks_are_read_at_once(self):
        """Each blank could begin the end of a line."""
        start = monotonic()
        subject = b"a" + b" " * 99_000 + b"b"
        read = Letter(b"Subject: " + subject + b"\r\nAuthentication-Results: x;" + b" " * 99_000 + b"y\r\n\r\nx")
        self.assertTrue(read.subject.startswith("a"))
        self.assertEqual(len(read.headers("Authentication-Results")), 1)
        self.assert_quick(start)

    def test_parts_in_parts_with_many_lines_are_read_at_once(self):
        """Each line could end each of the parts around it."""
        start = monotonic()
        head = b"".join(
            b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number)
            for number in range(250)
        )
        read = contents.contents_of(Letter(HEAD % 3 + head + b"\r\n" + b"x\n" * 2_000_000))
        self.assertIn(b"x\nx\n", read.files[0].content)
        self.assert_quick(start)

    def test_winmail_that_announces_billions_of_values_stays_closed(self):
        """Fifty bytes that would fill the memory, for the mail or for a file of it."""
        many = struct.pack("<IHHI", 1, 0x1003, 0x1000, 0xFFFFFFFF)
        for content in (
            wrapped.tnef_of((1, 0x9003, many)),
            wrapped.tnef_of((1, 0x9003, struct.pack("<I", 0xFFFFFFFF))),
            wrapped.tnef_of((1, 0x9003, struct.pack("<IHHI", 1, 0x0102, 0x1013, 0xFFFFFFFF))),
            wrapped.tnef_of((2, 0x9002, bytes(14)), (2, 0x9005, many)),
            wrapped.tnef_of(*[(1, 0x800C, b"x")] * 100_000),
        ):
            with self.subTest(content[:40]):
                start = monotonic()
                inner = wrappings.unwrap("application/ms-tnef", "winmail.dat", content)
                self.assertEqual(inner.remark, wrappings.TNEF_BROKEN)
                self.assertEqual(inner.files, [("winmail.dat", content)])
                self.assert_quick(start)

    def test_winmail_within_a_winmail_is_a_file(self):
        """It is not opened, whatever it announces."""
        inside = wrapped.tnef_of((1, 0x9003, struct.pack("<IHHI", 1, 0x1003, 0x1000, 0xFFFFFFFF)))
        content = wrapped.EMBEDDED + inside + bytes(-len(inside) % 4)
        held = struct.pack("<IHHII", 1, 0x000D, 0x3701, 1, len(content)) + content
        outside = wrapped.tnef_of((2, 0x9002, bytes(14)), (2, 0x9005, held))
        inner = wrappings.unwrap("application/ms-tnef", "winmail.dat", outside)
        self.assertEqual([content.rstrip(b"\0") for _name, content in inner.files], [inside.rstrip(b"\0")])

    def test_winmail_with_a_huge_list_of_recipients_is_opened(self):
        """Whom else it went to is not read."""
        content = wrapped.tnef_of(
            (1, 0x9004, struct.pack("<I", 0xFFFFFFFF)),
            (1, 0x9007, struct.pack("<II", 1252, 0)),
            (1, 0x800C, b"Hello"),
        )
        self.assertEqual(wrappings.unwrap("application/ms-tnef", "", content).text, "Hello")

    def test_winmails_without_number_are_files(self):
        """Some are opened, the rest is kept as it came."""
        part = b"Content-Type: application/ms-tnef\r\n\r\n" + wrapped.tnef(text=b"Hello") + b"\r\n"
        raw = HEAD % 4 + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n" + b"--B\r\n".join([part] * 30)
        read = contents.contents_of(Letter(raw))
        self.assertEqual(len(read.files), 30 - contents.MAX_WRAPPINGS)

    def test_text_of_millions_of_lines_is_kept_whole(self):
        """Such a mail is not taken apart."""
        start = monotonic()
        text = b"x\n" * 5_000_000
        read = contents.contents_of(Letter(HEAD % 5 + b"\r\n" + text))
        self.assertEqual([file.content for file in read.files], [text])
        self.assert_quick(start)


class TestInboxLabor(InboxCase):
    def test_html_that_is_built_to_be_slow_becomes_a_ticket_in_seconds(self):
        """Reading, cleaning, folding, showing and answering it."""
        for name, html in BUSY_HTML.items():
            with self.subTest(name):
                start = monotonic()
                row = self.inbox.browse(self.inbox._store(html_mail(html)))
                row._process_alone()
                self.assertEqual(row.state, "done", row.reason)
                ticket = self.ticket_of(row)
                self.assertIsNotNone(row.preview)
                ticket.with_user(self.agent).message_post(
                    body="Hello", subtype_xmlid="mail.mt_comment", message_type="comment"
                )
                self.assertLess(monotonic() - start, SECONDS)

    def test_report_that_is_built_to_be_slow_is_kept(self):
        """Odoo's own parser, which has no limits, is not asked what it says."""
        for name, headers, text in (
            ("headers", f"References: {'<a ' * 400_000}\r\nCc: {'a' * 900_000}\r\n", "x"),
            ("html", "", "<" * 400_000),
        ):
            raw = (
                f"From: mailer-daemon@x.test\r\nTo: help@desk.test\r\nSubject: {name}\r\n{headers}"
                "Content-Type: multipart/report; report-type=delivery-status; boundary=B\r\n\r\n"
                f"--B\r\nContent-Type: text/html\r\n\r\n{text}\r\n"
                "--B\r\nContent-Type: message/delivery-status\r\n\r\nAction: failed\r\n--B--\r\n"
            )
            with self.subTest(name):
                start = monotonic()
                row = self.inbox.browse(self.inbox._store(raw.encode()))
                row._process_alone()
                self.assertEqual((row.state, row.verdict), ("ignored", "bounce"))
                self.assertLess(monotonic() - start, SECONDS)

    def test_mail_to_a_crowd_lets_nobody_else_take_part(self):
        """Else one mail would make the desk write to thousands with each answer."""
        crowd = ", ".join(f"one{number}@elsewhere.test" for number in range(2_000))
        ticket = self.ticket_of(self.arrive(Cc=crowd))
        self.assertFalse(ticket.email_cc)
        self.assertIn("crowd", "".join(ticket.message_ids.mapped("body")))

    def test_people_copied_in_many_mails_become_no_crowd(self):
        """The limit is that of the ticket."""
        row = self.arrive(Message_ID="<rita@customer.test>")
        for place in range(3):
            copied = ", ".join(f"one{place}{number}@elsewhere.test" for number in range(30))
            self.arrive(In_Reply_To="<rita@customer.test>", Cc=copied)
        self.assertEqual(self.ticket_of(row).email_cc.count("@"), 30)
