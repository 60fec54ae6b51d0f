from collections import namedtuple
from dataclasses import dataclass
from itertools import combinations

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import fulltext
from ..difference import lines_of
from ..matching import score
from .service_desk_article_data import TEXT_FIELDS

#: Rows that are ranked, those with a word in the title and those of use first: whatever is searched,
#: so many documents are read at most.
MAX_CANDIDATES = 250
#: Rows that are put into families; nobody reads on beyond them.
MAX_FOUND = 100
#: Titles compared letter by letter when no word was found, those of use first.
MAX_TITLES = 1000
#: Characters in which highlights are looked for.
MAX_EXCERPT = 20_000
#: What belongs to the service that is asked about is worth as much as a word in the title.
SERVICE_BONUS = 0.5
#: Holding all words is worth more than any number of words.
FULL_BONUS = 10
#: So many words of a question an article must hold to be worth showing.
ENOUGH_WORDS = 2

_WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"

#: What somebody looks for: the text, its telling words, where, and about which service.
_Quest = namedtuple("_Quest", "text words domain service")


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
    _inherit = ["service.desk.article.document.mixin"]

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
    def _ranked(self, text, limit, domain=Domain.TRUE, service=None):
        """Ids and scores: articles that hold all words, then, where these are few, those that hold some."""
        quest = _Quest(text, self._telling_words(text), domain, service)
        if not quest.words:
            return []
        rows = self._matching(quest, lambda config: self._sql_query_all(config, text))
        rows = [(one, found + FULL_BONUS) for one, _count, found in rows]
        if len(rows) >= limit or fulltext.is_exact(text):
            return rows
        known = dict(rows)
        some = self._matching(quest, lambda config: self._sql_query_some(config, quest.words))
        return rows + [(one, count + found) for one, count, found in some if one not in known]

    @api.model
    def _telling_words(self, text):
        """The words of a query, without those that stand in every text of the reader's language."""
        found = fulltext.words(text)
        if not found:
            return []
        rows = self.env.execute_query(
            SQL(
                "SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS words(word, place)"
                " WHERE to_tsvector(%s::regconfig, word) <> '' ORDER BY place",
                found,
                self._configuration(self.env.lang),
            )
        )
        return ([row[0] for row in rows] or found)[: fulltext.MAX_WORDS]

    @api.model
    def _matching(self, quest, tsquery):
        """Rows of id, how many of the words it holds, and a score below one or two, the best first.

        :param tsquery: takes a configuration, and says what articles of its languages must match
        """
        # The database believes that reading each document costs nothing, and would read all of them.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        rows = self.env.execute_query(self._ranking_query(quest, tsquery))
        self.env.cr.execute("SET LOCAL enable_seqscan = on")
        return rows

    @api.model
    def _ranking_query(self, quest, tsquery):
        table = SQL.identifier("article")
        document = SQL.identifier("article", "search_document")
        coverage = self._sql_count(document, quest.words)
        rank = self._per_language(
            "article",
            lambda config: SQL("ts_rank(%s, %s, %s, 1)", _WEIGHTS, document, self._sql_query_any(config, quest.words)),
        )
        return SQL(
            "SELECT article.id, %s, %s + %s FROM %s AS %s WHERE article.id IN (%s)"
            " ORDER BY 2 DESC, 3 DESC, 1 DESC LIMIT %s",
            coverage,
            rank,
            self._sql_bonus("article", quest.service),
            SQL.identifier(self._table),
            table,
            self._candidates(quest, tsquery).subselect(),
            MAX_FOUND,
        )

    @api.model
    def _sql_count(self, document, words):
        """How many of the words a document of the table ``article`` holds."""
        return SQL(" + ").join(
            self._per_language(
                "article",
                lambda config, word=word: SQL("(%s @@ %s)::int", document, self._sql_query_any(config, [word])),
            )
            for word in words
        )

    @api.model
    def _candidates(self, quest, tsquery):
        """The query for articles that match, within the rules and not too many."""
        self.flush_model([*TEXT_FIELDS, "lang", "is_live", "popularity"])
        query = self._search(Domain("is_live", "=", True) & Domain(quest.domain), limit=MAX_CANDIDATES)
        document = SQL.identifier(query.table, "search_document")
        branches = (
            SQL("(%s AND %s @@ %s)", spoken, document, tsquery(config))
            for spoken, config in self._languages(query.table)
        )
        # In brackets: the record rules stand beside it.
        query.add_where(SQL("(%s)", SQL(" OR ").join(branches)))
        title = SQL.identifier(query.table, "title_document")
        in_title = self._per_language(
            query.table, lambda config: SQL("%s @@ %s", title, self._sql_query_any(config, quest.words))
        )
        query.order = SQL(
            "%s DESC, coalesce(%s, 0) DESC, %s DESC",
            in_title,
            SQL.identifier(query.table, "popularity"),
            SQL.identifier(query.table, "id"),
        )
        return query

    @api.model
    def _sql_query_all(self, config, text):
        """What holds all words, in the syntax of web searches."""
        return SQL(
            "(websearch_to_tsquery(%s::regconfig, %s) || websearch_to_tsquery('simple', %s))",
            config,
            text,
            fulltext.fold(text),
        )

    @api.model
    def _sql_query_some(self, config, wanted):
        """What holds enough of the words: one of two, two of more."""
        if len(wanted) <= ENOUGH_WORDS:
            return self._sql_query_any(config, wanted)
        pairs = [" & ".join(f"'{word}'" for word in pair) for pair in combinations(wanted, ENOUGH_WORDS)]
        text = " | ".join(f"({pair})" for pair in pairs)
        return SQL("(to_tsquery(%s::regconfig, %s) || to_tsquery('simple', %s))", config, text, fulltext.fold(text))

    @api.model
    def _sql_query_any(self, config, wanted):
        """What holds one of the words, or begins one with it."""
        return SQL(
            "(to_tsquery(%s::regconfig, %s) || to_tsquery('simple', %s))",
            config,
            fulltext.any_of(wanted),
            fulltext.any_of([fulltext.fold(word) for word in wanted]),
        )

    @api.model
    def _sql_bonus(self, table, service):
        """What makes one of two articles that match alike the likelier one."""
        used = SQL("least(coalesce(%s, 0), 1000) / 5000.0", SQL.identifier(table, "popularity"))
        return SQL("%s + %s * %s", used, SERVICE_BONUS, self._sql_is_about(table, service))

    @api.model
    def _sql_is_about(self, table, service):
        """1 for articles about the service, else 0."""
        if not service:
            return SQL("0")
        return SQL(
            "(EXISTS (SELECT FROM service_desk_article_service_rel own"
            " WHERE own.article_id = %s AND own.service_id = %s))::int",
            SQL.identifier(table, "id"),
            service.id,
        )

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
