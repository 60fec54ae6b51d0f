from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_article_data import DESK, POPULAR_DAYS, USE_WEIGHT


class ServiceDeskArticleCountMixin(models.AbstractModel):
    """How much an article is read, used and liked."""

    _name = "service.desk.article.count.mixin"
    _description = "Figures of an Article"

    use_ids = fields.One2many("service.desk.article.use", "article_id", readonly=True, groups=DESK)
    view_count = fields.Integer(string="Readings", compute="_compute_counts", groups=DESK)
    use_count = fields.Integer(string="Uses in Tickets", compute="_compute_counts", groups=DESK)
    solved_count = fields.Integer(
        string="Tickets Saved",
        compute="_compute_counts",
        groups=DESK,
        help="How often somebody found the answer and sent no ticket.",
    )
    helpful_count = fields.Integer(string="Found It Helpful", compute="_compute_counts", groups=DESK)
    unhelpful_count = fields.Integer(string="Found It of No Help", compute="_compute_counts", groups=DESK)
    popularity = fields.Integer(readonly=True, copy=False, groups=DESK, help="How much it was used of late.")

    def _compute_counts(self):
        # sudo: how many there are is no secret, of which tickets and people is.
        env = self.sudo().env
        domain = Domain("article_id", "in", self.ids)
        views = dict(env["service.desk.article.view"]._read_group(domain, ["article_id"], ["count:sum"]))
        uses = Counter()
        for article, kind, count in env["service.desk.article.use"]._read_group(
            domain & Domain("kind", "!=", "origin"), ["article_id", "kind"], ["__count"]
        ):
            uses[article.id, kind == "solved"] += count
        votes = {
            (article.id, is_helpful): count
            for article, is_helpful, count in env["service.desk.article.vote"]._read_group(
                domain, ["article_id", "is_helpful"], ["__count"]
            )
        }
        for article in self:
            one = article._origin.id
            article.view_count = views.get(article._origin.sudo(), 0)
            article.use_count = uses[one, False]
            article.solved_count = uses[one, True]
            article.helpful_count = votes.get((one, True), 0)
            article.unhelpful_count = votes.get((one, False), 0)

    # -- What happens ------------------------------------------------------------------------

    def _use_on(self, ticket, kind="linked"):
        """Note that these articles helped with a ticket; once each, however often it is said.

        :param ticket: one ticket which the current user may read, of any process
        :param str kind: one of ``USE_KINDS``
        """
        self.check_access("read")
        ticket.check_access("read")
        uses = self.env["service.desk.article.use"]
        column = uses.LINE_FIELDS[ticket._name]
        # sudo: rows are written by this code alone, for articles and tickets that the user may read.
        known = uses.sudo().search([("article_id", "in", self.ids), (column, "=", ticket.id), ("kind", "=", kind)])
        new = self - known.article_id.with_env(self.env)
        ticket.invalidate_recordset(["article_ids", "article_count"])
        return uses.sudo().create(
            [{"article_id": article.id, column: ticket.id, "kind": kind, "user_id": self.env.uid} for article in new]
        )

    @api.model
    def _note_use(self, tickets, kind):
        """Note the article whose words an agent took over, now that they were really used.

        The dialog was opened with the article in its context, see the finder's lines.
        """
        article_id = self.env.context.get("service_desk_article_id")
        if type(article_id) is int:
            article = self.browse(article_id).exists()
            for ticket in tickets if article.has_access("read") else ():
                article._use_on(ticket, kind)

    def _remember_origin(self, record):
        """Say on the article from what it was drawn: a ticket, or anything else with a page."""
        if record._name in self.env["service.desk.article.use"].LINE_FIELDS:
            self._use_on(record, "origin")
        else:
            self._message_log(body=self.env._("Drawn from %s.", record._get_html_link()))

    def _solved_it(self):
        """Somebody found the answer in these articles and sends no ticket; who is not noted."""
        self.check_access("read")
        # sudo: see _use_on
        self.env["service.desk.article.use"].sudo().with_user(self.env.ref("base.user_root")).create(
            [{"article_id": article.id, "kind": "solved"} for article in self if article.is_live]
        )

    def _was_read(self):
        """Somebody has opened this article."""
        self.check_access("read")
        # sudo: rows are written by this code alone.
        self.env["service.desk.article.view"].sudo().create(
            [{"article_id": article.id, "date": fields.Date.today()} for article in self if article.is_live]
        )

    def _vote(self, is_helpful):
        """The current user says whether this article helped; the last word counts."""
        self.ensure_one()
        self.check_access("read")
        if self.is_live:
            # sudo: everybody who reads an article has one vote, and no other right on votes.
            self.env["service.desk.article.vote"].sudo()._cast(self, is_helpful)

    def _my_vote(self):
        """What the current user said about one article: True, False, or None."""
        self.ensure_one()
        # sudo: requesters read no votes; this one is their own.
        vote = (
            self.env["service.desk.article.vote"]
            .sudo()
            .search([("article_id", "=", self.id), ("user_id", "=", self.env.uid)])
        )
        return vote.is_helpful if vote else None

    # -- Buttons -----------------------------------------------------------------------------

    def action_open_uses(self):
        """Show the tickets with which it helped."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Where It Helped"),
            "res_model": "service.desk.article.use",
            "view_mode": "list",
            "domain": [("article_id", "in", self.ids), ("kind", "!=", "solved")],
        }

    # -- The job -----------------------------------------------------------------------------

    @api.model
    def _cron_popularity(self):
        """What was read and used of late, in a constant number of queries."""
        since = fields.Date.today() - timedelta(days=POPULAR_DAYS)
        counts = Counter()
        for model, weight, aggregate in (
            ("service.desk.article.view", 1, "count:sum"),
            ("service.desk.article.use", USE_WEIGHT, "__count"),
        ):
            rows = self.env[model].sudo()._read_group([("date", ">=", since)], ["article_id"], [aggregate])
            for article, count in rows:
                counts[article.id] += weight * count
        articles = self.sudo().with_context(mail_notrack=True)
        ranked = articles.search(Domain("id", "in", list(counts)) | Domain("popularity", "!=", 0))
        changed = ranked.filtered(lambda article: article.popularity != counts[article.id])
        # Kept until the end, and written in one statement however many different figures there are.
        for count, group in changed.grouped(lambda article: counts[article.id]).items():
            group.popularity = count
