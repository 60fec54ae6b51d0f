from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .article_case import ArticleCase


@tagged("post_install", "-at_install")
class TestArticleUse(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls.make_published("Restart the router")

    def finder(self, ticket, **values):
        """The dialog on a ticket, as an agent opens it."""
        action = ticket.action_open_article_finder()
        finder = self.env["service.desk.article.finder"].with_user(self.agent).browse(action["res_id"])
        if values:
            finder.write(values)
            finder.action_search()
        return finder

    def test_finder_begins_with_the_subject(self):
        """What fits is there without a click; other words are looked for by one."""
        ticket = self.make_incident(name="The router does not restart")
        finder = self.finder(ticket)
        self.assertEqual(finder.line_ids.article_id, self.article)
        self.assertIn("<mark>", finder.line_ids.title)
        other = self.make_published("Screen stays black")
        finder.write({"text": "black screen"})
        finder.action_search()
        self.assertEqual(finder.line_ids.article_id, other)

    def test_linked_article_is_counted_once(self):
        """On the ticket and on the article, however often it is linked."""
        ticket = self.make_incident(name="Router")
        line = self.finder(ticket).line_ids
        line.action_link()
        self.finder(ticket).line_ids.action_link()
        self.assertEqual(ticket.article_ids, self.article)
        self.assertEqual(ticket.article_count, 1)
        self.assertEqual(self.article.use_count, 1)
        self.assertEqual(self.article.use_ids.ticket_name, ticket.display_name)
        self.assertTrue(self.finder(ticket).line_ids.is_linked)

    def test_reply_and_resolution_take_its_words(self):
        """In the dialogs, to be looked over; of a known error the workaround."""
        error = self.make_published(
            "Router hangs", kind="known_error", workaround="<p>Use the other port.</p>", symptom="<p>Blinks</p>"
        )
        ticket = self.make_incident(name="hangs")
        line = self.finder(ticket).line_ids.filtered(lambda one: one.article_id == error)
        reply = line.action_reply()
        self.assertIn("other port", reply["context"]["default_body"])
        self.assertEqual(reply["context"]["default_res_ids"], ticket.ids)
        resolve = line.action_resolve()
        self.assertIn("other port", resolve["context"]["default_resolution"])
        self.assertFalse(error.use_ids)  # nothing was sent yet
        compose = self.env["mail.compose.message"].with_user(self.agent).with_context(**reply["context"]).create({})
        compose.action_send_mail()
        self.assertIn("other port", ticket.message_ids[0].body)
        self.assertEqual(error.use_ids.mapped("kind"), ["reply"])
        dialog = self.env["service.desk.resolve.wizard"].with_user(self.agent).with_context(**resolve["context"])
        dialog.create({"resolution_code_id": self.code.id}).action_confirm()
        self.assertIn("other port", ticket.resolution)
        self.assertEqual(sorted(error.use_ids.mapped("kind")), ["reply", "resolution"])

    def test_words_are_not_told_to_whom_they_are_not_meant(self):
        """An article of the desk is linked to a customer's ticket, but not sent."""
        secret = self.make_published("Router password", audience="desk")
        ticket = self.make_incident(name="password")
        line = self.finder(ticket).line_ids.filtered(lambda one: one.article_id == secret)
        with self.assertRaises(UserError):
            line.action_reply()
        with self.assertRaises(UserError):
            line.action_resolve()
        line.action_link()
        self.assertEqual(ticket.article_ids, secret)

    def test_resolution_becomes_a_draft(self):
        """With what happened and what helped, for the desk first, and a pointer both ways."""
        ticket = self.make_resolved(description="<p>No light</p>", name="Cable")
        action = ticket.action_draft_article()
        article = self.articles.with_user(self.agent).browse(action["res_id"])
        self.assertEqual((article.name, article.state, article.audience), ("Cable", "draft", "desk"))
        self.assertIn("Replaced the cable", article.body)
        self.assertIn("No light", article.body)
        self.assertEqual(article.use_ids.incident_id, ticket)
        self.assertEqual(article.use_count, 0)
        self.assertEqual(ticket.article_ids, article)
        request = self.make_request()
        request.action_take()
        request.write({"state": "fulfilled", **self.solution})
        self.assertTrue(request.action_draft_article()["res_id"])

    def test_draft_of_a_walled_ticket_stays_within_its_walls(self):
        """For its team alone; a confidential one gives none at all."""
        ticket = self.make_incident(self.agent_walled, team_id=self.team_walled.id).with_user(self.agent_walled)
        ticket.action_take()
        ticket.write({"state": "resolved", **self.solution})
        article = self.articles.browse(ticket.action_draft_article()["res_id"])
        self.assertFalse(article.with_user(self.agent).has_access("read"))
        self.assertTrue(article.with_user(self.agent_walled).has_access("read"))
        ticket.sudo().is_confidential = True
        with self.assertRaises(UserError):
            ticket.action_draft_article()

    def test_without_a_resolution_there_is_nothing_to_draft(self):
        """A sentence says so."""
        with self.assertRaises(UserError):
            self.make_incident().action_draft_article()

    def test_use_is_seen_with_article_and_ticket(self):
        """Neither a hidden ticket nor a hidden article is told of by the other; the number stays."""
        ticket = self.make_incident(self.agent_walled, team_id=self.team_walled.id).with_user(self.agent_walled)
        self.article.with_user(self.agent_walled)._use_on(ticket)
        uses = self.env["service.desk.article.use"]
        self.assertFalse(uses.with_user(self.agent).search([("article_id", "=", self.article.id)]))
        self.assertEqual(len(uses.with_user(self.agent_walled).search([("article_id", "=", self.article.id)])), 1)
        self.assertFalse(self.article.with_user(self.agent).use_ids)
        self.assertEqual(self.article.use_count, 1)
        with self.assertRaises(AccessError):
            uses.with_user(self.agent).browse(self.article.sudo().use_ids.ids).read(["kind"])

    def test_nobody_writes_uses_votes_or_readings(self):
        """They come about by themselves."""
        for model in ("use", "vote", "view"):
            for user in (self.agent, self.admin_user):
                with self.subTest(model, user=user.login), self.assertRaises(AccessError):
                    self.env[f"service.desk.article.{model}"].with_user(user).create({"article_id": self.article.id})

    def test_everybody_has_one_vote(self):
        """It may be changed; reading counts by days; saved tickets count without a name."""
        for user, is_helpful in ((self.employee, True), (self.employee, False), (self.agent_two, True)):
            self.article.with_user(user)._vote(is_helpful)
        self.assertEqual((self.article.helpful_count, self.article.unhelpful_count), (1, 1))
        self.assertIs(self.article.with_user(self.employee)._my_vote(), False)
        self.assertIsNone(self.article.with_user(self.manager)._my_vote())
        for _index in range(3):
            self.article.with_user(self.employee)._was_read()
        self.article.with_user(self.employee)._solved_it()
        self.env.invalidate_all()
        self.assertEqual((self.article.view_count, self.article.solved_count), (3, 1))
        use = self.article.sudo().use_ids
        self.assertFalse(use.user_id)
        self.assertNotEqual(use.create_uid, self.employee)

    def test_hidden_article_takes_no_vote(self):
        """Nor a reading, nor a saved ticket."""
        article = self.make_published(audience="desk").with_user(self.employee)
        for count in (lambda: article._vote(True), article._was_read, article._solved_it):
            with self.assertRaises(AccessError):
                count()

    def test_past_days_are_put_together(self):
        """The sum stays."""
        views = self.env["service.desk.article.view"].sudo()
        views.create([{"article_id": self.article.id, "date": "2020-01-01", "count": 2} for _index in range(3)])
        views._put_days_together()
        kept = views.search([("article_id", "=", self.article.id)])
        self.assertEqual(kept.mapped("count"), [6])
        self.articles._cron_popularity()
        self.assertEqual(self.article.popularity, 0)
        self.article._was_read()
        self.articles._cron_popularity()
        self.assertEqual(self.article.popularity, 1)

    def test_report_adds_it_all_up(self):
        """Within the walls of the articles."""
        self.article._vote(True)
        self.article._was_read()
        self.env.flush_all()
        report = self.env["service.desk.article.report"]
        rows = report.with_user(self.agent)._read_group(
            [("article_id", "=", self.article.id)], [], ["view_count:sum", "helpful_count:sum", "use_count:sum"]
        )
        self.assertEqual(rows, [(1, 1, 0)])
        self.article.with_user(self.manager).write(
            {"audience": "teams", "audience_team_ids": [(6, 0, self.team_walled.ids)], "owner_id": self.manager.id}
        )
        self.assertFalse(report.with_user(self.agent).search([("article_id", "=", self.article.id)]))

    def test_searches_in_vain_are_kept_without_persons(self):
        """Counted by words; addresses and long numbers are not kept at all."""
        terms = self.env["service.desk.search.term"].sudo().with_user(self.employee).sudo()
        for text in ("Quantum  Flux", "quantum flux", "rita@example.com", "call +32 475 12 34 56", "", "&&", "\0"):
            terms._missed(text)
        mine = self.env["service.desk.search.term"].with_user(self.manager).search([("name", "ilike", "quantum")])
        self.assertEqual((mine.name, mine.count), ("quantum flux", 2))
        self.assertNotEqual(mine.sudo().create_uid, self.employee)
        self.assertFalse(terms.search([("name", "ilike", "rita")]) | terms.search([("name", "ilike", "call")]))
        mine.name = "forged"
        self.assertEqual(mine.name, "quantum flux")
        article = self.articles.browse(mine.action_write_article()["res_id"])
        self.assertEqual((article.name, mine.article_id, mine.is_answered), ("Quantum flux", article, True))
        with self.assertRaises(AccessError):
            mine.with_user(self.agent).read(["name"])
        finder = self.env["service.desk.article.finder"].with_user(self.agent).create({"text": "zebra crossing"})
        finder.action_search()
        self.assertTrue(terms.search([("name", "=", "zebra crossing")]))

    def test_searches_of_long_ago_are_forgotten(self):
        """Those that were made once; what was asked for again stays."""
        terms = self.env["service.desk.search.term"]
        for text in ("one slip", "asked twice", "asked twice"):
            terms._missed(text)
        terms.search([("name", "in", ["one slip", "asked twice"])]).date_last = "2020-01-01"
        terms._forget_single_searches()
        self.assertEqual(terms.search([("name", "in", ["one slip", "asked twice"])]).mapped("name"), ["asked twice"])

    def test_exported_searches_are_no_formulas(self):
        """Anybody on the portal types them."""
        terms = self.env["service.desk.search.term"]
        terms._missed("=cmd|calc")
        row = terms.search([("name", "=", "=cmd|calc")])._export_rows([["name"]])
        self.assertEqual(row, [["'=cmd|calc"]])

    def test_found_lines_are_written_by_searches_alone(self):
        """They are shown as HTML."""
        line = self.finder(self.make_incident(name="Router")).line_ids
        with self.assertRaises(AccessError):
            line.title = "<img src=x onerror=alert(1)>"
        with self.assertRaises(AccessError):
            line.copy({"title": "<b>x</b>"})
