from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .article_case import ArticleCase


@tagged("post_install", "-at_install")
class TestArticleRights(ArticleCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.service_desk_public_knowledge = True
        cls.by_audience = {
            audience: cls.make_published(
                f"For {audience}",
                user=cls.agent_walled,
                audience=audience,
                audience_team_ids=[(6, 0, cls.team_walled.ids)],
            )
            for audience in ("public", "all", "internal", "portal", "contract", "desk", "teams")
        }
        cls.draft = cls.make_article("Draft", audience="all")
        cls.other_company, cls.other_agent = cls.make_company()

    def seen(self, user, domain=()):
        """The audiences of what somebody finds."""
        found = self.articles.with_user(user).search(list(domain))
        return {article.audience for article in found if article != self.draft}

    def test_each_kind_of_reader_finds_what_is_for_them(self):
        """By search, and by reading each one by its id."""
        everything = set(self.by_audience)
        expected = {
            self.portal_a: {"public", "all", "portal"},
            self.employee: {"public", "all", "internal"},
            self.agent: everything - {"teams"},
            self.agent_walled: everything,
            self.manager: everything,
            self.other_agent: set(),
        }
        for user, audiences in expected.items():
            with self.subTest(user.login):
                self.assertEqual(self.seen(user), audiences)
            for audience, article in self.by_audience.items():
                theirs = article.with_user(user)
                with self.subTest(user.login, audience=audience):
                    self.assertEqual(theirs.has_access("read"), audience in audiences)
                    if audience not in audiences:
                        with self.assertRaises(AccessError):
                            theirs.read(["name"])

    def test_hidden_articles_are_hidden_by_every_route(self):
        """Names, counts, groups, exports and filters on what one may not read."""
        hidden = self.by_audience["teams"]
        for user in (self.portal_a, self.employee, self.agent, self.other_agent):
            articles = self.articles.with_user(user)
            with self.subTest(user.login):
                self.assertFalse(articles.name_search("For teams"))
                self.assertFalse(articles.name_search(hidden.number))
                self.assertFalse(articles.search_count([("id", "=", hidden.id)]))
                names = [row["name"] for row in articles.formatted_read_group([], ["name"], ["__count"])]
                self.assertNotIn("For teams", names)
                with self.assertRaises(AccessError):
                    hidden.with_user(user)._export_rows([["name"], ["body"]])

    def test_title_is_not_told_by_what_points_at_it(self):
        """Names of linked records are read as superuser: a translation, a problem, a guide has one."""
        self.env["res.lang"]._activate_lang("fr_FR")
        desk, teams = self.by_audience["desk"], self.by_audience["teams"]
        french = self.make_published("Pour tous", lang="fr_FR", audience="all", translation_of_id=desk.id)
        problem = self.make_problem(self.agent_walled, article_id=teams.id)
        for record, field, stranger, reader in (
            (french, "translation_of_id", self.portal_a, self.agent),
            (problem, "article_id", self.agent, self.agent_walled),
        ):
            self.env.invalidate_all()
            number = record.sudo()[field].number
            told = record.with_user(stranger).read([field])[0][field][1]
            self.assertEqual(told, number)
            self.env.invalidate_all()
            self.assertIn("For ", record.with_user(reader).read([field])[0][field][1])

    def test_readers_see_nothing_of_how_it_came_about(self):
        """Owner, drafts, revisions, conversation and files are the desk's."""
        article = self.by_audience["all"]
        article.with_user(self.agent_walled).message_post(body="Secret thoughts")
        for user in (self.portal_a, self.employee):
            theirs = article.with_user(user)
            for name in ("owner_id", "draft_body", "revision_ids", "attachment_ids", "tag_ids", "change_note"):
                with self.subTest(user.login, field=name), self.assertRaises(AccessError):
                    theirs.read([name])
            with self.assertRaises(AccessError):
                self.articles.with_user(user).search([("draft_body", "ilike", "x")])
            self.assertFalse(
                self.env["mail.message"]
                .with_user(user)
                .search([("model", "=", article._name), ("res_id", "=", article.id)])
            )
            with self.assertRaises(AccessError):
                theirs.message_post(body="Hello")

    def test_readers_do_not_subscribe_to_the_conversation(self):
        """What is said about an article reaches no follower outside the desk."""
        article = self.by_audience["internal"]
        article.message_subscribe(self.employee.partner_id.ids)
        message = article.with_user(self.agent_walled).message_post(
            body="Secret thoughts", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        self.assertNotIn(self.employee.partner_id, message.notified_partner_ids)

    def test_agent_does_not_become_the_reviewer(self):
        """Neither by a value nor by a default that a client sends; a colleague may."""
        values = {"name": "Mine", "body": "<p>x</p>"}
        articles = self.articles.with_user(self.agent)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            articles.create({**values, "reviewer_id": self.agent.id})
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            articles.with_context(default_reviewer_id=self.agent.id).create(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            articles.create(values).write({"reviewer_id": self.agent.id})
        self.assertEqual(articles.create({**values, "reviewer_id": self.agent_two.id}).reviewer_id, self.agent_two)

    def test_requesters_write_nothing(self):
        """Neither values nor rows; agents delete nothing."""
        article = self.by_audience["all"]
        for user in (self.portal_a, self.employee):
            with self.assertRaises(AccessError):
                article.with_user(user).name = "x"
            with self.assertRaises(AccessError):
                self.make_article(user=user)
        with self.assertRaises(AccessError):
            self.draft.with_user(self.agent).unlink()

    def test_files_of_articles_are_served_by_the_portal_alone(self):
        """Reading an attachment's row needs the right to write the article."""
        article = self.make_article(audience="all")
        file = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create({"name": "steps.txt", "raw": b"one two", "res_model": article._name, "res_id": article.id})
        )
        article.attachment_ids = file
        article.with_user(self.manager).action_publish()
        for user in (self.portal_a, self.employee, self.other_agent):
            with self.subTest(user.login), self.assertRaises(AccessError):
                file.with_user(user).read(["raw"])
        self.assertEqual(file.with_user(self.agent_two).raw, b"one two")

    def test_published_file_is_not_exchanged(self):
        """Who writes articles but does not publish changes no file that readers have, nor one in review."""
        article = self.make_article(audience="all")
        files = self.env["ir.attachment"].with_user(self.agent)
        file, other = files.create(
            [
                {"name": name, "raw": b"good", "res_model": article._name, "res_id": article.id}
                for name in ("steps.txt", "draft.txt")
            ]
        )
        article.attachment_ids = file
        file.raw = b"better"
        article.action_submit()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            file.raw = b"evil"
        article.with_user(self.manager).action_publish()
        for attempt in (
            lambda: file.write({"raw": b"evil"}),
            lambda: file.write({"datas": "ZXZpbA=="}),
            lambda: file.write({"name": "evil.exe"}),
            file.unlink,
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                attempt()
        other.raw = b"not published"
        article.with_user(self.manager).action_revise()
        article.draft_attachment_ids = other
        article.change_note = "Another file"
        article.with_user(self.manager).action_publish()
        self.assertEqual(article.attachment_ids, other)
        # What was published once stays in its revision.
        with self.assertRaisesRegex(UserError, "stays as it is"):
            file.unlink()

    def test_file_of_a_ticket_is_not_shown_by_an_article(self):
        """Whoever may write articles could read every file by its id otherwise."""
        ticket = self.make_incident(self.agent_walled, team_id=self.team_walled.id)
        file = self.env["ir.attachment"].create(
            {"name": "secret.txt", "raw": b"secret", "res_model": ticket._name, "res_id": ticket.id}
        )
        article = self.make_article()
        for command in ([(4, file.id)], [(6, 0, file.ids)]):
            with self.assertRaises(UserError):
                article.write({"attachment_ids": command})
        self.assertFalse(article.attachment_ids)

    def test_audience_of_a_published_article_is_decided_by_who_publishes(self):
        """An agent does not open it to customers, nor hands it to a team of their own."""
        article = self.by_audience["desk"].with_user(self.agent)
        for values in ({"audience": "all"}, {"team_id": self.team_one.id}, {"service_ids": False}):
            with self.subTest(values), self.assertRaises(AccessError):
                article.write(values)
        article.with_user(self.manager).audience = "all"

    def test_contract_opens_articles_about_what_it_covers(self):
        """As long as it is in force, for its organization alone."""
        service, other = self.env["service.desk.service"].create([{"name": "Line"}, {"name": "Phones"}])
        about, general = self.make_published("Line", audience="contract", service_ids=[(6, 0, service.ids)]), None
        other_about = self.make_published("Phones", audience="contract", service_ids=[(6, 0, other.ids)])
        general = self.by_audience["contract"]
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.portal_a.partner_id.parent_id = firm
        theirs = about | general | other_about
        self.assertFalse(self.readable(theirs, self.portal_a))
        contract = self.env["service.desk.contract"].create(
            {
                "name": "Support",
                "kind": "customer",
                "partner_id": firm.id,
                "service_ids": [(6, 0, service.ids)],
                "date_start": "2020-01-01",
                "date_end": "2999-01-01",
            }
        )
        contract.action_activate()
        self.assertEqual(self.readable(theirs, self.portal_a), about | general)
        self.assertFalse(self.readable(theirs, self.portal_b))
        contract.end_reason = "x"
        contract.state = "ended"
        self.assertFalse(self.readable(theirs, self.portal_a))

    def readable(self, articles, user):
        return self.articles.with_user(user).search([("id", "in", articles.ids)]).sudo().with_env(self.env)

    def test_public_needs_the_admins_word(self):
        """Where it is not allowed, nobody makes an article public; the public has no right by RPC at all."""
        self.company.service_desk_public_knowledge = False
        with self.assertRaises(ValidationError):
            self.make_article(audience="public")
        public = self.env.ref("base.public_user")
        with self.assertRaises(AccessError):
            self.by_audience["public"].with_user(public).read(["name"])

    def test_teams_are_named(self):
        """An article for certain teams is for some."""
        with self.assertRaises(ValidationError):
            self.make_article(audience="teams")

    def test_companies_are_apart(self):
        """Nobody pushes an article into a company of others, or reads one from there."""
        with self.assertRaises(AccessError):
            self.draft.with_user(self.agent).company_id = self.other_company
        theirs = self.make_article("Theirs", user=self.other_agent)
        self.assertFalse(self.articles.with_user(self.manager).search([("id", "=", theirs.id)]))
        self.assertFalse(self.env["service.desk.article.revision"].with_user(self.other_agent).search([]))
