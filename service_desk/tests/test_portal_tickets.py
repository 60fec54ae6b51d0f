"""The lists of the portal: home and tickets."""

from odoo.tests import tagged

from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestPortalTickets(PortalCase):
    def setUp(self):
        super().setUp()
        self.portal = self.env["service.desk.portal"].with_user(self.employee)
        self.login(self.employee)

    def names(self, state="all", kind="all", sort="newest", limit=20, offset=0, **domain):
        """The subjects of one page."""
        found = self.portal._page(self.portal._domain(state, **domain), kind, sort, limit=limit, offset=offset)
        return [ticket.name for ticket in found]

    def make_some(self):
        """One ticket in each situation, oldest first."""
        waiting = self.make_incident(name="B waiting")
        waiting.write({"state": "pending", "pending_reason_id": self.reason.id})
        solved = self.make_resolved(name="D solved")
        self.make_request(name="A wish")
        closed = self.make_resolved(name="C closed")
        closed.action_close()
        self.make_incident(name="Not mine", requester_id=self.portal_a.partner_id.id)
        wish = self.env["service.desk.request"].search([("name", "=", "A wish")])
        for ticket, day in ((waiting, 1), (solved, 2), (closed, 3), (wish, 9)):
            ticket.sudo().date_opened = f"2026-01-0{day}"

    def test_choices_unfold_where_one_is_not_as_usual(self):
        """On a telephone they are folded away, but nobody shall miss why tickets are missing."""
        fold = r"<details[^>]*o_sd_fold[^>]*open"
        self.assertNotRegex(self.get("/my/tickets?state=all").text, fold)
        for query in ("kind=incident", "sort=oldest"):
            self.assertRegex(self.get(f"/my/tickets?{query}").text, fold)

    def test_order_runs_over_both_kinds(self):
        """One list, not one below the other."""
        self.make_some()
        self.assertEqual(self.names(), ["A wish", "C closed", "D solved", "B waiting"])
        self.assertEqual(self.names(sort="oldest"), ["B waiting", "D solved", "C closed", "A wish"])
        self.assertEqual(self.names(sort="subject"), ["A wish", "B waiting", "C closed", "D solved"])
        self.assertEqual(self.names(sort="status"), ["B waiting", "D solved", "A wish", "C closed"])

    def test_filters(self):
        """By state, kind and words; what is not mine is in none of them."""
        self.make_some()
        self.assertEqual(self.names("open"), ["A wish", "B waiting"])
        self.assertEqual(self.names("answer"), ["D solved", "B waiting"])
        self.assertEqual(self.names("ended"), ["C closed", "D solved"])
        self.assertEqual(self.names(kind="request"), ["A wish"])
        self.assertEqual(self.names(text="wish"), ["A wish"])
        number = self.env["service.desk.incident"].search([("name", "=", "D solved")]).number
        self.assertEqual(self.names(text=number[3:]), ["D solved"])

    # -- Words -------------------------------------------------------------------------------

    def test_search_reads_the_description(self):
        """People remember what they wrote, not what they called it."""
        self.make_incident(name="Help", description="<p>The <b>scanner</b> beeps &amp; stops</p>")
        for text in ("scanner", "SCANNER beeps", "help scanner", "&"):
            with self.subTest(text=text):
                self.assertEqual(self.names(text=text), ["Help"])
        for text in ("printer", "scanner printer", "<b>", "amp;", "scan_er", "scan%er"):
            with self.subTest(text=text):
                self.assertEqual(self.names(text=text), [])

    def test_search_reads_the_public_conversation(self):
        """Words of an answer find the ticket, on both kinds."""
        request = self.make_request(name="Wish")
        incident = self.make_incident(name="Mess")
        for ticket in (request, incident):
            self.say(ticket, self.agent, "Please restart the toaster")
        self.assertCountEqual(self.names(text="toaster"), ["Mess", "Wish"])
        self.assertEqual(self.names(text="wish toaster"), ["Wish"])
        self.assertEqual(self.portal._count(self.portal._domain("all", text="toaster")), 2)

    def test_search_never_reads_internal_notes(self):
        """Finding a ticket by a word of a note would tell that the word is there."""
        incident = self.make_incident()
        self.say(incident, self.agent, "The user is a grumbler", "mail.mt_note")
        incident.sudo().message_post(body="Internal grumbler", subtype_xmlid="mail.mt_comment", is_internal=True)
        incident.sudo().write({"handoff_note": "grumbler", "supplier_ref": "grumbler"})
        self.assertEqual(self.names(text="grumbler"), [])

    def test_search_finds_nothing_of_others(self):
        """The same words on a stranger's ticket are not there."""
        strange = self.make_incident(requester_id=self.portal_a.partner_id.id, description="<p>toaster</p>")
        self.say(strange, self.agent, "Please restart the toaster")
        self.assertEqual(self.names(text="toaster"), [])

    def test_search_costs_no_query_for_each_ticket(self):
        """Ten tickets are searched with as many queries as one."""
        for count, more in ((1, 1), (10, 9)):
            for _index in range(more):
                self.say(self.make_incident(), self.agent, "Toaster")
            self.env.flush_all()
            domain = self.portal._domain("all", text="toaster")
            self.portal._page(domain)
            with self.subTest(count=count), self.assertQueryCount(1):
                self.assertEqual(len(self.portal._page(domain)), count)

    def test_words_stay_when_the_filter_changes(self):
        """Tabs and the way to all tickets go on with the same search."""
        self.make_some()
        page = self.get("/my/tickets?q=closed&kind=request").text
        self.assertIn("No ticket fits your search", page)
        for state in ("open", "answer", "ended", "all"):
            with self.subTest(state=state):
                self.assertRegex(page, rf'href="/my/tickets\?q=closed&amp;state={state}')
        self.assertIn('href="/my/tickets?q=closed&amp;state=all&amp;kind=all', page)
        self.assertIn("C closed", self.get("/my/tickets?q=closed&state=all&kind=all").text)

    def test_pages_hold_every_ticket_once(self):
        """Nothing is lost or shown twice from page to page, whatever the order."""
        for index in range(7):
            self.make_incident(name=f"Incident {index}")
            self.make_request(name=f"Request {index}")
        for sort in ("newest", "oldest", "status", "subject"):
            with self.subTest(sort=sort):
                pages = [
                    name for offset in range(0, 15, 3) for name in self.names("open", sort=sort, limit=3, offset=offset)
                ]
                self.assertEqual(len(pages), 14)
                self.assertEqual(len(set(pages)), 14)

    def test_page_through_the_list(self):
        """Links lead on and back and keep what was chosen."""
        for index in range(21):
            self.make_incident(name=f"Ticket {index:02}")
        first = self.get("/my/tickets?sort=oldest&kind=incident").text
        self.assertIn("Page 1 of 2", " ".join(first.split()))
        self.assertRegex(first, r'rel="next" href="[^"]*sort=oldest[^"]*page=2')
        self.assertNotIn('rel="prev"', first)
        second = self.get("/my/tickets?sort=oldest&kind=incident&page=2").text
        self.assertIn("Ticket 20", second)
        self.assertIn('rel="prev"', second)

    def test_strange_addresses_show_the_usual_list(self):
        """Unknown words and numbers mean the default and are never an error."""
        incident = self.make_incident()
        for query in (
            "page=0",
            "page=-5",
            "page=99999999999999999999",
            "page=%C2%B2",
            "sort=evil",
            "state=evil&kind=evil&whose=evil",
            "sort[]=1&filter=x",
            "q=%00",
        ):
            with self.subTest(query=query):
                response = self.get(f"/my/tickets?{query}")
                self.assertEqual(response.status_code, 200)
                self.assertIn(incident.number, response.text)
        for query in ("q=%25%5C", "q=" + "x" * 3000, "q='--"):
            with self.subTest(query=query[:20]):
                self.assertEqual(self.get(f"/my/tickets?{query}").status_code, 200)

    def test_search_words_are_shown_as_text(self):
        """What was searched for comes back harmless."""
        page = self.get('/my/tickets?q="><script>alert(1)</script>').text
        self.assertNotIn("<script>alert(1)", page)

    def test_organizations_tickets_only_where_shared(self):
        """The choice is there for those whose organization shares, with its tickets."""
        self.share(self.portal_a, self.portal_b)
        theirs = self.make_incident(requester_id=self.portal_a.partner_id.id)
        self.assertNotIn('name="whose"', self.get("/my/tickets").text)
        self.login(self.portal_b)
        self.assertIn('name="whose"', self.get("/my/tickets").text)
        self.assertNotIn(theirs.number, self.get("/my/tickets").text)
        self.assertIn(theirs.number, self.get("/my/tickets?whose=organization").text)

    def summaries(self):
        page = self.portal._page(self.portal._domain("open"), limit=20)
        return [ticket._portal_summary() for ticket in page]

    def make_waiting(self, count):
        for _index in range(count):
            incident = self.make_incident(service_id=self.service.id)
            incident.write({"state": "pending", "pending_reason_id": self.reason.id})
            self.make_request(service_id=self.service.id)

    def test_queries_do_not_grow_with_the_tickets(self):
        """A page of twenty costs what a page of two costs."""

        def showing(count):
            self.make_waiting(count)
            self.assertEqual(len(self.summaries()), 2 * count)
            return self.queries(self.summaries)

        self.assert_same_queries(showing, 1, 10)

    def test_pages_write_nothing(self):
        """All pages are served from a read-only transaction, so that a replica can."""
        incident = self.make_resolved()
        self.say(incident, self.agent, "Solved", attachments=[("a.txt", b"x")])
        file_id = incident._public_messages().attachment_ids.id
        for path in (
            "/my/service-desk",
            "/my/tickets?q=mail",
            f"/my/tickets/{incident.number}",
            f"/my/tickets/{incident.number}/files/{file_id}",
            "/my/tickets/new",
            "/my/tickets/INC404",
        ):
            with self.subTest(path=path), self.assertNoLogs("odoo.http", "WARNING"):
                self.get(path)

    # -- Home --------------------------------------------------------------------------------

    def test_home_shows_what_waits_for_me(self):
        """Questions and solutions first, then what is open, and the state of the services."""
        self.make_some()
        self.service.status = "outage"
        page = self.get("/my/service-desk").text
        answers = page[page.index("Needs your answer") : page.index("Your open tickets")]
        self.assertIn("B waiting", answers)
        self.assertIn("D solved", answers)
        self.assertNotIn("A wish", answers)
        self.assertNotIn("Not mine", page)
        self.assertRegex(page, r"Mail service</span>\s*<span class=\"o_sd_status o_sd_status_outage\"")
        self.assertNotIn("Secret service", page)

    def test_home_without_tickets_says_what_to_do(self):
        """An empty desk is no blank page."""
        self.login(self.portal_b)
        page = self.get("/my/service-desk").text
        self.assertIn("Nothing is open", page)
        self.assertNotIn("Needs your answer", page)

    def test_card_and_counters_on_the_accounts_home(self):
        """The portal's home leads to the desk and counts what is open and what waits."""
        self.make_some()
        self.assertIn('href="/my/service-desk"', self.get("/my/home").text)
        result = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["service_desk_count", "service_desk_answer_count"]}
        )
        self.assertEqual(result, {"service_desk_count": 2, "service_desk_answer_count": 2})
