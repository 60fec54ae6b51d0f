from collections import namedtuple
from itertools import combinations

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .. import fulltext
from .service_desk_article_data import TEXT_FIELDS

#: Rows that are ranked, those with a word in the title and those of use first: whatever is searched,
#: so many documents are read at most.
MAX_CANDIDATES = 250
#: Rows that are put into families; nobody reads on beyond them.
MAX_FOUND = 100
#: What belongs to the service that is asked about is worth as much as a word in the title.
SERVICE_BONUS = 0.5
#: Holding all words is worth more than any number of words.
FULL_BONUS = 10
#: So many words of a question an article must hold to be worth showing.
ENOUGH_WORDS = 2
#: What shares no word of its title with a question must hold so much of it to answer it.
MOST_WORDS = 0.75

_WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"

#: What somebody looks for: the text, its telling words, where, and about which service.
_Quest = namedtuple("_Quest", "text words domain service")


class ServiceDeskArticleRankMixin(models.AbstractModel):
    """Which published articles hold the words of a text, and which of them hold them best.

    Every query here keeps within the record rules of the one who asks.
    """

    _name = "service.desk.article.rank.mixin"
    _description = "Ranking of Articles"
    _inherit = ["service.desk.article.document.mixin"]

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
    def _answering(self, ids, text, service=None):
        """Those of the found articles that are likely to answer a question nobody meant as a search.

        One word in common is not enough, unless it is all that was asked; nor are two that stand
        somewhere in a long text.

        :param ids: found before with the rights of who asks
        :param service: what the question is about; an article about it needs one word less
        """
        words = self._telling_words(fulltext.clean(text))
        if not ids or not words:
            return set()
        document, title = (SQL.identifier("article", f"{part}_document") for part in ("search", "title"))
        rows = self.env.execute_query(
            SQL(
                "SELECT article.id, %s, %s, %s FROM %s AS article WHERE article.id IN %s",
                self._sql_count(document, words),
                self._sql_count(title, words),
                self._sql_is_about("article", service),
                SQL.identifier(self._table),
                tuple(ids),
            )
        )
        enough, most = min(len(words), ENOUGH_WORDS), max(ENOUGH_WORDS + 1, MOST_WORDS * len(words))
        return {
            one for one, held, in_title, is_about in rows if (in_title and held + is_about >= enough) or held >= most
        }
