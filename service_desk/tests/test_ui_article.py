"""Answers while a ticket is written, in a real browser."""

from odoo.tests import tagged

from .article_case import ArticleCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestUiArticle(ArticleCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls.make_published(
            "Turn the scanner around", audience="all", body="<p>The scanner prints upside down: turn it.</p>"
        )

    def test_answer_ends_the_ticket_before_it_is_sent(self):
        """What may help appears while somebody writes; "yes" sends nothing and counts a ticket saved."""
        before = self.count()
        self.start_tour("/my/tickets/new?kind=incident", "service_desk_answer_helps", login=self.employee.login)
        self.assertEqual((self.count(), self.article.solved_count, self.article.helpful_count), (before, 1, 1))

    def test_answer_that_was_shown_is_not_asked_again(self):
        """Whoever has seen it and sends all the same sends at once."""
        self.start_tour("/my/tickets/new?kind=incident", "service_desk_answer_helps_not", login=self.portal_a.login)
        self.assertEqual(self.newest().name, "Turn the scanner around please")
        self.assertFalse(self.article.solved_count)

    def test_search_in_vain_is_counted_once(self):
        """Whether or not JavaScript runs."""
        self.start_tour("/my/knowledge", "service_desk_search_in_vain", login=self.portal_a.login)
        term = self.env["service.desk.search.term"].search([("name", "=", "hovercraft")])
        self.assertEqual(term.count, 1)


@tagged("post_install", "-at_install")
class TestUiArticlePhone(TestUiArticle):
    """The same on a telephone."""

    browser_size = "390x844"
    touch_enabled = True
    # Odoo runs inherited tests only where they are asked for.
    allow_inherited_tests_method = True
