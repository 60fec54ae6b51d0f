"""What every mail of the desk has: words for each process, two sets of colors, a text part, the zone."""

import re

from lxml import html

from odoo.tests import tagged

from ..models.service_desk_notice_data import EVENTS
from ..models.service_desk_process_data import REQUESTER_PROCESSES
from .notice_case import NoticeCase


@tagged("post_install", "-at_install")
class TestNoticeSheet(NoticeCase):
    def tell(self, ticket, event):
        """The mail that tells of an event."""
        with self.mock_mail_gateway():
            ticket.sudo()._post_notice(event, self.env["service.desk.team.notice"]._templates(ticket, event)[ticket])
        (mail,) = self.sent()
        return mail

    def ticket(self, model, **values):
        tickets = self.env[model].with_context(service_desk_acknowledge=False)
        ticket = tickets.create({"name": "Mail is down", "requester_id": self.rita.id, **values})
        return ticket.with_context(service_desk_acknowledge=None)

    def test_each_event_of_each_process_has_words(self):
        """As HTML and as text, with number and subject, and nothing left unfilled."""
        for model, _label in REQUESTER_PROCESSES:
            for event, _label in EVENTS:
                with self.subTest(model=model, event=event):
                    ticket = self.ticket(model)
                    mail = self.tell(ticket, event)
                    self.assertIn(ticket.number, mail["subject"])
                    for words in (mail["body"], mail["body_alternative"]):
                        self.assertIn("Hello Rita Requester", words)
                        self.assertIn("Mail is down", words)
                        self.assertNotRegex(words, r"\{\{|t-out|\bFalse\b|\bNone\b")

    def test_moments_are_told_in_the_requesters_zone(self):
        """Not in that of the server, nor of whoever works the ticket."""
        self.rita.write({"tz": "America/Los_Angeles", "lang": "en_US"})
        for model, _label in REQUESTER_PROCESSES:
            with self.subTest(model=model):
                ticket = self.ticket(model)
                ticket.date_due = "2026-03-02 07:30:00"
                words = self.tell(ticket, "received")["body_alternative"]
                self.assertIn("March 1, 2026", words)
                self.assertIn("11:30", words)

    def test_light_and_dark_programs_find_their_colors(self):
        """What sets its own ground or text in the light has a class that the dark set turns."""
        page = html.document_fromstring(self.tell(self.ticket("service.desk.incident"), "received")["body"])
        self.assertEqual(page.xpath("//meta[@name='color-scheme']/@content"), ["light dark"])
        turned = self.turned_in_the_dark(page.xpath("string(//style)"))
        colored = 0
        # A button has text and ground of its own in either.
        for element in page.xpath("//*[@style][not(contains(@class, 'o_sd_button'))]"):
            for name in {"color", "background-color"} & self.properties(element.get("style")):
                colored += 1
                with self.subTest(html.tostring(element)[:200], property=name):
                    classes = (element.get("class") or "").split()
                    self.assertTrue(turned & {(one, name) for one in classes})
        self.assertGreater(colored, 5)

    def turned_in_the_dark(self, style):
        """(class, property) of what a program that knows the dark shows otherwise."""
        dark = style.partition("prefers-color-scheme: dark")[2].partition("@media")[0].partition("{")[2]
        return {
            (name, found)
            for selectors, words in re.findall(r"([^{}]+)\{([^}]*)\}", dark)
            for name in re.findall(r"\.(\w+)\s*(?:,|$)", selectors)
            for found in self.properties(words)
        }

    def properties(self, words):
        return {pair.partition(":")[0].strip() for pair in words.split(";")}
