"""Raising a ticket on the portal."""

from datetime import timedelta

from lxml.html import fromstring

from odoo.tests import tagged
from odoo.tools import mute_logger

from .portal_common import PortalCase

_PNG = b"\x89PNG\r\n\x1a\n screenshot"


@tagged("post_install", "-at_install")
class TestPortalNew(PortalCase):
    def setUp(self):
        super().setUp()
        self.login(self.portal_a)

    def assert_refused(self, response, sentence):
        """A sentence on the page, what was typed still there, and no ticket."""
        self.assertEqual(response.status_code, 422)
        self.assertIn(sentence, response.text)
        self.assertIn("What I typed", response.text)

    def test_no_page_calls_an_incident_a_problem(self):
        """That is the name of another process; both kinds have plain words of their own."""
        incident = self.make_incident(requester_id=self.portal_a.partner_id.id)
        for path in (
            "/my/home",
            "/my/service-desk",
            "/my/tickets",
            "/my/tickets/new?kind=incident",
            "/my/tickets/new?kind=request",
            f"/my/tickets/{incident.number}",
        ):
            with self.subTest(path=path):
                self.assertNotRegex(self.get(path).text, r"(?i)\bproblems?\b")

    def test_form_makes_a_ticket(self):
        """What was typed arrives, escaped; the rest is set by the desk."""
        response = self.raise_ticket(
            name="  Mail   is <down> ",
            description="Since 8:00\n<script>alert(1)</script>",
            service=self.service.id,
            category=self.category.id,
            urgency="1",
        )
        incident = self.newest()
        self.assertEqual(response.status_code, 200)
        self.assertIn("We have received your ticket", response.text)
        self.assertIn(f"/my/tickets/{incident.number}", response.url)
        self.assertEqual(incident.name, "Mail is <down>")
        self.assertIn("&lt;script&gt;", incident.description)
        self.assertNotIn("<script>alert", response.text)
        self.assertEqual(incident.service_id, self.service)
        self.assertEqual(incident.category_id, self.category)
        self.assertEqual((incident.urgency, incident.impact), ("1", "2"))
        self.assertEqual((incident.channel, incident.state), ("portal", "new"))
        self.assertEqual(incident.requester_id, self.portal_a.partner_id)
        self.assertEqual(incident.submitted_by_id, self.portal_a.partner_id)
        self.assertEqual(incident.company_id, self.portal_a.company_id)
        self.assertEqual(incident.team_id, self.team_one)

    def test_kind_request_makes_a_request(self):
        """The same form asks for things."""
        self.raise_ticket(kind="request", name="A second screen")
        request = self.newest("service.desk.request")
        self.assertEqual((request.name, request.channel), ("A second screen", "portal"))

    def test_employee_raises_too(self):
        """Employees without any role of the desk are requesters."""
        self.login(self.employee)
        self.raise_ticket()
        self.assertEqual(self.newest().requester_id, self.employee.partner_id)

    def test_extra_fields_are_ignored(self):
        """A form post sets nothing but what the form asks for."""
        self.raise_ticket(
            state="closed",
            priority="1",
            priority_override="1",
            impact="1",
            number="INC1",
            team_id=self.team_walled.id,
            team=self.team_walled.id,
            user_id=self.agent.id,
            requester_id=self.portal_b.partner_id.id,
            submitted_by_id=self.portal_b.partner_id.id,
            company_id="99",
            channel="phone",
            is_confidential="1",
            previous_id="1",
            resolution="Forged",
        )
        incident = self.newest()
        self.assertEqual((incident.state, incident.impact, incident.channel), ("new", "2", "portal"))
        self.assertFalse(incident.priority_override or incident.user_id or incident.resolution)
        self.assertFalse(incident.is_confidential or incident.previous_id)
        self.assertEqual(incident.team_id, self.team_one)
        self.assertNotEqual(incident.number, "INC1")
        self.assertEqual(incident.requester_id, self.portal_a.partner_id)
        self.assertEqual(incident.submitted_by_id, self.portal_a.partner_id)

    def test_missing_csrf_token_is_refused(self):
        """No other site can raise a ticket in somebody's name."""
        before = self.count()
        with mute_logger("odoo.http"):
            response = self.raise_ticket(csrf_token=None)
        self.assertEqual((response.status_code, self.count()), (400, before))

    def test_wrong_input_gets_a_sentence(self):
        """Each wrong value is named where it is; what was typed is kept; nothing is made."""
        before = self.count()
        typed = {"description": "What I typed"}
        for data, sentence in (
            ({"name": ""}, "in a few words"),
            ({"name": " \t\u200b "}, "in a few words"),
            ({"name": "x" * 201}, "201 characters"),
            ({"description": "What I typed" + "x" * 100_000}, "100,012 characters"),
            ({"service": self.hidden_service.id}, "one of the services"),
            ({"service": "9" * 30}, "one of the services"),
            ({"category": "999999"}, "one of the topics"),
            ({"urgency": "9"}, "one of the answers"),
        ):
            with self.subTest(data=str(data)[:60]):
                self.assert_refused(self.raise_ticket(**{**typed, **data}), sentence)
        self.assertEqual(self.count(), before)

    def test_errors_are_tied_to_their_fields(self):
        """Screen readers hear what is wrong with a field when they reach it."""
        page = self.raise_ticket(name="").text
        self.assertRegex(page, r'id="o_sd_name"[^>]*aria-invalid="true"')
        self.assertRegex(page, r'id="o_sd_name"[^>]*aria-describedby="[^"]*o_sd_name_error')
        self.assertRegex(page, r'id="o_sd_name_error"')
        self.assertIn('href="#o_sd_name"', page)

    def test_strange_characters_are_cleaned(self):
        """Control characters and marks that turn the writing around do no harm."""
        self.raise_ticket(name="\u202egpj.exe \x07 Ünïcode 😀", description="a\x00b\x01\r\nc")
        incident = self.newest()
        self.assertEqual(incident.name, "gpj.exe Ünïcode 😀")
        self.assertIn("ab<br>c", incident.description)

    def test_unpublished_choices_are_not_offered(self):
        """What is not for requesters is not in the lists."""
        self.category.is_published = False
        page = self.get("/my/tickets/new").text
        self.assertIn("Mail service", page)
        self.assertNotIn("Secret service", page)
        self.assertNotIn("Mailbox trouble", page)

    def test_service_of_another_company_decides_the_company(self):
        """Someone in two companies raises the ticket where the service is."""
        company, _agent = self.make_company()
        self.employee.company_ids |= company
        self.service.company_id = company
        self.login(self.employee)
        self.raise_ticket(service=self.service.id)
        self.assertEqual(self.newest().company_id, company)

    def test_topic_of_another_company_is_refused(self):
        """A topic goes with the company of the service."""
        company, _agent = self.make_company()
        self.employee.company_ids |= company
        self.service.company_id = company
        self.category.company_id = self.employee.company_id
        self.login(self.employee)
        response = self.raise_ticket(service=self.service.id, category=self.category.id, description="What I typed")
        self.assert_refused(response, "does not go with the service")

    # -- Twice -------------------------------------------------------------------------------

    def test_sent_twice_makes_one_ticket(self):
        """A double click leads to the same ticket, with its files once."""
        before = self.count()
        first = self.raise_ticket(key="k1", files=[("files", ("a.png", _PNG))])
        second = self.raise_ticket(key="k1", files=[("files", ("a.png", _PNG))])
        self.assertEqual(self.count(), before + 1)
        self.assertEqual(first.url, second.url)
        self.assertEqual(len(self.newest()._public_messages().attachment_ids), 1)

    def test_going_back_and_writing_another_makes_another(self):
        """The key is for this content; what is different is another ticket."""
        before = self.count()
        self.raise_ticket(key="k1")
        self.raise_ticket(key="k1", name="Printer is down")
        self.assertEqual(self.count(), before + 2)

    def test_key_is_ones_own(self):
        """Nobody is led to somebody else's ticket by sending the same key."""
        before = self.count()
        self.raise_ticket(key="k1")
        self.login(self.portal_b)
        self.raise_ticket(key="k1")
        self.assertEqual(self.count(), before + 2)

    def test_refused_form_can_be_sent_again(self):
        """What was refused was not done, so its key is free."""
        before = self.count()
        self.raise_ticket(key="k1", name="")
        self.raise_ticket(key="k1")
        self.assertEqual(self.count(), before + 1)

    # -- Files -------------------------------------------------------------------------------

    def test_files_hang_on_a_public_message(self):
        """The agent finds them in the conversation, the requester on the page."""
        self.raise_ticket(
            files=[
                ("files", ("/home/ann/screen.png", _PNG)),
                ("files", ("", b"")),
                ("files", ("log.txt", b"line")),
            ]
        )
        incident = self.newest()
        message = incident._public_messages()
        self.assertEqual(message.author_id, self.portal_a.partner_id)
        files = message.attachment_ids.sorted("id")
        self.assertEqual(files.mapped("name"), ["screen.png", "log.txt"])
        self.assertEqual(files.mapped("raw"), [_PNG, b"line"])
        self.assertEqual(set(files.mapped("res_id")), {incident.id})
        self.assertEqual(set(files.mapped("res_model")), {"service.desk.incident"})
        self.assertFalse(incident.date_first_response)

    def test_refused_files_make_no_ticket(self):
        """Too large, too many, empty: a sentence, and nothing half done."""
        before = self.count()
        self.env["ir.config_parameter"].set_param("service_desk.portal_max_file_mb", "1")
        self.env["ir.config_parameter"].set_param("service_desk.portal_max_files", "2")
        for files, sentence in (
            ([("files", ("big.bin", b"x" * (1024**2 + 1)))], "up to 1 MB"),
            ([("files", ("empty.txt", b""))], "“empty.txt” is empty"),
            ([("files", (f"{i}.txt", b"x")) for i in range(3)], "3 files, 2 can be sent"),
        ):
            with self.subTest(sentence=sentence):
                response = self.raise_ticket(files=files, description="What I typed")
                self.assert_refused(response, sentence)
        self.assertEqual(self.count(), before)

    def test_refused_form_asks_for_its_files_again(self):
        """Browsers do not fill them in a second time; nobody shall think they are still there."""
        files = [("files", ("/home/ann/screen.png", _PNG)), ("files", ("log.txt", b"line"))]
        response = self.raise_ticket(name="", description="What I typed", files=files)
        self.assert_refused(response, "Please choose your files again: screen.png, log.txt")
        self.assertIn('id="o_sd_files_error"', response.text)
        self.assertIn('href="#o_sd_files"', response.text)
        self.assertNotIn("choose your files again", self.raise_ticket(name="").text)

    def test_browser_itself_asks_for_the_subject(self):
        """Before anything is sent, so that chosen files stay chosen; blanks do not count."""
        page = self.get("/my/tickets/new").text
        self.assertRegex(page, r'id="o_sd_name"[^>]*required="required"[^>]*pattern="\.\*\\S\.\*"')
        self.assertNotRegex(page, r"<form[^>]*novalidate")

    def test_broken_settings_mean_the_usual_limits(self):
        """A setting that is no number does not stop anybody."""
        self.env["ir.config_parameter"].set_param("service_desk.portal_max_file_mb", "many")
        self.raise_ticket(files=[("files", ("log.txt", b"line"))])
        self.assertTrue(self.newest()._public_messages().attachment_ids)

    def test_long_file_names_keep_their_extension(self):
        """A name of any length is stored as a name that can be opened."""
        self.raise_ticket(files=[("files", ("n" * 400 + ".txt", b"line"))])
        name = self.newest()._public_messages().attachment_ids.name
        self.assertEqual((len(name), name[-5:]), (150, "n.txt"))

    # -- About another ticket ----------------------------------------------------------------

    def ended_ticket(self, **values):
        incident = self.make_resolved(requester_id=self.portal_a.partner_id.id, **values)
        self.move_back(incident, date_resolved=timedelta(days=20))
        return incident

    def test_ticket_about_an_ended_one_is_linked(self):
        """When reopening is too late, the new ticket continues the old one."""
        old = self.ended_ticket(service_id=self.service.id)
        page = self.get(f"/my/tickets/{old.number}").text
        self.assertIn(f"/my/tickets/new?about={old.number}", page)
        form = self.get(f"/my/tickets/new?about={old.number}").text
        self.assertIn(f'value="{old.number}"', form)
        self.assertIn(f'value="{old.name}"', form)
        self.raise_ticket(about=old.number, name="Again")
        new = self.newest()
        self.assertEqual((new.name, new.previous_id), ("Again", old))
        self.assertIn(old.number, self.get(f"/my/tickets/{new.number}").text)

    def test_ticket_about_somebody_elses_is_not_linked(self):
        """A guessed number links nothing and shows nothing."""
        others = self.make_resolved(name="Private matter")
        self.assertNotIn("Private matter", self.get(f"/my/tickets/new?about={others.number}").text)
        self.raise_ticket(about=others.number)
        self.assertFalse(self.newest().previous_id)

    # -- About something from the catalog --------------------------------------------------------

    def item(self, **values):
        item = self.env["service.desk.catalog.item"].create(
            {"name": "Plotter", "audience": "all", "service_id": self.service.id, **values}
        )
        item.state = "published"
        return item

    def test_form_begins_with_what_cannot_be_ordered(self):
        """The link on an item's page saves typing; what is typed in its place counts."""
        page = fromstring(self.get(f"/my/tickets/new?kind=request&item={self.item().id}").text)
        (subject,) = page.xpath("//input[@id='o_sd_name']/@value")
        self.assertEqual(subject, "Plotter, which cannot be ordered at the moment")
        self.assertEqual(page.xpath("//select[@name='service']/option[@selected]/@value"), [str(self.service.id)])

    def test_form_says_for_whom(self):
        """Only for people for whom they may order; of others it tells nothing."""
        item, path = self.item(), "/my/tickets/new?kind=request&item=%s&for=%s"
        self.assertNotIn("Plotter", self.get(path % (item.id, self.portal_b.partner_id.id)).text)
        self.share(self.portal_a, self.portal_b)
        self.assertIn(f"It is for {self.portal_b.name}.", self.get(path % (item.id, self.portal_b.partner_id.id)).text)

    def test_form_names_no_hidden_item(self):
        """What is not offered to them, is not there or is no number looks the same."""
        hidden = self.item(audience="internal", name="Vault")
        for item in (hidden.id, 2**40, -1, "x", "<b>"):
            page = self.get(f"/my/tickets/new?kind=request&item={item}")
            self.assertEqual(page.status_code, 200)
            self.assertEqual(fromstring(page.text).xpath("//input[@id='o_sd_name']/@value"), [""])
            self.assertNotIn("Vault", page.text)
