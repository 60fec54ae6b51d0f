from math import ceil

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..likeness import MAX_COMPARED, MAX_FOUND, MAX_REASONS, Like, looks
from .service_desk_likeness_question_mixin import NOTHING

#: Nobody reads more of them.
MAX_RESULTS = 50
#: The newest tickets that the job has not read yet are read with the question.
MAX_FRESH = 50
#: A ticket for the same service is that much more alike.
SAME_SERVICE = 1.15
#: How much of the length that it lacks beside the question is added to a short ticket.
STRETCHED = 0.3
#: What makes the words of a ticket.
TEXT_FIELDS = {"name", "description", "company_id"}


class ServiceDeskLikenessQueryMixin(models.AbstractModel):
    """The query that compares a question with tickets.

    It looks tickets up by the rarest words, drops those outside the user's walls, and compares what
    is left word by word. What each step may pass on is bounded, however many tickets there are.
    """

    _name = "service.desk.likeness.query.mixin"
    _description = "Query for Like Tickets"
    _inherit = ["service.desk.likeness.question.mixin"]

    @api.model
    def _like_rows(self, counted, domain, limit, service=None, is_typed=False, companies=None):
        """Pairs of ``Like`` and the part of the question's words that the ticket has.

        :param counted: the words of the question, and how often they stand there
        :param is_typed: whether somebody may still be typing the last of them
        :param companies: whose tickets are looked at, and whose words count; the user's companies
        """
        companies = companies or self.env.companies
        limit = max(0, min(limit, MAX_RESULTS))
        typed = next(reversed(counted), None) if is_typed else None
        asked, tickets, total, is_alone = self._like_terms(counted, typed, companies) if limit else NOTHING
        if not asked:
            return []
        rows = self.env.execute_query(
            SQL(
                """
                WITH asked AS MATERIALIZED (%s), fresh AS MATERIALIZED (%s), found AS MATERIALIZED (%s),
                     near AS MATERIALIZED (%s), compared AS MATERIALIZED (%s)
                %s
                """,
                self._like_asked_sql(asked),
                self._like_fresh_sql(companies),
                self._like_found_sql(looks(asked, tickets), tickets, companies, is_alone),
                self._like_near_sql(domain, service),
                self._like_compared_sql(total, is_typed, limit, companies),
                self._like_reasons_sql(is_typed),
            )
        )
        most = sum(term.weight**2 for term in asked)
        return [
            (Like(ticket_id, min(1.0, score), list(dict.fromkeys(said or ()))[:MAX_REASONS]), covered / most)
            for ticket_id, score, covered, said in rows
        ]

    @api.model
    def _like_fresh_sql(self, companies):
        """The newest tickets that the job has not read yet, of these companies."""
        words = self.env["service.desk.likeness"]
        self.flush_model(TEXT_FIELDS)
        return SQL(
            """
            SELECT ticket.id AS ticket_id, %s AS words
              FROM %s ticket
             WHERE ticket.id > %s AND ticket.company_id = ANY(%s)
             ORDER BY ticket.id DESC
             LIMIT %s
            """,
            words._words_sql(SQL("ticket")),
            SQL.identifier(self._table),
            words._mark(self._name),
            companies.ids,
            MAX_FRESH,
        )

    @api.model
    def _like_found_sql(self, planned, tickets, companies, is_alone):
        """What the looks into the index find, what shares most in front; and all that is fresh.

        Where no other company has tickets, nothing needs to tell them apart.
        """
        index, ours = self.env["service.desk.likeness"], None if is_alone else companies
        looked = SQL(" UNION ALL ").join(
            SQL(
                "(SELECT ticket_id, %s::float8 AS weight FROM (%s) row WHERE words @@ %s::tsquery LIMIT %s)",
                look.weight,
                index._newest_sql(self._name, companies, ceil(tickets * look.share))
                if look.share < 1
                else index._rows_sql(self._name, ours),
                " & ".join(map(self._like_quoted, look.terms)),
                look.limit,
            )
            for look in planned
        )
        return SQL(
            """
            (SELECT ticket_id, sum(weight) AS weight FROM (%s) looked
              GROUP BY ticket_id ORDER BY weight DESC, ticket_id DESC LIMIT %s)
            UNION ALL
            SELECT ticket_id, 'infinity' FROM fresh
             WHERE EXISTS (SELECT FROM asked WHERE asked.is_start)
                OR words @@ %s::tsquery
            """,
            looked,
            MAX_FOUND,
            " | ".join({self._like_quoted(term) for look in planned for term in look.terms}),
        )

    @staticmethod
    def _like_quoted(term):
        """A word of the question as an operand of ``@@``."""
        lexeme = term.lexeme.replace("\\", "\\\\").replace("'", "''")
        return f"'{lexeme}':*" if term.is_start else f"'{lexeme}'"

    @api.model
    def _like_near_sql(self, domain, service):
        """What was found within the user's walls, and how much more alike its service makes it."""
        visible = self._search(Domain(domain or Domain.TRUE) & Domain("merged_into_id", "=", False), order="id")
        same = SQL("1.0")
        if service:
            same = SQL(
                "CASE WHEN %s = %s THEN %s ELSE 1.0 END",
                self._field_to_sql(self._table, "service_id", visible),
                service.id,
                SAME_SERVICE,
            )
        ticket_id = SQL.identifier(self._table, "id")
        return SQL(
            """
            SELECT found.ticket_id, %s AS bonus
              FROM found, %s
             WHERE %s = found.ticket_id AND %s
             ORDER BY found.weight DESC, found.ticket_id DESC
             LIMIT %s
            """,
            same,
            visible.from_clause,
            ticket_id,
            visible.where_clause or SQL("TRUE"),
            MAX_COMPARED,
        )

    @api.model
    def _like_compared_sql(self, total, is_typed, limit, companies):
        """The cosine of the angle between question and ticket, and what of the question it has.

        A ticket shorter than the question counts as partly as long: two words that many have are
        most of a short one by chance.
        """
        length = SQL(
            "((1 - %(part)s) * sqrt(sum(has.weight ^ 2)) + %(part)s"
            " * sqrt(GREATEST(sum(has.weight ^ 2), (SELECT sum(weight ^ 2) FROM asked))))",
            part=STRETCHED,
        )
        return SQL(
            """
            SELECT near.ticket_id,
                   near.bonus * sum(has.weight * asked.weight)
                       / (%(length)s * (SELECT sqrt(sum(weight ^ 2)) FROM asked)) AS score,
                   sum(asked.weight ^ 2) AS covered
              FROM near
              LEFT JOIN service_desk_likeness row ON row.%(column)s = near.ticket_id
              LEFT JOIN fresh ON fresh.ticket_id = near.ticket_id
             CROSS JOIN LATERAL (
                 SELECT kept.lexeme,
                        (1 + ln(cardinality(kept.positions)::float8)) * sqrt(ln((%(total)s::float8 + 2)
                        / (LEAST(%(total)s::float8, COALESCE(counted.documents, 0)) + 0.5))) AS weight
                   FROM unnest(COALESCE(row.words, fresh.words)) kept
                  CROSS JOIN LATERAL (%(documents)s) counted) has
              LEFT JOIN asked ON %(is_same)s
             GROUP BY near.ticket_id, near.bonus
            HAVING sum(asked.weight) > 0
             ORDER BY %(order)s DESC, ticket_id DESC
             LIMIT %(limit)s
            """,
            column=SQL.identifier(self._like_column()),
            length=length,
            total=total,
            documents=self._like_documents_sql(SQL("kept.lexeme"), companies),
            is_same=self._like_same_sql(SQL("has.lexeme"), is_typed),
            order=self._like_order_sql(is_typed),
            limit=limit,
        )

    @api.model
    def _like_reasons_sql(self, is_typed):
        """What is left, with the words that say so, those that say most in front."""
        return SQL(
            """
            SELECT compared.ticket_id, compared.score, compared.covered,
                   (SELECT array_agg(asked.word ORDER BY asked.weight DESC, asked.word)
                      FROM unnest(COALESCE(row.words, fresh.words)) kept JOIN asked ON %(is_same)s)
              FROM compared
              LEFT JOIN service_desk_likeness row ON row.%(column)s = compared.ticket_id
              LEFT JOIN fresh ON fresh.ticket_id = compared.ticket_id
             ORDER BY %(order)s DESC, ticket_id DESC
            """,
            column=SQL.identifier(self._like_column()),
            is_same=self._like_same_sql(SQL("kept.lexeme"), is_typed),
            order=self._like_order_sql(is_typed),
        )

    @staticmethod
    def _like_same_sql(lexeme, is_typed):
        """Whether a ticket's word is one of the question; what is typed may be its beginning."""
        same = SQL("asked.lexeme = %s", lexeme)
        return SQL("(%s OR asked.is_start AND starts_with(%s, asked.lexeme))", same, lexeme) if is_typed else same

    @staticmethod
    def _like_order_sql(is_typed):
        return SQL("covered") if is_typed else SQL("score")
