import hashlib
from dataclasses import dataclass

from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.fields import Domain
from odoo.tools import SQL

from .. import fulltext
from ..difference import lines_of
from ..matching import score
from .service_desk_article_data import TEXT_FIELDS

#: Rows that are ranked and put into families; nobody reads on beyond them.
MAX_FOUND = 100
#: Titles compared letter by letter when no word was found, those of use first.
MAX_TITLES = 1000
#: Characters in which highlights are looked for.
MAX_EXCERPT = 20_000
#: What belongs to the service that is asked about is worth as much as a word in the title.
SERVICE_BONUS = 0.5
#: The part of a question's words that an article must hold to be worth showing, and how many of a
#: long one are enough.
MIN_COVERAGE = 0.5
ENOUGH_WORDS = 2

#: Parts of the document with their weights, A to D.
_PARTS = (("A", ("name",)), ("B", ("symptom",)), ("C", ("body", "workaround")))
_WEIGHTS = "{0.1, 0.3, 0.6, 1.0}"


@dataclass(frozen=True)
class Found:
    """An article that was found, and how: title and excerpt with what was found in ``<mark>``."""

    article: models.BaseModel
    title: Markup
    excerpt: Markup
    score: float


class ServiceDeskArticleSearchMixin(models.AbstractModel):
    """Finding published articles by what stands in them.

    The database keeps a search document beside each row, in the language of the article: a column
    that follows from the others by itself, whoever writes them, so that nothing can be forgotten.
    Every search here runs within the record rules of the one who asks.
    """

    _name = "service.desk.article.search.mixin"
    _description = "Search among Articles"

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

    # -- The document ------------------------------------------------------------------------

    def init(self):
        """Keep the search document and its index, anew when it is made in another way than before."""
        super().init()
        if self._abstract:
            return
        expression = self._document_expression()
        # The database takes no parameters where columns are made.
        text = self.env.cr.mogrify(expression.code, expression.params).decode()
        digest = hashlib.sha256(text.encode()).hexdigest()[:16]
        if self._document_digest() == digest:
            return
        self.env.cr.execute(f"ALTER TABLE {self._table} DROP COLUMN IF EXISTS search_document")
        self.env.cr.execute(
            f"ALTER TABLE {self._table} ADD COLUMN search_document tsvector GENERATED ALWAYS AS ({text}) STORED"
        )
        self.env.cr.execute(f"COMMENT ON COLUMN {self._table}.search_document IS '{digest}'")
        self.env.cr.execute(
            f"CREATE INDEX {self._table}_search_document_index ON {self._table}"
            " USING gin (search_document) WITH (fastupdate = off)"
        )

    @api.model
    def _document_digest(self):
        """By what the column was made, nothing when there is none."""
        self.env.cr.execute(
            "SELECT col_description(attrelid, attnum) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attname = 'search_document' AND NOT attisdropped",
            [self._table],
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    @api.model
    def _document_expression(self):
        """The words in the article's language, and as they are written without accents."""
        configuration = self._sql_configuration()
        parts = []
        for weight, names in _PARTS:
            text = SQL(" || ' ' || ").join(self._sql_plain_text(name) for name in names)
            folded = SQL("translate(lower(%s), %s, %s)", text, fulltext.ACCENTED, fulltext.UNACCENTED)
            for config, words, one_weight in (
                (configuration, text, weight),
                (SQL("'simple'::regconfig"), folded, weight if weight == "A" else "D"),
            ):
                parts.append(SQL("setweight(to_tsvector(%s, %s), %s)", config, words, one_weight))
        return SQL(" || ").join(parts)

    @api.model
    def _sql_plain_text(self, name):
        """The text of a column without tags; a document has an end, texts need not."""
        column = SQL("coalesce(%s, '')", SQL.identifier(name))
        if name == "name":
            return column
        return SQL("left(regexp_replace(%s, '<[^>]*>', ' ', 'g'), 150000)", column)

    @api.model
    def _sql_configuration(self):
        """The configuration that goes with the language of a row."""
        cases = [SQL("WHEN %s THEN %s::regconfig", code, name) for code, name in self._configurations().items()]
        if not cases:
            return SQL("'simple'::regconfig")
        return SQL("CASE left(lang, 2) %s ELSE 'simple'::regconfig END", SQL(" ").join(cases))

    @api.model
    @tools.ormcache()
    def _configurations(self):
        """Language -> configuration, of those that this database has."""
        known = {name for (name,) in self.env.execute_query(SQL("SELECT cfgname FROM pg_ts_config"))}
        return {code: name for code, name in fulltext.CONFIGURATIONS.items() if name in known}

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
        rows = self._ranked(text, MAX_FOUND, domain, service) or self._alike(text, domain)
        scores = dict(rows)
        articles = self._one_per_family(self.browse(scores), scores)[:limit]
        return self._highlighted(articles, text, scores)

    @api.model
    def _ranked(self, text, limit, domain=Domain.TRUE, service=None):
        """Ids and scores: articles that hold all words, then those that hold most of them."""
        wanted = self._telling_words(text)
        if not wanted:
            return []
        rows = self.env.execute_query(self._ranking_query(text, wanted, limit, domain, service))
        full = [(row[0], row[3] + 10) for row in rows if row[1]]
        if len(full) >= limit or fulltext.is_exact(text):
            return full
        enough = min(MIN_COVERAGE * len(wanted), ENOUGH_WORDS)
        return full + [(row[0], row[2] + row[3]) for row in rows if not row[1] and row[2] >= enough]

    @api.model
    def _telling_words(self, text):
        """The words of a query, without those that stand in every text of the reader's language."""
        found = fulltext.words(text)
        if not found:
            return []
        config = self._configurations().get((self.env.lang or "")[:2], fulltext.PLAIN)
        rows = self.env.execute_query(
            SQL(
                "SELECT word FROM unnest(%s::text[]) WITH ORDINALITY AS words(word, place)"
                " WHERE to_tsvector(%s::regconfig, word) <> '' ORDER BY place",
                found,
                config,
            )
        )
        return ([row[0] for row in rows] or found)[: fulltext.MAX_WORDS]

    @api.model
    def _ranking_query(self, text, wanted, limit, domain, service):
        """Rows of id, whether it holds all words, how many of them, and a score below one or two."""
        self.flush_model([*TEXT_FIELDS, "lang", "is_live", "popularity"])
        query = self._search(Domain("is_live", "=", True) & Domain(domain))
        document = SQL.identifier(query.table, "search_document")
        every = self._per_language(query.table, lambda config: self._sql_all(config, text, document))
        sought = [lambda config: self._sql_all(config, text, document)]
        if not fulltext.is_exact(text):
            sought.append(lambda config: self._sql_any(config, wanted, document))
        branches = (
            SQL("(%s AND %s)", spoken, one(config)) for spoken, config in self._languages(query.table) for one in sought
        )
        # In brackets: the record rules stand beside it.
        query.add_where(SQL("(%s)", SQL(" OR ").join(branches)))
        coverage = SQL(" + ").join(
            self._per_language(
                query.table, lambda config, word=word: SQL("(%s)::int", self._sql_any(config, [word], document))
            )
            for word in wanted
        )
        rank = self._per_language(
            query.table,
            lambda config: SQL("ts_rank(%s, %s, %s, 1)", _WEIGHTS, document, self._sql_query_any(config, wanted)),
        )
        identifier = SQL.identifier(query.table, "id")
        score = SQL("%s + %s", rank, self._sql_bonus(query.table, service))
        query.order = SQL("2 DESC, 3 DESC, 4 DESC, 1 DESC")
        query.limit = limit
        return query.select(identifier, every, coverage, score)

    @api.model
    def _languages(self, table):
        """Pairs of a condition on the language of a row and the configuration that goes with it."""
        known = self._configurations()
        groups = {}
        for code, _name in self.env["res.lang"].get_installed():
            groups.setdefault(known.get(code[:2], fulltext.PLAIN), set()).add(code[:2])
        groups.pop(fulltext.PLAIN, None)
        code = SQL("left(%s, 2)", SQL.identifier(table, "lang"))
        for config, codes in groups.items():
            yield SQL("%s IN %s", code, tuple(sorted(codes))), config
        spoken = tuple(sorted(set().union(*groups.values())))
        yield (SQL("%s NOT IN %s", code, spoken) if spoken else SQL("TRUE")), fulltext.PLAIN

    @api.model
    def _per_language(self, table, expression):
        """An expression that depends on the language of the row."""
        cases = [SQL("WHEN %s THEN %s", spoken, expression(config)) for spoken, config in self._languages(table)]
        return SQL("(CASE %s END)", SQL(" ").join(cases))

    @api.model
    def _sql_all(self, config, text, document):
        return SQL(
            "%s @@ (websearch_to_tsquery(%s::regconfig, %s) || websearch_to_tsquery('simple', %s))",
            document,
            config,
            text,
            fulltext.fold(text),
        )

    @api.model
    def _sql_any(self, config, wanted, document):
        return SQL("%s @@ %s", document, self._sql_query_any(config, wanted))

    @api.model
    def _sql_query_any(self, config, wanted):
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
        if not service:
            return used
        return SQL(
            "%s + CASE WHEN EXISTS (SELECT FROM service_desk_article_service_rel own"
            " WHERE own.article_id = %s AND own.service_id = %s) THEN %s ELSE 0 END",
            used,
            SQL.identifier(table, "id"),
            service.id,
            SERVICE_BONUS,
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
        known = self._configurations()
        rows = SQL(", ").join(
            SQL(
                "(%s, %s::regconfig, %s, %s, %s)",
                article.id,
                known.get(article.lang[:2], fulltext.PLAIN),
                article.name,
                article._excerpt_text(),
                self._sql_query_any(known.get(article.lang[:2], fulltext.PLAIN), wanted),
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
