from odoo import api, models
from odoo.tools import SQL

from ..fulltext import PLAIN
from ..likeness import terms

#: What is known of a question without words.
NOTHING = [], 0, 0, False


class ServiceDeskLikenessQuestionMixin(models.AbstractModel):
    """What the words of a question say about tickets: a query of its own, before any is looked up."""

    _name = "service.desk.likeness.question.mixin"
    _description = "Question for Like Tickets"

    @api.model
    def _like_terms(self, counted, typed, companies):
        """The terms of a question, how many tickets there are, and in how many words were counted.

        The last value is whether no other company has tickets that were counted.
        """
        if not counted:
            return NOTHING
        # sudo: the language of a company in which the user works.
        spoken = companies.sudo().partner_id.mapped("lang")
        known = self.env["service.desk.article.search.mixin"]._configurations()
        languages = {known.get((code or "en_US")[:2], PLAIN) for code in spoken}
        rows = self.env.execute_query(
            SQL(
                """
                WITH asked AS (
                    SELECT DISTINCT word, kept.lexeme
                      FROM unnest(%(words)s::text[]) word
                     CROSS JOIN unnest(%(languages)s::text[]) language
                     CROSS JOIN LATERAL unnest(to_tsvector(language::regconfig, word)) kept)
                SELECT asked.word, asked.lexeme, counted.documents,
                       (SELECT sum(documents) FROM service_desk_likeness_word
                         WHERE company_id = ANY(%(companies)s) AND lexeme = ''),
                       (SELECT sum(documents) FROM service_desk_likeness_word
                         WHERE company_id = ANY(%(companies)s) AND lexeme = %(process)s),
                       NOT EXISTS (SELECT FROM res_company company
                                     JOIN service_desk_likeness_word word ON word.company_id = company.id
                                    WHERE company.id != ALL(%(companies)s) AND word.lexeme = ''),
                       -- To compile the next query would take longer than to run it.
                       set_config('jit', 'off', TRUE)
                  FROM asked CROSS JOIN LATERAL (%(documents)s) counted
                """,
                words=list(counted),
                languages=list(languages),
                companies=companies.ids,
                process=self.env["service.desk.likeness.word"]._row_of(self._like_column()),
                documents=self._like_documents_sql(SQL("asked.lexeme"), companies),
            )
        )
        if not rows:
            return NOTHING
        total = rows[0][3] or 0
        tickets = rows[0][4] or total
        documents = {lexeme: count or 0 for _word, lexeme, count, *_same in rows}
        order = {word: place for place, word in enumerate(counted)}
        pairs = sorted(((row[0], row[1]) for row in rows), key=lambda pair: order[pair[0]])
        return terms(counted, pairs, documents, total, tickets, typed), tickets, total, rows[0][5]

    @api.model
    def _like_documents_sql(self, lexeme, companies):
        """In how many counted tickets of these companies a word is."""
        return SQL(
            "SELECT sum(documents) AS documents FROM service_desk_likeness_word"
            " WHERE company_id = ANY(%s) AND lexeme = %s",
            companies.ids,
            lexeme,
        )

    @api.model
    def _like_asked_sql(self, asked):
        return SQL(
            """
            SELECT * FROM unnest(%s::text[], %s::text[], %s::float8[], %s::boolean[])
                       AS asked (lexeme, word, weight, is_start)
            """,
            [term.lexeme for term in asked],
            [term.word for term in asked],
            [term.weight for term in asked],
            [term.is_start for term in asked],
        )

    @api.model
    def _like_column(self):
        """The column of the index in which tickets of this process are."""
        return self.env["service.desk.likeness"].LINE_FIELDS[self._name]
