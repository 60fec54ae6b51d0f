"""The text part of mails, and what all automatic mails carry."""

from odoo.tests import BaseCase, tagged

from ..mail_out.plain import as_text
from .inbox_case import letter
from .notice_case import NoticeCase


class TestPlainText(BaseCase):
    def assert_text(self, html, text):
        self.assertEqual(as_text(html).strip("\n"), text)

    def test_paragraphs_and_breaks(self):
        """An empty line between paragraphs, none at a typed break."""
        self.assert_text("<p>One</p>\n\n <p>Two<br>lines</p>", "One\n\nTwo\nlines")

    def test_lists(self):
        """Signs and numbers stay."""
        self.assert_text("<ul><li><p>a</p></li><li>b</li></ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n\n1. c\n2. d")

    def test_links(self):
        """The address is told once."""
        self.assert_text('<a href="https://x.test/?a=1&amp;b=2">Help</a>', "Help: https://x.test/?a=1&b=2")
        self.assert_text('<a href="https://x.test/">https://x.test/</a>', "https://x.test/")
        self.assert_text('<a href="mailto:a@x.test">a@x.test</a>', "a@x.test")

    def test_buttons(self):
        """Each on a line of its own, with its address."""
        link = '<a href="https://x.test/%s" style="display: inline-block;">%s</a> '
        self.assert_text(link % (1, "Good") + link % (2, "Bad"), "Good: https://x.test/1\nBad: https://x.test/2")

    def test_quotations(self):
        """As mail programs mark them."""
        self.assert_text("<blockquote>a<br>b</blockquote>c", "> a\n> b\n\nc")

    def test_what_nobody_should_see(self):
        """Styles, comments and hidden previews are no words."""
        self.assert_text(
            "<html><head><title>t</title><style>a{}</style></head><body><!-- c -->"
            "<div style='display: none'>h</div><p>x</p></body></html>",
            "x",
        )

    def test_deep_and_long_mails(self):
        """What programs make of a long history costs neither the mail nor minutes."""
        self.assert_text("<div>" * 1000 + "x" + "</div>" * 1000, "x")
        self.assert_text("a" + "<br>" * 100_000 + "b" + " &nbsp;" * 100_000, "a\n\nb")

    def test_nothing_and_nonsense(self):
        """Nothing comes of nothing, and nothing raises."""
        for html in ("", " ", "<", "<!-- -->", "\x00", "<p"):
            with self.subTest(html=html):
                self.assertIsInstance(as_text(html), str)


@tagged("post_install", "-at_install")
class TestMailHeaders(NoticeCase):
    def headers_of(self, mail):
        return mail["headers"]

    def test_notices_say_that_no_person_wrote_them(self):
        """So that no vacation notice answers; failures may be reported."""
        with self.mock_mail_gateway():
            self.raise_for(self.rita)
        headers = self.headers_of(self.sent()[0])
        self.assertEqual(headers["Auto-Submitted"], "auto-generated")
        self.assertIn("OOF", headers["X-Auto-Response-Suppress"])
        self.assertNotIn("NDR", headers["X-Auto-Response-Suppress"])

    def test_acknowledgment_of_a_mail_is_an_automatic_reply(self):
        """RFC 3834 tells answers from other notices."""
        with self.mock_mail_gateway():
            self.arrive("Rita <rita@customer.test>", Message_ID="<one@customer.test>")
        (mail,) = self.sent_to("rita@customer.test")
        self.assertEqual(self.headers_of(mail)["Auto-Submitted"], "auto-replied")

    def test_answers_of_people_carry_no_such_thing(self):
        """A person wrote them, and may be answered by whatever."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
        headers = self.headers_of(self.sent()[0])
        for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Precedence"):
            self.assertNotIn(name, headers)

    def test_hints_to_agents_are_automatic(self):
        """That a ticket was assigned is told by the machine."""
        ticket = self.quiet(self.manager)
        with self.mock_mail_gateway():
            ticket.with_user(self.manager).user_id = self.agent
        for mail in self.sent_to("test_agent@example.com"):
            self.assertEqual(self.headers_of(mail)["Auto-Submitted"], "auto-generated")
        self.assertTrue(self.sent_to("test_agent@example.com"))

    def test_mails_thread_under_the_customers_own(self):
        """Mail programs put under a mail what refers to it."""
        row = self.arrive("Rita <rita@customer.test>", Message_ID="<one@customer.test>")
        with self.mock_mail_gateway():
            self.say(self.ticket_of(row), self.agent, "Hello")
        (mail,) = self.sent_to("rita@customer.test")
        self.assertIn("<one@customer.test>", mail["references"].split())
        self.assertEqual(self.headers_of(mail)["In-Reply-To"], "<one@customer.test>")

    def test_mails_of_a_call_thread_too(self):
        """All mails of a ticket refer to one id, also when the customer wrote none."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            self.say(ticket, self.agent, "Hello")
            ticket.write({"state": "resolved", **self.solution})
        one, two = self.sent()
        self.assertEqual(one["references"].split()[0], two["references"].split()[0])

    def test_text_part_reads_well(self):
        """The words, the solution and what to do; no markup, no numbered links."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            ticket.write({"state": "resolved", **self.solution})
        text = self.sent()[0]["body_alternative"]
        self.assertIn("\nReplaced the cable.\n", text)
        self.assertIn("To answer, simply reply to this mail.", text)
        self.assertNotIn("<", text)
        self.assertNotIn("[1]", text)

    def test_machine_is_not_answered(self):
        """What the inbox takes for a machine hears nothing, whatever it is about."""
        raw = letter("Robot <noreply@customer.test>")
        with self.mock_mail_gateway():
            row = self.inbox.browse(self.inbox._store(raw))
            row._process_alone()
        self.assertFalse(self.sent_to("noreply@customer.test"))

    def test_notes_say_that_they_are_internal(self):
        """A colleague who reads a note in a mail knows that the requester does not."""
        ticket = self.quiet()
        with self.mock_mail_gateway():
            ticket.with_user(self.agent).message_post(
                body="Look here",
                message_type="comment",
                subtype_xmlid="mail.mt_note",
                partner_ids=self.agent_two.partner_id.ids,
            )
        (mail,) = self.sent()
        self.assertIn("Internal note by", mail["body"])
