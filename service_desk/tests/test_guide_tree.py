"""Building a guide: what is wrong with it is told, and what is published stays whole."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import BaseCase, tagged

from ..guide import MAX_ANSWERS, Node, faults, parse_path
from .common import ServiceDeskCase
from .guide_case import GuideCase


@tagged("post_install", "-at_install")
class TestGuideShape(BaseCase):
    def test_whole_tree_has_no_faults(self):
        """Several answers may lead to one step."""
        nodes = {1: Node(True, [2, 3]), 2: Node(True, [3]), 3: Node(False, [])}
        self.assertEqual(faults(nodes, 1), [])

    def test_each_fault_is_told(self):
        """Circles, dead ends and what nobody gets to."""
        nodes = {
            1: Node(True, [2, None]),
            2: Node(True, [3]),
            3: Node(True, [1]),
            4: Node(True, []),
        }
        self.assertEqual(faults(nodes, 1), [("nowhere", 1), ("unanswered", 4), ("circle", 3), ("unreached", 4)])

    def test_step_that_leads_to_itself_is_a_circle(self):
        """The smallest one."""
        self.assertIn(("circle", 1), faults({1: Node(True, [1])}, 1))

    def test_deep_and_wide_trees_are_looked_at_quickly(self):
        """A long chain does not exhaust the stack, nor do many ways to one step the patience."""
        deep = {n: Node(True, [n + 1, n + 1]) for n in range(3000)} | {3000: Node(False, [])}
        self.assertEqual(faults(deep, 0), [])

    def test_paths_are_numbers_or_nothing(self):
        """What an address may hold is not always a path."""
        self.assertEqual(parse_path("12.7"), [12, 7])
        self.assertEqual(parse_path(""), [])
        for wrong in ("a", "1..2", "-1", "1.2.", "٣", "1e5", "9" * 30, ".".join("1" * (MAX_ANSWERS + 1))):
            self.assertIsNone(parse_path(wrong), wrong)


@tagged("post_install", "-at_install")
class TestGuideTree(GuideCase, ServiceDeskCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guide = cls.make_guide()

    def test_guide_without_steps_cannot_be_published(self):
        """It says what is missing."""
        guide = self.env["service.desk.guide"].with_user(self.manager).create({"name": "Empty", "state": "published"})
        self.assertEqual(guide.state, "draft")
        self.assertIn("no steps", guide.fault_text)
        with self.assertRaises(UserError):
            guide.action_publish()
        with self.assertRaises(UserError):
            guide.state = "published"

    def test_published_guide_cannot_be_broken(self):
        """Neither by a circle, nor a dead end, nor by taking away a step or an answer."""
        for break_it in (
            lambda: self.lid.write({"next_step_id": self.first.id}),
            lambda: self.lid.write({"next_step_id": False}),
            lambda: self.lid.unlink(),
            lambda: self.advice.unlink(),
            lambda: self.ticket_end.write({"sequence": 0}),
            lambda: self.advice.write({"kind": "question"}),
            lambda: self.advice.write({"kind": "article"}),
            lambda: self.advice.write({"kind": "catalog"}),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                break_it()
            self.env.invalidate_all()
        self.assertEqual(self.guide.fault_text, "")

    def test_draft_may_be_half_done(self):
        """Whoever builds it is told, not hindered."""
        self.guide.action_draft()
        self.lid.next_step_id = self.first
        self.assertIn("Is the lid on?", self.guide.fault_text)
        self.assertIn("Turn the wheel", self.guide.fault_text)

    def test_answers_stay_within_their_guide(self):
        """A step of another guide is none to lead to."""
        other = self.env["service.desk.guide"].create({"name": "Other"})
        step = self.env["service.desk.guide.step"].create({"guide_id": other.id, "name": "Else?"})
        self.guide.action_draft()
        with self.assertRaises(ValidationError):
            self.lid.next_step_id = step

    def test_article_end_needs_a_published_article(self):
        """A draft is nothing to end with."""
        article = self.env["service.desk.article"].create({"name": "Wheels", "body": "<p>Left.</p>"})
        self.guide.action_draft()
        self.advice.write({"kind": "article", "article_id": article.id})
        with self.assertRaises(UserError):
            self.guide.action_publish()

    def test_new_step_stands_last(self):
        """One that is made by typing its title is never what a guide begins with."""
        self.guide.action_draft()
        step = self.env["service.desk.guide.step"].create({"guide_id": self.guide.id, "name": "And the pump?"})
        self.assertEqual(self.guide.step_ids.sorted()[-1], step)

    def test_outline_is_escaped(self):
        """Titles are words, not markup."""
        self.advice.name = "<script>alert(1)</script>"
        self.assertNotIn("<script>", self.guide.outline)

    def test_managers_build_and_others_do_not(self):
        """Agents walk guides; requesters read what is published to them."""
        for user in (self.agent, self.employee, self.portal_a):
            for record in (self.guide, self.first, self.yes):
                with self.assertRaises(AccessError):
                    record.with_user(user).write({"name": "Mine"})
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
        with self.assertRaises(AccessError):
            self.guide.with_user(self.agent).action_draft()

    def test_audience_sees_what_is_published_to_it(self):
        """Steps and answers follow their guide, in searches too."""
        models = ("service.desk.guide", "service.desk.guide.step", "service.desk.guide.option")

        def seen(user):
            domains = (
                [("id", "=", self.guide.id)],
                [("guide_id", "=", self.guide.id)],
                [("step_id.guide_id", "=", self.guide.id)],
            )
            return [
                self.env[model].with_user(user).search_count(domain)
                for model, domain in zip(models, domains, strict=True)
            ]

        self.assertEqual(seen(self.employee), [1, 4, 3])
        self.assertEqual(seen(self.portal_a), [0, 0, 0])
        self.guide.audience = "portal"
        self.assertEqual(seen(self.employee), [0, 0, 0])
        self.assertEqual(seen(self.portal_a), [1, 4, 3])
        self.guide.action_retire()
        self.assertEqual(seen(self.portal_a), [0, 0, 0])
        self.assertEqual(seen(self.agent), [1, 4, 3])

    def test_walking_tells_nothing_of_what_it_leads_to(self):
        """Over RPC neither the title of an article nor an item, a service or a topic of the desk."""
        guide = self.make_guide(audience="all")
        articles = self.env["service.desk.article"].with_user(self.manager)
        article = articles.create({"name": "Secret title", "body": "<p>x</p>", "audience": "desk"})
        article.action_publish()
        guide.action_draft()
        self.advice.write({"kind": "article", "article_id": article.id})
        guide.action_publish()
        self.env.invalidate_all()
        for user in (self.portal_a, self.employee):
            step = self.advice.with_user(user)
            name = step.web_read({"article_id": {"fields": {"display_name": {}}}})[0]["article_id"]["display_name"]
            self.assertEqual(name, article.number)
            self.assertFalse(step.answer_text)
            for field in ("item_id", "service_id", "category_id"):
                with self.assertRaises(AccessError):
                    step.read([field])
            with self.assertRaises(AccessError):
                guide.with_user(user).read(["service_id"])
        self.assertIn("Secret title", self.advice.with_user(self.agent).answer_text)

    def test_other_companies_guides_are_hidden(self):
        """A guide of one company is for its people."""
        company, agent = self.make_company()
        self.guide.company_id = self.env.company
        self.assertFalse(self.env["service.desk.guide"].with_user(agent).search([("id", "=", self.guide.id)]))
        self.assertTrue(company)
