"""Pictures of a ticket in the article that was drawn from it."""

import base64

from odoo.tests import tagged

from .article_case import ArticleCase
from .portal_common import PortalCase

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestArticlePicture(ArticleCase, PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls.make_resolved(name="The router blinks")
        cls.other = cls.make_incident(name="Secret")
        cls.file, cls.foreign = (cls.make_picture(ticket) for ticket in (cls.ticket, cls.other))
        cls.ticket.sudo().description = (
            f'<p>It blinks: <img src="/web/image/{cls.file.id}?access_token=abc" alt="blink"></p>'
            f'<p><img src="/web/image/{cls.foreign.id}-1234/secret.png"></p>'
        )
        action = cls.ticket.action_draft_article()
        cls.article = cls.articles.with_user(cls.agent).browse(action["res_id"])

    @classmethod
    def make_picture(cls, ticket):
        values = {"name": "blink.png", "raw": PIXEL, "res_model": ticket._name, "res_id": ticket.id}
        return cls.env["ir.attachment"].create(values)

    def publish(self, audience="all"):
        self.article.with_user(self.manager).write({"audience": audience})
        self.article.with_user(self.manager).action_publish()

    def copies(self):
        return self.env["ir.attachment"].search(
            [("res_model", "=", "service.desk.article"), ("res_id", "=", self.article.id)]
        )

    def path(self):
        return f"/my/knowledge/{self.article.number}/files/{self.copies().id}"

    def test_picture_is_the_articles_own(self):
        """The ticket may lose it, and that of something else is not taken along."""
        self.assertEqual(self.copies().mapped("raw"), [PIXEL])
        self.assertNotIn(f"/web/image/{self.file.id}?", self.article.body)
        self.assertIn(f"/web/image/{self.copies().id}?", self.article.body)
        self.assertNotEqual(self.copies().access_token, self.file.access_token)
        self.assertIn('alt="blink"', self.article.body)

    def test_readers_see_it_on_the_page(self):
        """Customers and employees alike, also when the ticket has lost it."""
        self.publish()
        self.file.unlink()
        for user in (self.portal_a, self.employee):
            self.login(user)
            page = self.get(f"/my/knowledge/{self.article.number}").text
            self.assertIn(f'src="{self.path()}"', page)
            self.assertNotIn("access_token", page)
            response = self.get(self.path())
            self.assertEqual((response.status_code, response.content), (200, PIXEL))
            self.assertEqual(response.headers["Content-Type"], "image/png")

    def test_picture_goes_with_the_article(self):
        """Who may not read the article, or not any more, does not get its pictures."""
        self.publish("internal")
        self.login(self.portal_a)
        self.assertEqual(self.get(self.path()).status_code, 404)
        self.login(self.employee)
        self.assertEqual(self.get(self.path()).status_code, 200)
        self.article.with_user(self.manager).action_retire()
        self.assertEqual(self.get(self.path()).status_code, 404)

    def test_picture_that_is_only_in_the_new_version_is_not_served(self):
        """Nor any file of something else whose number somebody writes into a text."""
        self.publish()
        unseen = self.make_picture(self.article)
        self.article.with_user(self.manager).action_revise()
        self.article.with_user(self.manager).draft_body = f'<img src="/web/image/{unseen.id}">'
        self.login(self.portal_a)
        base = f"/my/knowledge/{self.article.number}/files"
        for file in (unseen, self.foreign):
            self.assertEqual(self.get(f"{base}/{file.id}").status_code, 404)
