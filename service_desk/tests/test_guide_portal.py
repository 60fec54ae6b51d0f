"""Walking a guide on the portal, and what those try who should not."""

from odoo.tests import tagged
from odoo.tools import mute_logger

from .guide_case import GuideCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestGuidePortal(GuideCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.make_guide(audience="all")
        cls.desk_only = cls.env["service.desk.guide"].create({"name": "Secret guide", "audience": "internal"})

    def setUp(self):
        super().setUp()
        self.login(self.portal_a)

    def url(self, *options, end=False):
        path = ".".join(str(option.id) for option in options)
        return f"/my/guides/{self.guide.id}" + ("/end" if end else f"?way={path}")

    def finish(self, *options, **data):
        path = ".".join(str(option.id) for option in options)
        return self.post(self.url(end=True), way=path, **data)

    def walks(self):
        return self.env["service.desk.guide.walk"].search([("guide_id", "=", self.guide.id)]).mapped("outcome")

    def test_list_shows_what_is_for_the_reader(self):
        """Published guides of their audience."""
        page = self.get("/my/guides").text
        self.assertIn("Dead hydrant", page)
        self.assertNotIn("Secret guide", page)

    def test_answers_are_links_one_after_the_other(self):
        """No script is needed; the way taken stands on the page, each answer can be changed."""
        page = self.get(self.url()).text
        self.assertIn("Is there water?", page)
        self.assertIn(f"way={self.yes.id}", page)
        page = self.get(self.url(self.yes, self.lid)).text
        self.assertIn("To the left.", page)
        self.assertIn("Is the lid on?", page)
        self.assertIn("This solved it", page)

    def test_end_that_solved_it_is_counted_once(self):
        """The same click twice is one."""
        for _click in range(2):
            response = self.finish(self.yes, self.lid, key="a-key")
            self.assertIn("Good to hear", response.text)
        self.assertEqual(self.walks(), ["solved"])

    def test_end_is_counted_once_a_day(self):
        """A form without a key, or with another one, brings nobody there again."""
        for key in ({}, {}, {"key": "b"}):
            self.assertIn("Good to hear", self.finish(self.yes, self.lid, **key).text)
        self.assertEqual(self.walks(), ["solved"])

    def test_ticket_end_fills_in_the_form_and_the_answers_go_along(self):
        """What was answered is in the ticket, for those who help."""
        page = self.get(self.url(self.no)).text
        link = f"/my/tickets/new?kind=incident&amp;guide={self.guide.id}&amp;way={self.no.id}"
        self.assertIn(link, page)
        form = self.get(link.replace("&amp;", "&")).text
        self.assertIn('value="Hydrant is dry"', form)
        self.raise_ticket(name="Hydrant is dry", description="Room 7", guide=self.guide.id, way=self.no.id)
        ticket = self.newest()
        self.assertIn("Room 7", ticket.description)
        self.assertIn("Is there water?", ticket.description)
        self.assertIn("<strong>No</strong>", ticket.description)
        self.assertEqual(self.walks(), ["ticket"])

    def test_what_did_not_help_begins_a_ticket_about_the_trouble(self):
        """The subject is the guide's, not that of the advice."""
        form = self.get(f"/my/tickets/new?kind=incident&guide={self.guide.id}&way={self.yes.id}.{self.lid.id}").text
        self.assertIn('value="Dead hydrant"', form)

    def test_other_tickets_know_nothing_of_guides(self):
        """A form without a way, or with a wrong one, is the form as it always was."""
        for forged in ({}, {"guide": self.guide.id, "way": "7"}, {"guide": "x", "way": self.no.id}):
            self.raise_ticket(name="Mail", description="Plain", **forged)
            self.assertNotIn("Is there water?", self.newest().description)
        self.assertEqual(self.walks(), [])

    @mute_logger("odoo.http")
    def test_what_is_not_there_and_what_is_not_theirs_look_the_same(self):
        """Drafts, other audiences, forged ways and numbers that no database holds."""
        self.desk_only.sudo()
        other = self.lid.id
        for path in (
            f"/my/guides/{self.desk_only.id}",
            "/my/guides/999999",
            "/my/guides/99999999999999999999",
            f"/my/guides/{self.guide.id}?way={other}",
            f"/my/guides/{self.guide.id}?way=-1",
            f"/my/guides/{self.guide.id}?way=1.2.x",
            f"/my/guides/{self.guide.id}?way=99999999999999999999",
            f"/my/guides/{self.guide.id}?way=" + "1." * 5000 + "1",
            f"/my/guides/{self.guide.id}?way=%00",
        ):
            self.assertEqual(self.get(path).status_code, 404, path[:80])
        self.guide.action_draft()
        self.assertEqual(self.get(self.url()).status_code, 404)

    @mute_logger("odoo.http")
    def test_post_needs_an_end_and_a_token(self):
        """Nothing is counted before somebody is there, nor by a form of another page."""
        self.assertEqual(self.finish(self.yes).status_code, 404)
        self.assertEqual(self.finish(self.yes, self.lid, csrf_token=None).status_code, 400)
        self.assertEqual(self.walks(), [])

    def test_others_tickets_are_never_shown(self):
        """Like solved tickets are for agents; the portal has published articles alone."""
        self.make_resolved(name="Turn the wheel of the dead hydrant to the left")
        page = self.get(self.url(self.yes, self.lid)).text
        self.assertNotIn("Replaced the cable", page)
        self.assertNotIn("INC0", page)

    def test_end_shows_articles_that_are_for_the_reader(self):
        """Published ones that say the same; nobody is asked about them once more before they send."""
        articles = self.env["service.desk.article"].create(
            [
                {"name": f"Turn the wheel of a dead hydrant {audience}", "body": "<p>Left.</p>", "audience": audience}
                for audience in ("all", "internal")
            ]
        )
        articles.sudo().write({"state": "review"})
        articles.sudo().write({"state": "published"})
        page = self.get(self.url(self.yes, self.lid)).text
        self.assertIn(articles[0]._portal_url(), page)
        self.assertNotIn(articles[1]._portal_url(), page)
        # In running text: where parts stand side by side, each marked word would be one.
        self.assertIn('<p class="o_sd_item_summary">', page)
        before = self.count()
        self.raise_ticket(name="Dead hydrant wheel", guide=self.guide.id, way=f"{self.yes.id}.{self.lid.id}", ask="1")
        self.assertEqual(self.count(), before + 1)

    def test_article_end_shows_it_to_those_it_is_for(self):
        """The others see the end without it."""
        article = self.env["service.desk.article"].create(
            {"name": "All about wheels", "body": "<p>Grease.</p>", "audience": "internal"}
        )
        article.sudo().write({"state": "review"})
        article.sudo().write({"state": "published"})
        self.guide.action_draft()
        self.advice.write({"kind": "article", "article_id": article.id})
        self.guide.action_publish()
        self.assertNotIn("Grease.", self.get(self.url(self.yes, self.lid)).text)
        self.login(self.employee)
        self.assertIn("Grease.", self.get(self.url(self.yes, self.lid)).text)

    def test_titles_are_escaped(self):
        """Words of a guide are words."""
        self.yes.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>alert(1)", self.get(self.url()).text)

    def test_item_is_offered_to_those_who_may_order_it(self):
        """The others see the end without it."""
        item = self.env["service.desk.catalog.item"].create({"name": "Wheel", "audience": "internal"})
        item.write({"state": "published"})
        self.guide.action_draft()
        self.advice.write({"kind": "catalog", "item_id": item.id})
        self.guide.action_publish()
        self.assertNotIn("Order:", self.get(self.url(self.yes, self.lid)).text)
        self.login(self.employee)
        self.assertIn("Wheel", self.get(self.url(self.yes, self.lid)).text)
        response = self.finish(self.yes, self.lid, follow=False)
        self.assertIn(f"/my/catalog/{item.id}", response.headers["Location"])
        self.assertEqual(self.walks(), ["order"])

    def test_pages_run_on_a_replica(self):
        """Reading writes nothing."""
        with self.assertNoLogs("odoo.http", "ERROR"):
            for path in ("/my/guides", self.url(), self.url(self.yes, self.lid), self.url(self.no)):
                self.assertEqual(self.get(path).status_code, 200)
