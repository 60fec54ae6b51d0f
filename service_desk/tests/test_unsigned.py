"""What the desk writes for requesters does not tell them who wrote it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .article_case import ArticleCase

#: What requesters read and the desk writes.
WRITTEN = (
    "service.desk.announcement",
    "service.desk.announcement.update",
    "service.desk.article",
    "service.desk.catalog.choice",
    "service.desk.catalog.condition",
    "service.desk.catalog.item",
    "service.desk.catalog.question",
    "service.desk.category",
    "service.desk.guide",
    "service.desk.guide.option",
    "service.desk.guide.step",
    "service.desk.service",
)


@tagged("post_install", "-at_install")
class TestUnsigned(ArticleCase):
    def test_requesters_are_not_told_who_wrote_it(self):
        """Neither who made a record nor who changed it last; agents are told."""
        for model in WRITTEN:
            for user in (self.portal_a, self.employee):
                with self.subTest(model, user=user.login):
                    self.assertFalse({"create_uid", "write_uid"} & self.env[model].with_user(user).fields_get().keys())
            self.assertIn("write_uid", self.env[model].with_user(self.agent).fields_get())

    def test_author_cannot_be_asked_for(self):
        """Not by name, not by a search for a name, not as facts about the row."""
        article = self.make_published(audience="all").with_user(self.portal_a)
        self.assertTrue(article.read(["name"]))
        for ask in (
            lambda: article.read(["create_uid"]),
            lambda: article.search([("write_uid.name", "ilike", "a")]),
            lambda: article.formatted_read_group([], ["write_uid"]),
            article.get_metadata,
        ):
            with self.assertRaises(AccessError):
                ask()
        self.assertTrue(article.with_user(self.agent).read(["create_uid"])[0]["create_uid"])
