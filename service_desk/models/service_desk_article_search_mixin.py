from dataclasses import dataclass

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import fulltext
from ..difference import lines_of
from ..matching import score
from .service_desk_article_data import TEXT_FIELDS
from .service_desk_article_rank_mixin import MAX_FOUND

#: Titles compared letter by letter when no word was found, those of use first.
MAX_TITLES = 1000
#: Characters in which highlights are looked for.
MAX_EXCERPT = 20_000


@dataclass(frozen=True)
class Found:
    """An article that was found, and how: title and excerpt with what was found in ``<mark>``."""

    article: models.BaseModel
    title: Markup
    excerpt: Markup
    score: float


class ServiceDeskArticleSearchMixin(models.AbstractModel):
    """Finding published articles by what stands in them.

    Every search here runs within the record rules of the one who asks.
    """

    _name = "service.desk.article.search.mixin"
    _description = "Search among Articles"
    _inherit = ["service.desk.article.rank.mixin"]

    found_by = fields.Char(
        string="Words",
        compute="_compute_found_by",
        search="_search_found_by",
        help="Finds published articles by what stands in them.",
    )

    def _compute_found_by(self):
        self.found_by = False

    @api.model
    def _search_found_by(self, operator, value):
        if operator not in ("ilike", "="):
            return NotImplemented
        return Domain("id", "in", [row[0] for row in self._ranked(fulltext.clean(value), MAX_FOUND)])

    # -- Finding -----------------------------------------------------------------------------

    @api.model
    def _found(self, text, limit=5, service=None, domain=Domain.TRUE):
        """Published articles which the current user may read, the best first.

        Articles that say the same in several languages come once, in the reader's if they can.

        :param str text: what somebody types, in the syntax of web searches or any words
        :param service: a ``service.desk.service`` whose articles come first
        :param domain: narrows down where to look
        :return: list of :class:`Found`, whose highlights are safe to show
        """
        text = fulltext.clean(text)
        if not text or limit <= 0:
            return []
        # Some may say the same in other languages.
        rows = self._ranked(text, 2 * limit, domain, service) or self._alike(text, domain)
        scores = dict(rows)
        articles = self._one_per_family(self.browse(scores), scores)[:limit]
        return self._highlighted(articles, text, scores)

    @api.model
    def _alike(self, text, domain):
        """Ids and scores by titles alone, in which typing errors are forgiven."""
        if fulltext.is_exact(text) or len(fulltext.words(text)) > 6:
            return []
        live = Domain("is_live", "=", True) & Domain(domain)
        query = self._search(live, limit=MAX_TITLES)
        query.order = SQL("coalesce(%s, 0) DESC, id DESC", SQL.identifier(query.table, "popularity"))
        if self.env.registry.has_trigram:
            name = SQL.identifier(query.table, "name")
            query.order = SQL("word_similarity(%s, %s) DESC, id DESC", text, name)
            query.limit = MAX_FOUND
        rows = self.env.execute_query(query.select("id", "name"))
        scores = [(one_id, score(text, ((1.0, name),))) for one_id, name in rows]
        return sorted((row for row in scores if row[1]), key=lambda row: -row[1])

    # -- Showing -----------------------------------------------------------------------------

    @api.model
    def _one_per_family(self, articles, scores):
        """One article of each family of translations, in the order of the best of them."""
        articles.fetch(["lang", "translation_of_id", *TEXT_FIELDS, "number"])
        chosen = {}
        for article in sorted(articles, key=lambda one: -scores[one.id]):
            family = article.translation_of_id.id or article.id
            if family not in chosen or (article.lang == self.env.lang != chosen[family].lang):
                chosen[family] = article
        return self.browse(article.id for article in chosen.values())

    @api.model
    def _highlighted(self, articles, text, scores):
        """The articles with what was found in them, in one query for all."""
        if not articles:
            return []
        wanted = self._telling_words(text)
        rows = SQL(", ").join(
            SQL(
                "(%s, %s::regconfig, %s, %s, %s)",
                article.id,
                self._configuration(article.lang),
                article.name,
                article._excerpt_text(),
                self._sql_query_any(self._configuration(article.lang), wanted),
            )
            for article in articles
        )
        marks = f'StartSel="{fulltext.START}", StopSel="{fulltext.STOP}"'
        found = self.env.execute_query(
            SQL(
                "SELECT id, ts_headline(config, title, query, %s), ts_headline(config, body, query, %s)"
                " FROM (VALUES %s) AS found(id, config, title, body, query)",
                f"HighlightAll=true, {marks}",
                f'MaxFragments=2, MaxWords=24, MinWords=12, FragmentDelimiter="{fulltext.GAP}", {marks}',
                rows,
            )
        )
        shown = {row[0]: row[1:] for row in found}
        return [
            Found(article, *map(fulltext.highlighted, shown[article.id]), scores[article.id]) for article in articles
        ]

    def _excerpt_text(self):
        """What an excerpt is cut from: the text in one line."""
        lines = [line for name in TEXT_FIELDS[1:] for line in lines_of((self[name] or "")[:MAX_EXCERPT])]
        return fulltext.without_marks(" ".join(line.removeprefix("• ") for line in lines))
