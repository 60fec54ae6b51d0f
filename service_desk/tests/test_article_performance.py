from odoo import fields
from odoo.tests import tagged

from .article_case import ArticleCase
from .portal_common import PortalCase


@tagged("post_install", "-at_install")
class TestArticlePerformance(ArticleCase, PortalCase):
    """More articles cost no more queries, for whoever looks."""

    def make_many(self, count, **values):
        articles = self.articles.with_user(self.agent).create(
            [
                {"name": f"Router {number}", "body": "<p>Pull the plug.</p>", "lang": "en_US", **values}
                for number in range(count)
            ]
        )
        articles.with_user(self.manager).action_publish()
        return articles

    def test_list_of_the_desk(self):
        """With all the figures that its columns can show."""
        columns = {
            name: {}
            for name in ("number", "name", "audience", "view_count", "use_count", "solved_count", "helpful_count")
        }
        articles = self.articles.with_user(self.agent)

        def measure(count):
            self.make_many(count)
            return self.queries(lambda: articles.web_search_read([], {**columns, "service_ids": {"fields": {}}}))

        self.assert_same_queries(measure, 2, 12)

    def test_job_that_counts_popularity(self):
        """Articles of which each was read another number of times are one statement, too."""

        def measure(count):
            views = [
                {"article_id": article.id, "date": fields.Date.today(), "count": 1000 + place}
                for place, article in enumerate(self.make_many(count))
            ]
            self.env["service.desk.article.view"].create(views)
            return self.queries(self.articles._cron_popularity)

        self.assert_same_queries(measure, 2, 12)

    def test_pages_of_the_portal(self):
        """Shelves with their counts, and what is read most."""
        articles = self.articles.with_user(self.portal_a)

        def measure(count):
            self.make_many(count, audience="all", service_ids=[(6, 0, self.service.ids)])

            def page():
                articles._portal_shelves()
                articles._portal_page([], 20)
                articles._portal_search("router", 20)

            return self.queries(page)

        self.assert_same_queries(measure, 2, 12)

    def test_articles_of_many_tickets(self):
        """A list of tickets with what helped."""
        article = self.make_published()

        def measure(count):
            tickets = self.env["service.desk.incident"].browse(
                [self.make_incident(name=f"Ticket {number}").id for number in range(count)]
            )
            for ticket in tickets:
                article.with_user(self.agent)._use_on(ticket)
            mine = tickets.with_user(self.agent)
            return self.queries(lambda: mine.mapped("article_count"))

        self.assert_same_queries(measure, 2, 12)

    def test_due_reviews_are_asked_for_in_one_go(self):
        """Each owner gets a to-do of their own; what else it takes does not grow with them."""

        def measure(count):
            due = self.make_many(count)
            due.sudo().write({"date_review": "2020-01-01"})
            return self.queries(lambda: self.articles.search([("id", "in", due.ids)])._remind(due[0].date_review))

        self.assert_queries(measure, (2, 12), lambda few, many: many <= few + 6 * 10)
