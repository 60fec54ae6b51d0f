"""Guides whose ends are withdrawn, and who hears of it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ServiceDeskCase
from .guide_case import GuideCase


@tagged("post_install", "-at_install")
class TestGuideUpkeep(GuideCase, ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.make_guide(audience="all")
        cls.article = (
            cls.env["service.desk.article"]
            .with_user(cls.agent)
            .create({"name": "All about wheels", "body": "<p>Grease them.</p>", "audience": "all"})
        )
        cls.article.with_user(cls.manager).action_publish()
        cls.item = cls.env["service.desk.catalog.item"].with_user(cls.manager).create({"name": "Wheel"})
        cls.item.state = "published"
        cls.guide.action_draft()
        cls.advice.write({"kind": "article", "article_id": cls.article.id})
        cls.ticket_end.write({"kind": "catalog", "item_id": cls.item.id})
        cls.guide.action_publish()

    def broken(self):
        return self.env["service.desk.guide"].with_user(self.agent).search([("is_broken", "=", True)]) & self.guide

    def asked(self):
        return self.guide.activity_ids.user_id

    def test_whole_guide_is_not_marked(self):
        """Nobody is asked for anything."""
        self.assertFalse(self.guide.is_broken)
        self.assertFalse(self.broken())
        self.assertFalse(self.asked())

    def test_retired_article_is_told(self):
        """The guide is marked in the list, and whoever builds guides has a to-do, until the guide is taken up."""
        self.article.with_user(self.manager).action_retire()
        self.env.invalidate_all()
        self.assertTrue(self.guide.is_broken)
        self.assertEqual(self.broken(), self.guide)
        self.assertIn("Turn the wheel", self.guide.fault_text)
        self.assertEqual(self.asked(), self.manager)
        self.guide.action_draft()
        self.assertFalse(self.asked())
        self.assertFalse(self.broken())

    def test_retired_item_is_told(self):
        """As an article is, and once for both."""
        self.item.with_user(self.manager).write({"state": "retired"})
        self.article.with_user(self.manager).action_retire()
        self.env.invalidate_all()
        self.assertEqual(self.broken(), self.guide)
        self.assertEqual(len(self.guide.activity_ids), 1)

    def test_mended_guide_is_not_marked(self):
        """It need not be taken back for that."""
        self.article.with_user(self.manager).action_retire()
        self.advice.write({"kind": "advice"})
        self.env.invalidate_all()
        self.assertFalse(self.guide.is_broken)
        self.assertFalse(self.broken())

    def test_article_of_another_guide_or_none_asks_nobody(self):
        """Drafts and guides that do not lead to it are left alone."""
        self.guide.action_draft()
        self.article.with_user(self.manager).action_retire()
        self.assertFalse(self.asked())

    def test_plans_of_the_desk_are_not_for_those_who_walk_it(self):
        """Neither that it is broken, nor who mends it."""
        self.article.with_user(self.manager).action_retire()
        for user in (self.employee, self.portal_a):
            guide = self.guide.with_user(user)
            self.assertTrue(guide.name)
            for name in ("is_broken", "activity_summary", "activity_user_id", "walk_count"):
                with self.subTest(user=user.login, field=name), self.assertRaises(AccessError):
                    guide.read([name])

    def test_notes_are_not_for_those_who_walk_it(self):
        """Employees and customers read the guide, and nothing of what the desk says about it."""
        note = self.guide.message_post(body="They never read this anyway")
        for user in (self.employee, self.portal_a):
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("model", "=", self.guide._name), ("res_id", "=", self.guide.id)]))
            with self.assertRaises(AccessError):
                messages.browse(note.id).read(["body"])

    def test_guide_stays_in_its_company(self):
        """Nobody pushes it to where they have no business."""
        company, _user = self.make_company()
        with self.assertRaises(AccessError):
            self.guide.with_user(self.manager).write({"company_id": company.id})
