from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..difference import as_html
from .article_case import ArticleCase


@tagged("post_install", "-at_install")
class TestArticleLife(ArticleCase):
    def test_new_article_is_a_numbered_draft_of_its_author(self):
        """KB and seven digits, unique in the company; nobody but the desk has it."""
        article = self.make_article()
        self.assertRegex(article.number, r"^KB\d{7}$")
        self.assertEqual((article.state, article.phase, article.is_live), ("draft", "new", False))
        self.assertEqual((article.owner_id, article.author_id), (self.agent, self.agent))
        self.assertFalse(self.articles.with_user(self.employee).search([]))

    def test_agent_alone_does_not_publish(self):
        """Managers, the reviewer and the team's leader do."""
        article = self.make_article(team_id=self.team_two.id)
        with self.assertRaises(AccessError):
            article.action_publish()
        self.team_two.leader_id = self.agent_two
        article.with_user(self.agent_two).action_publish()
        self.assertEqual(article.state, "published")

    def test_reviewer_publishes(self):
        """Whoever was asked to look at it, by somebody else."""
        article = self.make_article()
        with self.assertRaises(AccessError):
            article.reviewer_id = self.agent
        article.reviewer_id = self.agent_two
        article.action_submit()
        self.assertEqual(article.activity_ids.user_id, self.agent_two)
        article.with_user(self.agent_two).action_publish()
        self.assertTrue(article.is_live)
        self.assertFalse(article.activity_ids)

    def test_four_eyes_keep_the_author_from_publishing(self):
        """Not even a manager publishes what they wrote, where the company asks for two."""
        self.company.service_desk_article_four_eyes = True
        article = self.make_article(user=self.manager)
        self.assertTrue(article.needs_other_eyes)
        self.assertFalse(article.with_user(self.admin_user).needs_other_eyes)
        with self.assertRaises(UserError):
            article.action_publish()
        article.with_user(self.admin_user).action_publish()
        article.with_user(self.manager).action_revise()
        article.write({"draft_body": "<p>Other</p>", "change_note": "x"})
        with self.assertRaises(UserError):
            article.action_publish()
        article.with_user(self.admin_user).action_publish()
        self.assertEqual(article.body, "<p>Other</p>")

    def test_four_eyes_see_what_is_written_along(self):
        """Nobody publishes the words of another after they have put their own in their place."""
        self.company.service_desk_article_four_eyes = True
        article = self.make_article()
        with self.assertRaisesRegex(UserError, "somebody else|another|wrote"):
            article.with_user(self.manager).write({"state": "published", "body": "<p>My words.</p>"})

    def test_empty_article_is_not_published(self):
        """A title alone helps nobody; nor do invisible tags."""
        article = self.make_article(body="<p><br></p>")
        with self.assertRaises(UserError):
            article.with_user(self.manager).action_publish()

    def test_facts_cannot_be_forged(self):
        """Neither what readers have, nor who wrote it, nor its number; and every life begins as a draft."""
        article = self.make_article()
        for name, value in (
            ("is_live", True),
            ("author_id", self.agent_two.id),
            ("number", "KB1"),
            ("date_published", "2020-01-01"),
            ("date_reminded", "2020-01-01"),
        ):
            with self.subTest(name), self.assertRaises(AccessError):
                article.write({name: value})
        with self.assertRaises(UserError):
            self.make_article(state="published")
        with self.assertRaises(AccessError):
            self.env["service.desk.article.revision"].with_user(self.admin_user).create(
                {"article_id": article.id, "number": 7}
            )

    def test_published_text_stays_until_the_new_one_is_published(self):
        """Readers see the old one, the desk both; then the new one takes its place."""
        article = self.make_published(audience="internal")
        with self.assertRaises(UserError):
            article.body = "<p>Changed under their eyes</p>"
        article.action_revise()
        self.assertEqual((article.state, article.draft_body), ("draft", article.body))
        article.write({"draft_name": "Restart it", "draft_body": "<p>Press the button.</p>"})
        theirs = article.with_user(self.employee)
        self.assertEqual(theirs.name, "Restart the router")
        self.assertIn("Pull the plug", theirs.body)
        with self.assertRaises(AccessError):
            theirs.read(["draft_body"])
        with self.assertRaises(UserError):
            article.with_user(self.manager).action_publish()  # nobody said what changes
        article.change_note = "There is a button now"
        article.with_user(self.manager).action_publish()
        self.env.invalidate_all()
        self.assertEqual(theirs.name, "Restart it")
        self.assertFalse(article.draft_body)
        self.assertEqual(article.revision_ids.mapped("number"), [2, 1])
        self.assertEqual(article.revision_ids[0].note, "There is a button now")
        self.assertEqual(article.revision_ids[0].user_id, self.manager)
        self.assertEqual(article.revision_ids[0].author_id, self.agent)

    def test_discarded_version_leaves_no_trace(self):
        """What is published stays, and no revision is kept; from a review as well."""
        article = self.make_published()
        for in_review in (False, True):
            article.action_revise()
            article.draft_body = "<p>Nonsense</p>"
            if in_review:
                article.action_submit()
            article.action_discard()
            self.assertEqual((article.state, article.draft_body), ("published", False))
            self.assertIn("Pull the plug", article.body)
            self.assertEqual(len(article.revision_ids), 1)
        with self.assertRaises(UserError):
            article.action_discard()

    def test_text_in_review_stays_as_the_reviewer_reads_it(self):
        """It has to be taken back to be changed."""
        article = self.make_article()
        article.action_submit()
        with self.assertRaises(UserError):
            article.body = "<p>Other</p>"
        article.action_revise()
        article.body = "<p>Other</p>"

    def test_retired_article_is_read_by_nobody_and_comes_back_as_a_draft(self):
        """Its text and its revisions are kept; only who publishes retires."""
        article = self.make_published()
        with self.assertRaises(AccessError):
            article.action_retire()
        article.with_user(self.manager).action_retire()
        self.assertFalse(self.articles.with_user(self.employee).search([]))
        article.action_revise()
        article.body = "<p>Pull it harder.</p>"
        article.with_user(self.manager).action_publish()
        self.assertEqual(len(article.revision_ids), 2)
        self.assertTrue(self.articles.with_user(self.employee).search([]))

    def test_article_with_a_new_version_is_not_retired_over_it(self):
        """Whoever writes it would lose their text."""
        article = self.make_published()
        article.action_revise()
        with self.assertRaises(UserError):
            article.with_user(self.manager).action_retire()

    def test_published_article_is_never_deleted(self):
        """Drafts are."""
        article = self.make_published()
        draft = self.make_article()
        with self.assertRaises(UserError):
            article.with_user(self.manager).unlink()
        draft.with_user(self.manager).unlink()

    def test_restored_revision_is_a_draft(self):
        """Readers keep what they have until it is published again."""
        article = self.make_published()
        article.with_user(self.manager)._rewrite({"body": "<p>Second</p>"}, "Better")
        article.revision_ids.filtered(lambda one: one.number == 1).with_user(self.agent).action_restore()
        self.assertEqual((article.state, article.body), ("draft", "<p>Second</p>"))
        self.assertIn("Pull the plug", article.draft_body)
        article.with_user(self.manager).action_publish()
        self.env.invalidate_all()
        self.assertIn("Pull the plug", article.body)
        self.assertEqual(article.revision_ids.mapped("number"), [3, 2, 1])

    def test_difference_of_long_tables_is_found(self):
        """Thousands of lines that are all the same are not compared each with each."""
        dashes = "<p>–</p>" * 20_000
        html = as_html([("Text", f"<p>First</p>{dashes}<p>Old</p>{dashes}", f"<p>First</p>{dashes}<p>New</p>{dashes}")])
        self.assertIn("Old", html)
        self.assertIn("New", html)
        self.assertEqual(html.count("o_sd_diff_skipped"), 2)
        many = "".join(f"<p>–</p><p>{number}</p>" for number in range(10_000))
        self.assertIn("5000", as_html([("Text", f"<p>x</p>{many}<p>y</p>", f"{many}<p>z</p>".replace("5000", "five"))]))

    def test_difference_is_readable_and_escaped(self):
        """Words that came and went are marked; what people wrote does nothing in it."""
        article = self.make_published(body="<p>Press the red button.</p><p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")
        article.with_user(self.manager)._rewrite(
            {"body": "<p>Press the green button.</p><p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>"}, "Color"
        )
        self.env.invalidate_all()
        html = article.revision_ids[0].difference
        self.assertIn("<del>red</del>", html)
        self.assertIn("<ins>green</ins>", html)
        self.assertNotIn("<script", html)
        self.assertNotIn("<b onclick", html)
        self.assertIn("&lt;", html)

    def test_html_is_cleaned(self):
        """Scripts, handlers, frames and forms do not survive, in no field that readers see."""
        nasty = (
            "<p onclick=\"x()\">Hi</p><script>alert(1)</script><iframe src='//evil'></iframe>"
            "<a href='javascript:alert(1)'>x</a><form action='//evil'><input name='password'/></form>"
            "<div style='position:fixed;top:0'>over</div>"
        )
        article = self.make_published(body=nasty, symptom=nasty, workaround=nasty, kind="known_error")
        for name in ("body", "symptom", "workaround"):
            for word in ("onclick", "<script", "<iframe", "javascript:", "<form", "position"):
                self.assertNotIn(word, article[name], name)
        self.assertNotIn("<script", article.revision_ids.body)

    def test_bad_values_get_a_sentence(self):
        """Too long, NUL, blank titles."""
        article = self.make_article(name="A\0B", body="<p>x\0y</p>")
        self.assertEqual((article.name, article.body), ("AB", "<p>xy</p>"))
        with self.assertRaises(ValidationError):
            article.body = "<p>%s</p>" % ("x" * 500_001)

    def test_review_reminds_the_owner_once(self):
        """An activity when the day has come, none tomorrow, again after it was confirmed."""
        article = self.make_published()
        today = fields.Date.today()
        self.assertGreater(article.date_review, today + timedelta(days=360))
        article.date_review = today
        self.run_reviews()
        self.assertEqual(article.activity_ids.user_id, self.agent)
        self.run_reviews()
        self.assertEqual(len(article.activity_ids), 1)
        self.assertTrue(article.is_review_due)
        article.action_confirm()
        self.assertFalse(article.activity_ids)
        self.assertFalse(article.is_review_due)
        self.assertGreater(article.date_review, today)

    def run_reviews(self):
        """The job, without its commit."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 0):
            self.articles.sudo()._cron_reviews()

    def test_translation_is_an_article_of_its_own(self):
        """One for each language, of an original; both have their own text and life."""
        self.env["res.lang"]._activate_lang("de_DE")
        article = self.make_published()
        action = article.action_open_translate()
        german = (
            self.articles.with_user(self.agent).with_context(**action["context"]).create({"name": "Router neu starten"})
        )
        self.assertEqual((german.lang, german.translation_of_id), ("de_DE", article))
        self.assertEqual(german.state, "draft")
        with self.assertRaises(UserError):
            article.action_open_translate()
        with self.assertRaises(ValidationError):
            self.make_article(lang="en_US", translation_of_id=article.id)
        with self.assertRaises(ValidationError):
            self.make_article(lang="de_DE", translation_of_id=german.id)

    def test_two_who_publish_at_once_make_one_revision(self):
        """The second waits for the first, fails there, and finds it done when it is tried again."""
        article = self.make_published()
        article.action_revise()
        article.write({"draft_body": "<p>Second</p>", "change_note": "x"})
        article.with_user(self.manager).action_publish()
        article.with_user(self.admin_user).action_publish()
        self.env.invalidate_all()
        self.assertEqual(article.revision_ids.mapped("number"), [2, 1])

    def test_known_error_points_to_its_problem(self):
        """Readers have its symptom and its workaround, and know nothing of the problem."""
        problem = self.env["service.desk.problem"].with_user(self.agent).create({"name": "Router hangs"})
        values = {"name": "Router hangs", "kind": "known_error", "workaround": "<p>Wait</p>", "lang": "en_US"}
        article = self.articles.with_user(self.agent)._draft_from(problem, values)
        self.assertEqual(article.problem_id, problem)
        self.assertEqual(problem.article_ids, article)
        article.with_user(self.manager).action_publish()
        theirs = article.with_user(self.employee)
        self.assertIn("Wait", theirs.workaround)
        with self.assertRaises(AccessError):
            theirs.read(["problem_id"])

    def test_closed_doors(self):
        """Moves that the life does not know are refused with a sentence."""
        article = self.make_published()
        with self.assertRaises(UserError):
            article.write({"state": "review"})
        with self.assertRaises(UserError):
            article.action_submit()
