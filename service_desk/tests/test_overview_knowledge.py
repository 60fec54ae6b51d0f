"""What the overview says of knowledge."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .article_case import ArticleCase


@tagged("post_install", "-at_install")
class TestOverviewKnowledge(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.terms = cls.env["service.desk.search.term"]
        cls.terms.search([]).unlink()
        today = fields.Date.today()
        due, later, draft = cls.make_published("Due"), cls.make_published("Later"), cls.make_article("Draft")
        (due | draft).sudo().write({"date_review": today - timedelta(days=1)})
        later.sudo().write({"date_review": today + timedelta(days=30)})
        cls.due = due
        cls.terms.create(
            [
                {"name": name, "company_id": cls.company.id, "date_last": today - timedelta(days=days)}
                for name, days in (("hovercraft", 0), ("eels", 6), ("parrot", 7))
            ]
        )
        cls.terms.create({"name": "spam", "company_id": cls.company.id, "date_last": today, "is_answered": True})

    def told(self, user):
        knowledge = self.env["service.desk.overview"].with_user(user).get_overview()["knowledge"]
        return {key: figure["count"] for key, figure in knowledge.items()}

    def test_manager_is_told_what_waits(self):
        """Articles whose review is due, and what was searched in vain of late and nobody has seen to."""
        self.assertEqual(self.told(self.manager), {"review_due": 1, "missed": 2})

    def test_agent_is_told_of_articles_alone(self):
        """Searches are the managers' list; what a team keeps to itself is not counted for others."""
        self.assertEqual(self.told(self.agent), {"review_due": 1})
        self.due.sudo().write({"audience": "teams", "audience_team_ids": [(6, 0, self.team_walled.ids)]})
        self.due.sudo().owner_id = self.agent_walled
        self.assertEqual(self.told(self.agent), {})

    def test_list_holds_what_was_counted(self):
        """And nobody gets one that they may not see."""
        overview = self.env["service.desk.overview"].with_user(self.manager)
        for key, count in self.told(self.manager).items():
            action = overview.get_knowledge_action(key)
            self.assertEqual(overview.env[action["res_model"]].search_count(action["domain"]), count)
        for user, key in ((self.agent, "missed"), (self.employee, "review_due"), (self.portal_a, "missed")):
            with self.assertRaises(AccessError):
                overview.with_user(user).get_knowledge_action(key)
        for nonsense in ("phase", None, ["missed"]):
            with self.assertRaises(UserError):
                overview.get_knowledge_action(nonsense)

    def test_more_of_it_costs_no_more(self):
        """One query for each number."""
        overview = self.env["service.desk.overview"].with_user(self.manager)

        def measure(count):
            seen = {"company_id": self.company.id, "date_last": fields.Date.today()}
            for number in range(count):
                self.terms.create({"name": f"x{number}", **seen})
                self.make_published(f"Due {number}").sudo().date_review = fields.Date.today()
            return self.queries(overview._knowledge)

        self.assert_same_queries(measure, 1, 6)
