import hashlib

from odoo import api, models, tools
from odoo.tools import SQL

from .. import fulltext

#: Parts of the document with their weights, A to D.
_PARTS = (("A", ("name",)), ("B", ("symptom",)), ("C", ("body", "workaround")))


class ServiceDeskArticleDocumentMixin(models.AbstractModel):
    """What PostgreSQL searches: documents beside each article, in its language.

    They are columns that follow from the others by themselves, whoever writes these, so that
    nothing can be forgotten. ``title_document`` is small enough to be looked at for many rows.
    """

    _name = "service.desk.article.document.mixin"
    _description = "Search Document of an Article"

    def init(self):
        """Keep the documents and their index, anew when they are made in another way than before."""
        super().init()
        if self._abstract:
            return
        columns = {
            "title_document": self._document_expression(_PARTS[:1]),
            "search_document": self._document_expression(_PARTS),
        }
        made_by = [self.env.cr.mogrify(sql.code, sql.params) for sql in columns.values()]
        digest = hashlib.sha256(b"".join(made_by)).hexdigest()[:16]
        if self._document_digest() == digest:
            return
        table = SQL.identifier(self._table)
        for name, expression in columns.items():
            column = SQL.identifier(name)
            self.env.cr.execute(SQL("ALTER TABLE %s DROP COLUMN IF EXISTS %s", table, column))
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE %s ADD COLUMN %s tsvector GENERATED ALWAYS AS (%s) STORED",
                    table,
                    column,
                    expression,
                )
            )
        self.env.cr.execute(SQL("COMMENT ON COLUMN %s.search_document IS %s", table, digest))
        self.env.cr.execute(
            SQL(
                "CREATE INDEX %s ON %s USING gin (search_document) WITH (fastupdate = off)",
                SQL.identifier(f"{self._table}_search_document_index"),
                table,
            )
        )

    @api.model
    def _document_digest(self):
        """By what the columns were made, nothing when there are none."""
        self.env.cr.execute(
            "SELECT col_description(attrelid, attnum) FROM pg_attribute"
            " WHERE attrelid = to_regclass(%s) AND attname = 'search_document' AND NOT attisdropped",
            [self._table],
        )
        row = self.env.cr.fetchone()
        return row and row[0]

    @api.model
    def _document_expression(self, parts):
        """The words in the article's language, and as they are written without accents.

        The latter are there to be found alone: without their places they take little room.
        """
        configuration = self._sql_configuration()
        documents = []
        for weight, names in parts:
            text = SQL(" || ' ' || ").join(self._sql_plain_text(name) for name in names)
            folded = SQL("translate(lower(%s), %s, %s)", text, fulltext.ACCENTED, fulltext.UNACCENTED)
            documents.append(SQL("setweight(to_tsvector(%s, %s), %s)", configuration, text, weight))
            simple = SQL("to_tsvector('simple'::regconfig, %s)", folded)
            documents.append(SQL("setweight(%s, 'A')", simple) if weight == "A" else SQL("strip(%s)", simple))
        return SQL(" || ").join(documents)

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

    # -- Languages ---------------------------------------------------------------------------

    @api.model
    @tools.ormcache()
    def _configurations(self):
        """Language -> configuration, of those that this database has."""
        known = {name for (name,) in self.env.execute_query(SQL("SELECT cfgname FROM pg_ts_config"))}
        return {code: name for code, name in fulltext.CONFIGURATIONS.items() if name in known}

    @api.model
    def _configuration(self, lang):
        """The configuration for one language."""
        return self._configurations().get((lang or "")[:2], fulltext.PLAIN)

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
