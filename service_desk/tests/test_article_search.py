from odoo.tests import tagged

from ..fulltext import highlighted
from .article_case import ArticleCase


@tagged("post_install", "-at_install")
class TestArticleSearch(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls.make_published(
            "Printing from home", body="<p>Install the driver of the printers, then choose the queue.</p>"
        )
        cls.vpn = cls.make_published(
            "Connect to the VPN", body="<p>Start the client. It needs a token and a password.</p>", audience="all"
        )
        cls.password = cls.make_published(
            "Reset your password", body="<p>Open the page and press reset.</p>", audience="all"
        )

    def found(self, text, user=None, **kwargs):
        articles = self.articles.with_user(user or self.employee).with_context(lang="en_US")
        return [one.article for one in articles._found(text, **kwargs)]

    def test_forms_of_a_word_find_it(self):
        """The language's own grammar: print, printing, printers."""
        for text in ("print", "printers", "PRINTING", "printed drivers"):
            with self.subTest(text):
                self.assertEqual(self.found(text)[:1], [self.printer])

    def test_title_weighs_more_than_text(self):
        """Both hold the word; the one that is about it comes first."""
        self.assertEqual(self.found("password"), [self.password, self.vpn])

    def test_some_of_the_words_are_enough(self):
        """A sentence as people write it; beginnings of words too; one word of many is not."""
        self.assertEqual(self.found("my new laptop does not print, the printer driver fails")[:1], [self.printer])
        self.assertEqual(self.found("passw")[:1], [self.password])
        self.assertFalse(self.found("the password list of all suppliers contracts invoices budgets"))

    def test_search_syntax_is_obeyed(self):
        """Quoted words in this order, and words left out."""
        self.assertEqual(self.found('"token and a password"'), [self.vpn])
        self.assertEqual(self.found("password -token"), [self.password])
        self.assertFalse(self.found('"password token"'))

    def test_typing_errors_are_forgiven(self):
        """With and without the database's own extension."""
        for has_trigram in (False, self.env.registry.has_trigram):
            self.patch(self.env.registry, "has_trigram", has_trigram)
            self.assertEqual(self.found("pasword")[:1], [self.password])

    def test_odd_input_finds_nothing_and_breaks_nothing(self):
        """Operators, quotes, control characters, other scripts, very much of it."""
        for text in (
            "",
            " ",
            "&",
            "!!",
            "a & | ! b",
            "':*",
            "\\",
            "'",
            '"',
            '"""',
            "<->",
            "(((",
            "\0",
            "x\0y",
            "\ud800",
            "%_",
            "🦆",
            "()" * 500,
            "word " * 5000,
            "-",
            "- -",
            "or",
            "\ue000x\ue001",
            None,
            7,
            "_",
            "____",
            "'; DROP TABLE service_desk_article; --",
        ):
            with self.subTest(repr(text)[:40]):
                self.assertIsInstance(self.found(text), list)

    def test_highlights_are_safe(self):
        """What was found is marked; nothing else in it is HTML, forged marks neither."""
        article = self.make_published(
            "<script>alert(1)</script> toner",
            body="<p>toner &lt;img src=x onerror=alert(1)&gt; \ue000forged\ue001 toner &amp;lt;b&amp;gt;</p>",
        )
        found = self.articles.with_user(self.employee)._found("toner")[0]
        self.assertEqual(found.article, article)
        self.assertIn("<mark>toner</mark>", found.title)
        self.assertIn("<mark>toner</mark>", found.excerpt)
        for html in (found.title, found.excerpt):
            self.assertNotIn("<script", html)
            self.assertNotIn("<img", html)
            self.assertEqual(html.count("<"), 2 * html.count("<mark>"))
        self.assertNotIn("<mark>forged", found.excerpt)
        self.assertEqual(highlighted("<b>\ue000x\ue001"), "&lt;b&gt;<mark>x</mark>")

    def test_nothing_is_found_that_may_not_be_read(self):
        """By words, beginnings, typing errors, and in the filter of lists."""
        secret = self.make_published("Vault combination", body="<p>xylophone</p>", audience="desk")
        for text in ("vault combination", "xylophone", "vaul", "vaultt"):
            for user in (self.employee, self.portal_a, self.portal_b):
                with self.subTest(text, user=user.login):
                    self.assertFalse(self.found(text, user))
            self.assertEqual(self.found(text, self.agent), [secret])
        self.assertFalse(self.articles.with_user(self.employee).search([("found_by", "ilike", "xylophone")]))
        self.assertFalse(self.found("printing", self.portal_a))

    def test_only_what_readers_have_is_found(self):
        """Not the draft, nor the version being written, nor what was retired."""
        self.make_article("Aardvark care")
        self.vpn.action_revise()
        self.vpn.draft_body = "<p>Use the hovercraft.</p>"
        self.env.flush_all()
        self.assertFalse(self.found("aardvark", self.agent))
        self.assertFalse(self.found("hovercraft", self.agent))
        self.vpn.change_note = "x"
        self.vpn.with_user(self.manager).action_publish()
        self.assertEqual(self.found("hovercraft"), [self.vpn])
        self.vpn.with_user(self.manager).action_retire()
        self.assertFalse(self.found("hovercraft"))

    def test_each_language_has_its_grammar(self):
        """German plurals find German articles; a family comes once, in the reader's language."""
        self.env["res.lang"]._activate_lang("de_DE")
        german = self.make_published(
            "VPN verbinden",
            lang="de_DE",
            body="<p>Starten Sie das Programm; Häuser brauchen ein Token.</p>",
            audience="all",
            translation_of_id=self.vpn.id,
        )
        self.assertEqual(self.found("haus"), [german])
        self.assertEqual(self.found("vpn token"), [self.vpn])
        articles = self.articles.with_user(self.employee).with_context(lang="de_DE")
        self.assertEqual([one.article for one in articles._found("vpn token")], [german])

    def test_accents_may_be_left_out(self):
        """As people type on other keyboards."""
        self.env["res.lang"]._activate_lang("fr_FR")
        article = self.make_published("Imprimante réseau à l'étage", lang="fr_FR")
        for text in ("reseau", "réseau", "RÉSEAU", "etage"):
            with self.subTest(text):
                self.assertEqual(self.found(text), [article])

    def test_service_makes_the_likelier_one(self):
        """Of two that match alike."""
        service = self.env["service.desk.service"].create({"name": "Mail"})
        one, two = (self.make_published("Calendar is empty") for _index in range(2))
        self.assertEqual(self.found("calendar"), [two, one])
        one.with_user(self.manager).service_ids = service
        self.assertEqual(self.found("calendar", service=service), [one, two])

    def test_more_articles_cost_no_more_queries(self):
        """Finding, ranking and highlighting are done for all at once."""

        def measure(count):
            for number in range(count):
                self.make_published(f"Calendar {number}")
            return self.queries(lambda: self.found("calendar", limit=20))

        self.assert_same_queries(measure, 2, 12)
