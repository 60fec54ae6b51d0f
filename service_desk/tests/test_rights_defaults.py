"""Defaults that people have stored for themselves stand in nothing that the desk writes alone."""

from odoo import fields
from odoo.tests import tagged

from .article_case import ArticleCase
from .notice_case import NoticeCase
from .portal_common import PortalCase
from .task_case import TaskCase

PAST = "2001-01-01"


def store(env, user, model, **values):
    """What somebody stores as their own defaults."""
    for name, value in values.items():
        env["ir.default"].set(model, name, value, user_id=user.id)


@tagged("post_install", "-at_install")
class TestDefaultsOfKnowledge(ArticleCase):
    """Readers count once, on the day on which they read."""

    def test_reader_counts_once(self):
        """However many readings somebody wants one of theirs to be."""
        article = self.make_published(audience="internal")
        store(self.env, self.employee, "service.desk.article.view", count=1_000_000)
        article.with_user(self.employee)._was_read()
        rows = self.env["service.desk.article.view"].search([("article_id", "=", article.id)])
        self.assertEqual((rows.count, rows.date), (1, fields.Date.today()))

    def test_use_is_of_today(self):
        """Who used an article for a ticket, and when."""
        article = self.make_published(audience="internal")
        store(self.env, self.agent, "service.desk.article.use", date=f"{PAST} 00:00:00", user_id=self.manager.id)
        incident = self.make_incident()
        article.with_user(self.agent)._use_on(incident, "linked")
        use = self.env["service.desk.article.use"].search([("article_id", "=", article.id)])
        self.assertGreater(use.date.year, 2001)
        self.assertNotEqual(use.user_id, self.manager)


@tagged("post_install", "-at_install")
class TestDefaultsOfDigests(NoticeCase, PortalCase):
    """A colleague's message reaches those who want one mail a day."""

    def test_message_waits_for_the_next_mail(self):
        """Not for a day that its author has chosen."""
        self.rita.service_desk_mail_rhythm = "daily"
        store(self.env, self.agent, "service.desk.digest.line", date="2099-01-01 00:00:00")
        self.say(self.quiet(), self.agent, "First word")
        line = self.env["service.desk.digest.line"].search([("partner_id", "=", self.rita.id)], limit=1)
        self.assertTrue(line)
        self.assertLess(line.date.year, 2099)


@tagged("post_install", "-at_install")
class TestDefaultsOfAttempts(TaskCase):
    """What the log says of automatic steps."""

    def test_attempt_begins_as_one_that_runs(self):
        """Whoever sets it going."""
        values = {"outcome": "done", "detail": "All is well", "date_end": f"{PAST} 00:00:00"}
        store(self.env, self.agent, "service.desk.task.run", **values)
        task = self.env["service.desk.task"]._add([{"name": "Step", "company_id": self.env.company.id}])
        run = task.with_user(self.agent).sudo()._begin_attempt()
        self.assertEqual((run.outcome, run.detail, run.date_end), ("running", False, False))
