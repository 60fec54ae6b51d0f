import re

from lxml import html

from odoo.tests import tagged

from .article_case import ArticleCase
from .portal_common import PortalCase


class ArticlePortalCase(ArticleCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls.make_published(
            "Restart the router",
            audience="all",
            body="<p>Pull the plug of the router.</p>",
            service_ids=[(6, 0, cls.service.ids)],
            category_id=cls.category.id,
        )
        cls.internal = cls.make_published("Router in the cellar", audience="internal")
        cls.hidden = cls.make_published("Router password", audience="desk", service_ids=[(6, 0, cls.service.ids)])

    def key_of(self, page):
        return re.search(r'name="key" value="([^"]+)"', page)[1]


@tagged("post_install", "-at_install")
class TestArticlePortal(ArticlePortalCase):
    def test_pages_show_what_is_for_the_reader(self):
        """Search, shelves with their counts, and pages; missing and forbidden look the same."""
        for user, seen, unseen in (
            (self.employee, ["Restart the", "Router in the"], ["Router password"]),
            (self.portal_a, ["Restart the"], ["Router in the cellar", "Router password"]),
        ):
            self.login(user)
            for path in ("/my/knowledge", "/my/knowledge?q=router"):
                page = re.sub(r"</?mark>", "", self.get(path).text)
                for words in seen:
                    self.assertIn(words, page)
                for words in unseen:
                    self.assertNotIn(words, page)
            self.assertIn("1 found" if user == self.portal_a else "2 found", page)
        shelf = self.get(f"/my/knowledge?service={self.service.id}")
        self.assertIn("Restart the router", shelf.text)
        self.assertRegex(
            self.get("/my/knowledge").text,
            r'Mail service</?[^>]*>\s*<span class="o_sd_shelf_count">1<|Mail service <span class="o_sd_shelf_count">1<',
        )
        self.assertEqual(self.get(f"/my/knowledge/{self.article.number}").status_code, 200)
        missing = self.get("/my/knowledge/KB9999999")
        forbidden = self.get(f"/my/knowledge/{self.hidden.number}")
        self.assertEqual((missing.status_code, forbidden.status_code), (404, 404))
        self.assertEqual(
            self.steady(missing).replace("KB9999999", ""), self.steady(forbidden).replace(self.hidden.number, "")
        )

    def test_odd_addresses_get_a_page(self):
        """Whatever stands in them."""
        self.login(self.portal_a)
        for path in (
            "/my/knowledge?q=%00%22%27%3Cscript%3E",
            "/my/knowledge?service=abc&category=-1&page=999999",
            "/my/knowledge?q=" + "x" * 3000,
            "/my/knowledge?page=0",
            "/my/knowledge?service=99999999999999999999",
        ):
            with self.subTest(path[:50]):
                response = self.get(path)
                self.assertEqual(response.status_code, 200)
                self.assertNotIn('<script>"', response.text)
        for path in ("/my/knowledge/%00", "/my/knowledge/%3Cscript%3E", "/my/knowledge/x/files/7"):
            with self.subTest(path):
                self.assertEqual(self.get(path).status_code, 404)

    def test_strangers_are_asked_to_log_in_unless_an_admin_allows(self):
        """Then they see what is for everybody, and nothing else."""
        self.assertIn("/web/login", self.get("/my/knowledge").url)
        self.assertIn("/web/login", self.get(f"/knowledge/{self.article.number}").url)
        self.company.service_desk_public_knowledge = True
        public = self.make_published("Router for everybody", audience="public")
        page = self.get("/knowledge?q=router").text
        self.assertIn("for everybody", page)
        self.assertNotIn("Restart the", page)
        self.assertEqual(self.get(f"/knowledge/{public.number}").status_code, 200)
        self.assertEqual(self.get(f"/knowledge/{self.article.number}").status_code, 404)
        self.assertNotIn("Did this help", self.get(f"/knowledge/{public.number}").text)

    def test_vote_is_one_each_and_can_be_changed(self):
        """By a form with a token; a link does nothing."""
        self.login(self.portal_a)
        url = f"/my/knowledge/{self.article.number}"
        self.post(f"{url}/vote", helpful="yes")
        self.post(f"{url}/vote", helpful="no")
        self.post(f"{url}/vote", helpful="<script>")
        self.get(f"{url}/vote?helpful=yes")
        self.env.invalidate_all()
        self.assertEqual((self.article.helpful_count, self.article.unhelpful_count), (0, 1))
        self.assertEqual(self.post(f"{url}/vote", helpful="yes", csrf_token=None).status_code, 400)
        self.assertEqual(self.post(f"/my/knowledge/{self.hidden.number}/vote", helpful="yes").status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.hidden.helpful_count)

    def test_readings_are_counted_apart(self):
        """The page itself writes nothing."""
        self.login(self.portal_a)
        self.get(f"/my/knowledge/{self.article.number}")
        self.assertFalse(self.article.view_count)
        self.assertEqual(self.post(f"/my/knowledge/{self.article.number}/seen").status_code, 204)
        self.env.invalidate_all()
        self.assertEqual(self.article.view_count, 1)

    def test_reader_counts_once_a_day(self):
        """However often they send that they have seen it; another reader counts, too."""
        for user in (self.portal_a, self.employee):
            self.login(user)
            for _post in range(3):
                self.post(f"/my/knowledge/{self.article.number}/seen")
        self.env.invalidate_all()
        self.assertEqual(self.article.view_count, 2)

    def test_person_finds_the_answer_once_a_day(self):
        """A form without a key that is sent again saves no further ticket."""
        self.login(self.portal_a)
        for key in ({}, {}, {"key": "a"}, {"key": "b"}):
            page = self.post(f"/my/knowledge/{self.article.number}/solved", **key)
            self.assertIn("Nothing was sent", page.text)
        self.env.invalidate_all()
        self.assertEqual((self.article.solved_count, self.article.helpful_count), (1, 1))

    def test_search_in_vain_is_counted_once(self):
        """Without JavaScript as with it, and not again when the page is loaded again; what is found is not."""
        self.login(self.portal_a)
        page = self.get("/my/knowledge?q=Hovercraft")
        self.assertIn("Nothing found for", page.text)
        self.get(page.url)
        self.get("/my/knowledge?q=router")
        self.get("/my/knowledge/missed?q=router")
        self.get("/my/knowledge/missed?q=")
        terms = self.env["service.desk.search.term"].search([("name", "in", ["hovercraft", "router", ""])])
        self.assertEqual([(term.name, term.count) for term in terms], [("hovercraft", 1)])

    def test_strangers_searches_are_not_kept(self):
        """Anybody on the internet could fill the list."""
        self.company.service_desk_public_knowledge = True
        self.make_published("Router for everybody", audience="public")
        page = self.get("/knowledge?q=hovercraft").text
        self.assertIn("Nothing found for", page)
        self.assertNotIn("We keep what is missing", page)
        self.assertIn("/web/login?redirect=/my/knowledge", page)
        self.assertIn("/web/login", self.get("/my/knowledge/missed?q=hovercraft").url)
        self.assertFalse(self.env["service.desk.search.term"].search([("name", "=", "hovercraft")]))

    def test_published_files_are_served_and_no_others(self):
        """As a download that does nothing in the page; of the right article only."""
        draft = self.make_article("With a file", audience="all")
        files = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create(
                [
                    {"name": name, "raw": b"<script>alert(1)</script>", "res_model": draft._name, "res_id": draft.id}
                    for name in ("page.html", "note.html")
                ]
            )
        )
        draft.attachment_ids = files[0]
        draft.with_user(self.manager).action_publish()
        self.login(self.portal_a)
        url = f"/my/knowledge/{draft.number}/files"
        response = self.get(f"{url}/{files[0].id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["Content-Type"].split(";")[0], "application/octet-stream")
        self.assertEqual(self.get(f"{url}/{files[1].id}").status_code, 404)
        self.assertEqual(self.get(f"/my/knowledge/{self.article.number}/files/{files[0].id}").status_code, 404)
        self.assertEqual(self.get(f"/web/content/{files[0].id}").status_code, 404)


@tagged("post_install", "-at_install")
class TestArticleStep(ArticlePortalCase):
    """Before a ticket is sent."""

    def send(self, **data):
        files = data.pop("files", None)
        values = {"kind": "incident", "name": "Restart of the router", "urgency": "2", "key": "k1", **data}
        return self.post("/my/tickets/new", files=files, **values)

    def test_step_shows_articles_and_sends_nothing(self):
        """Once; "no, send" goes on with all that was typed and attached."""
        self.login(self.employee)
        before = self.count()
        page = self.send(
            ask="1", description="Since <b>noon</b>\nall day", files=[("files", ("a.txt", b"hello", "text/plain"))]
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn("Does this solve it?", page.text)
        self.assertIn("Pull the plug", page.text)
        self.assertNotIn("Router password", page.text)
        self.assertEqual(self.count(), before)
        self.assertIn("a.txt", page.text)
        self.assertIn("Since &lt;b&gt;noon&lt;/b&gt;\nall day", page.text)
        sent = self.send(held="1", description="Since <b>noon</b>\nall day")
        self.assertIn("/my/tickets/INC", sent.url)
        ticket = self.newest()
        self.assertEqual(ticket.name, "Restart of the router")
        self.assertIn("&lt;b&gt;noon", ticket.description)
        self.assertEqual(ticket._public_messages().attachment_ids.raw, b"hello")

    def test_second_click_sends_one_ticket(self):
        """Held files make no difference to that."""
        self.login(self.employee)
        self.send(ask="1", files=[("files", ("a.txt", b"hello", "text/plain"))])
        before = self.count()
        first, second = self.send(held="1"), self.send(held="1")
        self.assertEqual(first.url, second.url)
        self.assertEqual(self.count(), before + 1)

    def test_solved_ends_without_a_ticket_and_is_counted_once(self):
        """The held files are gone then, too."""
        self.login(self.employee)
        self.send(ask="1", files=[("files", ("a.txt", b"hello", "text/plain"))])
        before = self.count()
        for _click in range(2):
            page = self.post(f"/my/knowledge/{self.article.number}/solved", key="k1")
        self.assertIn("Nothing was sent", page.text)
        self.env.invalidate_all()
        self.assertEqual((self.count(), self.article.solved_count, self.article.helpful_count), (before, 1, 1))
        self.assertFalse(self.env["service.desk.held.file"].search([("user_id", "=", self.employee.id)]))

    def test_what_the_browser_has_shown_is_not_asked_again(self):
        """Nor anything where nothing fits, or where the form does not ask."""
        self.login(self.employee)
        found = self.get("/my/knowledge/proposals?q=Restart of the router").json()
        self.assertIn(self.article.number, [one["number"] for one in found])
        for data in (
            {"ask": "1", "seen": " ".join(one["number"] for one in found)},
            {"ask": "1", "name": "Zebra crossing is blue", "key": "k2"},
            {"key": "k3"},
        ):
            with self.subTest(data):
                self.assertIn("/my/tickets/INC", self.send(**data).url)

    def test_proposals_hide_what_may_not_be_read(self):
        """From customers, and from those who guess."""
        self.login(self.portal_a)
        found = self.get("/my/knowledge/proposals?q=restart router password cellar").json()
        self.assertEqual([one["number"] for one in found], [self.article.number])
        for query in ("", "%00", "q=%27", "service=x"):
            self.assertEqual(self.get(f"/my/knowledge/proposals?{query}").json(), [])

    def test_one_common_word_proposes_nothing(self):
        """More than one is shared, and the title speaks of it; unless most of a longer text is the same."""
        self.make_published(
            "Recognize phishing", audience="all", body="<p>A mail opens a page; nobody sends it.</p>", symptom="Odd"
        )
        articles = self.articles.with_user(self.portal_a)
        for text, names in (
            ("My mail does not arrive", []),
            ("The page does not open", []),
            ("phishing", ["Recognize phishing"]),
            ("mail", []),
            ("Is this mail phishing or not so", ["Recognize phishing"]),
            ("nobody sends mail page", ["Recognize phishing"]),
            ("router is gone", []),
            ("router without plug", ["Restart the router"]),
        ):
            with self.subTest(text):
                self.assertEqual([one.article.name for one in articles._portal_proposals(text)], names)
        # What was asked about a service may be said with other words.
        found = articles._portal_proposals("router is gone", self.service)
        self.assertEqual([one.article for one in found], [self.article])

    def test_files_of_others_are_not_taken(self):
        """A key that somebody else used holds nothing for me."""
        self.login(self.employee)
        self.send(ask="1", files=[("files", ("a.txt", b"hello", "text/plain"))])
        self.login(self.portal_a)
        self.send(held="1")
        self.assertFalse(self.newest()._public_messages().attachment_ids)

    def test_wrong_values_are_told_before_anything_is_proposed(self):
        """The form comes back."""
        self.login(self.employee)
        page = self.send(ask="1", urgency="9")
        self.assertEqual(page.status_code, 422)
        self.assertNotIn("Does this solve it?</h1>", page.text)

    def fill_in(self, page, submit, **typed):
        """Send the form of a page as a browser without JavaScript does, with all that is hidden in it."""
        form = next(
            form for form in html.fromstring(page.text).forms if submit in " ".join(form.xpath(".//button//text()"))
        )
        data = {**dict(form.form_values()), **typed}
        return self.url_open(form.action, data=data)

    def test_story_without_javascript(self):
        """Somebody begins a ticket, is asked, looks, sends it all the same; the next time it helps."""
        self.login(self.employee)
        before = self.count()
        words = {"name": "Restart of the router", "description": "Since noon"}
        asked = self.fill_in(self.get("/my/tickets/new?kind=incident"), "Send", **words)
        self.assertIn("Does this solve it?", asked.text)
        self.assertEqual(self.count(), before)
        sent = self.fill_in(asked, "No, send my ticket")
        self.assertIn("/my/tickets/INC", sent.url)
        self.assertEqual(self.count(), before + 1)
        self.assertIn("Since noon", self.newest().description)
        asked = self.fill_in(self.get("/my/tickets/new?kind=incident"), "Send", **words)
        helped = self.fill_in(asked, "Yes, this solves it")
        self.assertIn("Nothing was sent", helped.text)
        self.assertEqual(self.count(), before + 1)
        self.assertEqual(self.article.solved_count, 1)
