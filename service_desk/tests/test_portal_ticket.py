"""What requesters see of their ticket and what they do with it."""

from datetime import timedelta

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalTicket(PortalCase):
    def setUp(self):
        super().setUp()
        self.login(self.employee)

    def page(self, ticket):
        return self.get(f"/my/tickets/{ticket.number}").text

    def act(self, ticket, verb, files=None, **data):
        return self.post(f"/my/tickets/{ticket.number}/{verb}", files=files, **data)

    # -- What is shown -----------------------------------------------------------------------

    def test_page_shows_the_public_conversation_only(self):
        """Answers are there; notes, tracked changes and notices are not."""
        incident = self.make_incident(description="<p>No mail since eight</p>")
        self.say(incident, self.agent, "We are looking into it")
        self.say(incident, self.agent, "The user is a known grumbler", "mail.mt_note")
        incident.action_take()
        page = self.page(incident)
        self.assertIn("No mail since eight", page)
        self.assertIn("We are looking into it", page)
        self.assertNotIn("grumbler", page)

    def test_page_keeps_the_desks_own_facts(self):
        """Hand-off notes, the supplier, the work log and the reason for a priority stay inside."""
        supplier = self.env["res.partner"].create({"name": "Cable Supplier Ltd"})
        incident = self.make_incident()
        incident.sudo().write(
            {
                "handoff_note": "Handed to the network people",
                "supplier_id": supplier.id,
                "supplier_ref": "CS-4711",
                "priority_override": "1",
                "priority_override_reason": "The boss is angry",
            }
        )
        self.env["service.desk.worklog"].with_user(self.agent).create(
            {"incident_id": incident.id, "minutes": 7, "name": "Searched in vain"}
        )
        page = self.page(incident)
        for secret in (
            "Handed to the network",
            "Cable Supplier",
            "CS-4711",
            "boss is angry",
            "Searched in vain",
            self.agent.email,
            self.employee.email,
        ):
            with self.subTest(secret=secret):
                self.assertNotIn(secret, page)

    def test_scripts_in_names_are_shown_as_text(self):
        """Subject, sender and file names are words and never markup."""
        self.employee.partner_id.name = "<img src=x onerror=alert(1)>"
        incident = self.make_incident(name="<script>alert(2)</script>")
        self.act(incident, "reply", files=[("files", ("<svg onload=alert(3)>.txt", b"x"))])
        page = self.page(incident)
        for markup in ("<img src=x", "<script>alert", "<svg onload"):
            with self.subTest(markup=markup):
                self.assertNotIn(markup, page)

    def test_waiting_reads_as_waiting_for_you(self):
        """A question to the requester looks different from any other waiting."""
        incident = self.make_incident()
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        self.assertIn("Waiting for you", self.page(incident))
        incident.write({"pending_reason_id": self.env.ref("service_desk.pending_reason_supplier").id})
        page = self.page(incident)
        self.assertNotIn("Waiting for you", page)
        self.assertIn("On hold", page)
        self.assertNotIn("supplier", page.lower())

    def test_merged_ticket_leads_to_the_other(self):
        """Whoever opens the old number finds where it goes on."""
        incident, other = self.make_incident(), self.make_incident()
        incident.action_merge(other.id)
        self.assertIn(f"/my/tickets/{other.number}", self.page(incident))

    def test_merged_into_a_strangers_ticket_shows_no_number(self):
        """The other ticket's number is not theirs to know."""
        incident = self.make_incident()
        other = self.make_incident(requester_id=self.portal_b.partner_id.id)
        incident.sudo().write({"merged_into_id": other.id})
        self.assertNotIn(other.number, self.page(incident))

    def test_page_speaks_the_readers_language_and_zone(self):
        """Times are the reader's own, and the page says which language it is in."""
        self.employee.tz = "Asia/Tokyo"
        incident = self.make_incident()
        incident.sudo().date_opened = "2026-03-01 20:15:00"
        page = self.page(incident)
        self.assertIn('<html lang="en-US"', page)
        self.assertIn("Mar 2, 2026", page)
        self.assertRegex(page, r"5:15.AM")

    # -- Files -------------------------------------------------------------------------------

    def attach(self, ticket, name, content, subtype="mail.mt_comment"):
        message = self.say(ticket, self.agent, "See file", subtype, attachments=[(name, content)])
        return message.attachment_ids

    def file(self, ticket, attachment):
        return self.get(f"/my/tickets/{ticket.number}/files/{attachment.id}")

    def test_files_of_public_messages_are_served(self):
        """Pictures are shown, everything else is offered for saving."""
        incident = self.make_incident()
        for name, content, kind, disposition in (
            ("a.png", b"\x89PNG\r\n\x1a\n", "image/png", "inline"),
            ("a.txt", b"text", "application/octet-stream", "attachment"),
            ("a.svg", b"<svg onload='alert(1)'/>", "application/octet-stream", "attachment"),
            ("a.html", b"<script>1</script>", "application/octet-stream", "attachment"),
        ):
            with self.subTest(name=name):
                attachment = self.attach(incident, name, content)
                response = self.file(incident, attachment)
                self.assertEqual((response.status_code, response.content), (200, content))
                self.assertEqual(response.headers["Content-Type"], kind)
                self.assertTrue(response.headers["Content-Disposition"].startswith(disposition))
                self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("sandbox", response.headers["Content-Security-Policy"])
                self.assertIn("private", response.headers["Cache-Control"])
                self.assertIn(f"/files/{attachment.id}", self.page(incident))

    def test_files_of_internal_notes_are_never_served(self):
        """Not on the page, not by guessing the id, nor those put beside the conversation."""
        incident = self.make_incident()
        noted = self.attach(incident, "note.txt", b"secret", "mail.mt_note")
        beside = self.env["ir.attachment"].create(
            {"name": "b.txt", "raw": b"x", "res_model": incident._name, "res_id": incident.id}
        )
        for attachment in (noted, beside):
            with self.subTest(name=attachment.name):
                self.assertNotIn(attachment.name, self.page(incident))
                self.assertEqual(self.file(incident, attachment).status_code, 404)
                with mute_logger("odoo.http"):
                    core = self.get(f"/web/content/{attachment.id}")
                self.assertNotIn(b"secret", core.content)

    def test_files_of_another_ticket_are_not_served(self):
        """A file is found through its own ticket only."""
        mine = self.make_incident()
        others = self.make_incident(requester_id=self.portal_b.partner_id.id)
        attachment = self.attach(others, "a.txt", b"x")
        self.assertEqual(self.file(mine, attachment).status_code, 404)
        self.assertEqual(self.file(others, attachment).status_code, 404)

    # -- Answering ---------------------------------------------------------------------------

    def test_answer_resumes_the_ticket(self):
        """The requester's answer is public, theirs, and ends the waiting."""
        incident = self.make_incident()
        incident.write({"state": "pending", "pending_reason_id": self.reason.id})
        response = self.act(incident, "reply", body="It says <E42>\nHelp!", files=[("files", ("a.txt", b"log"))])
        self.assertIn("Your message was sent", response.text)
        message = incident._public_messages()
        self.assertEqual(message.author_id, self.employee.partner_id)
        self.assertIn("It says &lt;E42&gt;<br>Help!", message.body)
        self.assertEqual(message.attachment_ids.raw, b"log")
        self.assertEqual(incident.state, "in_progress")

    def test_author_cannot_be_chosen(self):
        """Nobody posts as somebody else, whatever the form says."""
        incident = self.make_incident()
        self.act(
            incident,
            "reply",
            body="Me",
            author_id=self.agent.partner_id.id,
            email_from="boss@example.com",
            message_type="email",
            subtype_xmlid="mail.mt_note",
        )
        message = incident._public_messages()
        self.assertEqual(message.author_id, self.employee.partner_id)
        self.assertEqual(message.email_from, self.employee.email_formatted)

    def test_answer_sent_twice_is_posted_once(self):
        """A double click says it once; the same words on another day are said again."""
        incident = self.make_incident()
        for key in ("k1", "k1", "k2"):
            self.act(incident, "reply", body="Any news?", key=key)
        self.assertEqual(len(incident._public_messages()), 2)

    def test_empty_answer_is_refused(self):
        """With a sentence, on the same page."""
        incident = self.make_incident()
        response = self.act(incident, "reply", body=" \n ")
        self.assertEqual(response.status_code, 422)
        self.assertIn("Write something or choose a file", response.text)

    def test_refused_file_keeps_the_words(self):
        """Only the file has to be chosen again."""
        incident = self.make_incident()
        response = self.act(incident, "reply", body="My words", files=[("files", ("e.txt", b""))])
        self.assertEqual(response.status_code, 422)
        self.assertIn("“e.txt” is empty", response.text)
        self.assertIn("My words</textarea>", response.text)
        self.assertFalse(incident._public_messages())

    def test_message_on_a_solved_ticket_leaves_it_solved(self):
        """Thanks are no objection; the agent who follows the ticket hears them."""
        incident = self.make_resolved()
        response = self.act(incident, "reply", body="Thank you!")
        self.assertIn("Your message was sent", response.text)
        self.assertEqual((incident.state, incident.reopen_count), ("resolved", 0))
        message = incident._public_messages()
        self.assertIn("Thank you!", message.body)
        self.assertIn(self.agent.partner_id, message.notified_partner_ids)

    def test_solved_ticket_offers_to_write_or_to_reopen(self):
        """Two forms with plain names, which open without JavaScript."""
        page = self.page(self.make_resolved())
        for words, verb in (("Write a message", "reply"), ("Reopen: it is not solved", "reopen")):
            with self.subTest(verb=verb):
                form = rf"<summary>{words}</summary>.*?<form [^>]*action=\"[^\"]*/{verb}\""
                self.assertRegex(page.replace("\n", " "), form)

    def test_refused_message_on_a_solved_ticket_stands_open(self):
        """The sentence and the words are where the person was writing."""
        response = self.act(self.make_resolved(), "reply", body="Thanks", files=[("files", ("e.txt", b""))])
        self.assertRegex(response.text, r'<details[^>]*open="True"[^>]*>\s*<summary>Write a message')
        self.assertIn("Thanks</textarea>", response.text)

    def test_missing_csrf_token_changes_nothing(self):
        """For every verb."""
        incident = self.make_resolved()
        for verb in ("reply", "close", "reopen", "rate"):
            with self.subTest(verb=verb), mute_logger("odoo.http"):
                response = self.act(incident, verb, body="x", rating="5", csrf_token=None)
                self.assertEqual(response.status_code, 400)
        self.assertEqual(incident.state, "resolved")

    def test_get_closes_nothing(self):
        """A link changes no ticket, whoever follows it."""
        incident = self.make_resolved()
        for verb in ("reply", "close", "reopen", "rate"):
            self.get(f"/my/tickets/{incident.number}/{verb}?body=x&rating=1")
        self.assertEqual(incident.state, "resolved")
        self.assertFalse(incident.rating_ids.filtered("consumed"))

    # -- The end -----------------------------------------------------------------------------

    def test_requester_closes_an_open_ticket(self):
        """Solved already: no agent is needed to say so."""
        incident = self.make_incident()
        response = self.act(incident, "close")
        self.assertIn("The ticket is closed", response.text)
        self.assertEqual(incident.state, "closed")
        self.assertEqual(incident.transition_ids[-1:].actor_id, self.employee)

    def test_requester_confirms_and_rates(self):
        """Yes, it is solved; and how it was; the rating can be changed."""
        incident = self.make_resolved()
        self.assertIn("Replaced the cable.", self.page(incident))
        self.act(incident, "close")
        self.assertEqual(incident.state, "closed")
        self.assertIn("How did we do?", self.page(incident))
        self.act(incident, "rate", rating="3", body="Slow")
        response = self.act(incident, "rate", rating="5", body="But <b>good</b>")
        self.assertIn("Thank you for your rating", response.text)
        self.assertIn("But &lt;b&gt;good&lt;/b&gt;", response.text)
        rating = incident.rating_ids.filtered("consumed")
        self.assertEqual((rating.rating, rating.feedback), (5.0, "But <b>good</b>"))
        self.assertEqual(rating.partner_id, self.employee.partner_id)

    def test_wrong_ratings_are_refused(self):
        """Neither other numbers, nor words, nor a rating of what is still open."""
        incident = self.make_resolved()
        for value in ("", "4", "-1", "five", "99999999999999999999"):
            with self.subTest(value=value):
                response = self.act(incident, "rate", rating=value)
                self.assertEqual(response.status_code, 422)
                self.assertIn("three faces", response.text)
        still_open = self.make_incident()
        self.assertEqual(self.act(still_open, "rate", rating="5").status_code, 422)
        self.assertFalse((incident | still_open).rating_ids.filtered("consumed"))

    def test_requester_reopens_in_time(self):
        """With a word about what is wrong, which the agent reads first."""
        incident = self.make_resolved()
        response = self.act(incident, "reopen")
        self.assertEqual(response.status_code, 422)
        self.assertIn("what is still not right", response.text)
        self.act(incident, "reopen", body="Broken again")
        self.assertEqual((incident.state, incident.reopen_count), ("in_progress", 1))
        self.assertIn("Broken again", incident._public_messages()[-1:].body)

    def test_refused_message_asks_for_its_files_again(self):
        """An empty word on reopening, a text too long: the form comes back without its files."""
        incident = self.make_resolved()
        files = [("files", ("screen.png", b"pixels"))]
        for verb, body in (("reopen", ""), ("reply", "x" * 100_001)):
            with self.subTest(verb=verb):
                response = self.act(incident, verb, body=body, files=files)
                self.assertEqual(response.status_code, 422)
                self.assertIn("Please choose your files again: screen.png", response.text)
                self.assertIn(f'id="o_sd_{verb}_files_error"', response.text)

    def test_reopening_keeps_the_earlier_answers(self):
        """What the desk called solved stays in the conversation, in its place and once."""
        incident = self.make_incident()
        for day, answer in enumerate(("First answer", "Second answer"), start=1):
            incident.with_user(self.agent).write(
                {
                    "state": "resolved",
                    "resolution": f"<p>{answer}</p>",
                    "resolution_code_id": self.code.id,
                }
            )
            incident.transition_ids.sorted("id")[-1].sudo().date = f"2026-01-0{day} 09:00:00"
            page = self.page(incident)
            self.assertEqual(page.count(answer), 1)
            self.act(incident, "reopen", body=f"Not solved by {answer.lower()}")
            incident._public_messages()[-1].date = f"2026-01-0{day} 09:00:00"
        page = self.page(incident)
        places = [
            page.index(words)
            for words in (
                "First answer",
                "Not solved by first answer",
                "Second answer",
                "Not solved by second answer",
            )
        ]
        self.assertEqual(places, sorted(places))
        self.assertEqual(page.count("We believed this was solved"), 2)

    def test_second_solution_leaves_the_first_in_the_conversation(self):
        """The one on top is the last; the conversation does not repeat it."""
        incident = self.make_resolved()
        first = incident.transition_ids[-1:]
        first.sudo().resolution = "<p>First answer</p>"
        self.act(incident, "reopen", body="Broken again")
        incident.with_user(self.agent).write(
            {
                "state": "resolved",
                "resolution": "<p>Second answer</p>",
                "resolution_code_id": self.code.id,
            }
        )
        page = self.page(incident)
        self.assertEqual((page.count("First answer"), page.count("Second answer")), (1, 1))
        self.assertGreater(page.index("First answer"), page.index("Second answer"))

    def test_declined_and_reopened_request_keeps_why_it_was_declined(self):
        """Every end that was told stays told, not only solutions."""
        request = self.make_request()
        request.write({"state": "rejected", "resolution": "<p>No budget.</p>"})
        self.act(request, "reopen", body="It is paid by the customer")
        page = self.page(request)
        self.assertIn("No budget.", page)
        self.assertNotIn("We believed this was solved", page)

    def test_reopening_too_late_is_refused(self):
        """Nothing is posted; the page offers a new ticket."""
        incident = self.make_resolved()
        self.move_back(incident, date_resolved=timedelta(days=20))
        response = self.act(incident, "reopen", body="Again")
        self.assertEqual(response.status_code, 422)
        self.assertIn("open a new one about it", response.text)
        self.assertIn("Open a new ticket about this", response.text)
        self.assertEqual(incident.state, "resolved")
        self.assertFalse(incident._public_messages())

    def test_closed_ticket_takes_no_answer(self):
        """An answer nobody would read is refused with the way to go."""
        incident = self.make_resolved()
        self.act(incident, "close")
        response = self.act(incident, "reply", body="Hello?")
        self.assertEqual(response.status_code, 422)
        self.assertIn("This ticket is closed", response.text)

    def test_request_waiting_for_approval_cannot_be_closed(self):
        """Nor is the button there."""
        request = self.make_request()
        request.sudo().state = "approval"
        self.assertNotIn("Close as solved", self.page(request))
        self.assertEqual(self.act(request, "close").status_code, 422)
        self.assertEqual(request.state, "approval")

    def test_ended_requests_say_how_they_ended(self):
        """Declined and cancelled are no "closed", and are not rated."""
        for state, words in (("rejected", "This was declined"), ("cancelled", "was cancelled")):
            with self.subTest(state=state):
                request = self.make_request()
                request.write({"state": state, "resolution": "<p>No budget.</p>"})
                page = self.page(request)
                self.assertIn(words, page)
                self.assertIn("No budget.", page)
                self.assertNotIn("How did we do?", page)
                self.assertEqual(self.act(request, "rate", rating="1").status_code, 422)
