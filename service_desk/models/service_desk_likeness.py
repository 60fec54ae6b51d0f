from odoo import api, fields, models
from odoo.tools import SQL

from ..likeness import (
    ACCENTS,
    MARKUP,
    MAX_CHARACTERS,
    MAX_SOURCE,
    SEPARATORS,
    SIGNS,
)
from .service_desk_likeness_word import COUNTED

#: Tickets that are read in one go by the job.
BATCH = 500
#: So far below the newest ticket the job looks for gaps: what is created while others are read.
GAPS = 20_000


class ServiceDeskLikeness(models.Model):
    """The words of a ticket, as PostgreSQL's search keeps them, for finding tickets like it.

    Rows are made by a job: they cost nothing while somebody writes a ticket down, nor when it
    moves, since they are not in the ticket's own table. What the job has not read yet is found all
    the same, see :meth:`_fresh`. The column ``words`` is of a type that Odoo has no field for.
    """

    _name = "service.desk.likeness"
    _description = "Words of a Ticket"
    _inherit = ["service.desk.ticket.line"]
    _log_access = False

    company_id = fields.Many2one("res.company", ondelete="cascade")

    def init(self):
        """The column, and indexes a process: tickets are like others of their process and company."""
        self.env.cr.execute("ALTER TABLE service_desk_likeness ADD COLUMN IF NOT EXISTS words tsvector")
        for column in self.LINE_FIELDS.values():
            # fastupdate would let searches read a list of what is not sorted in yet.
            self.env.cr.execute(
                SQL(
                    """
                    CREATE INDEX IF NOT EXISTS %s ON service_desk_likeness USING gin (words, (ARRAY[company_id]))
                      WITH (fastupdate = off) WHERE %s IS NOT NULL
                    """,
                    SQL.identifier(f"service_desk_likeness_{column}_company_words"),
                    SQL.identifier(column),
                )
            )
            self.env.cr.execute(
                SQL(
                    "CREATE INDEX IF NOT EXISTS %s ON service_desk_likeness (company_id, %s) WHERE %s IS NOT NULL",
                    SQL.identifier(f"service_desk_likeness_{column}_company"),
                    SQL.identifier(column),
                    SQL.identifier(column),
                )
            )
            self.env.cr.execute(
                SQL(
                    "CREATE UNIQUE INDEX IF NOT EXISTS %s ON service_desk_likeness (%s) WHERE %s IS NOT NULL",
                    SQL.identifier(f"service_desk_likeness_{column}_uniq"),
                    SQL.identifier(column),
                    SQL.identifier(column),
                )
            )

    # -- The words of tickets, in SQL -----------------------------------------------------------

    @api.model
    def _words_sql(self, ticket):
        """The words of a ticket in the language of its company; ``ticket`` is the table's alias.

        Does the same to the text as ``likeness.plain`` does to a question. The subject is there twice:
        what a ticket is about stands in it, much of the rest is how people write.
        """
        text = SQL(
            "left(COALESCE(repeat(%(ticket)s.name || ' ', 2), '') || COALESCE(%(ticket)s.description, ''), %(source)s)",
            ticket=ticket,
            source=MAX_SOURCE,
        )
        text = SQL("left(regexp_replace(%s, %s, ' ', 'g'), %s)", text, MARKUP, MAX_CHARACTERS)
        text = SQL("regexp_replace(normalize(lower(%s), NFKD), %s, '', 'g')", text, ACCENTS)
        text = SQL("regexp_replace(%s, %s, ' ', 'g')", text, SEPARATORS)
        text = SQL("regexp_replace(%s, %s, ' \\1 ', 'g')", text, SIGNS)
        return SQL("to_tsvector(%s, %s)", self._language_sql(ticket), text)

    @api.model
    def _language_sql(self, ticket):
        known = self.env["service.desk.article.search.mixin"]._configurations()
        cases = SQL(" ").join(SQL("WHEN %s THEN %s", code, name) for code, name in known.items())
        return SQL(
            """
            (SELECT CASE left(COALESCE(partner.lang, 'en_US'), 2) WHEN '' THEN 'simple' %s ELSE 'simple' END
               FROM res_company company JOIN res_partner partner ON partner.id = company.partner_id
              WHERE company.id = %s.company_id)::regconfig
            """,
            cases,
            ticket,
        )

    # -- What a question looks among, in SQL -------------------------------------------------------

    @api.model
    def _rows_sql(self, model, companies=None):
        """Tickets of a process with their words, of these companies alone where some are given."""
        column = SQL.identifier(self.LINE_FIELDS[model])
        ours = SQL("AND ARRAY[company_id] && %s::int[]", companies.ids) if companies else SQL()
        return SQL(
            "SELECT %s AS ticket_id, words FROM service_desk_likeness WHERE %s IS NOT NULL %s", column, column, ours
        )

    @api.model
    def _newest_sql(self, model, companies, count):
        """The newest tickets of a process with their words, so many of each of these companies."""
        return SQL(
            """
            SELECT newest.*
              FROM unnest(%(companies)s::int[]) company (id)
             CROSS JOIN LATERAL (
                 SELECT %(column)s AS ticket_id, words
                   FROM service_desk_likeness
                  WHERE %(column)s IS NOT NULL AND company_id = company.id
                  ORDER BY %(column)s DESC
                  LIMIT %(count)s) newest
            """,
            column=SQL.identifier(self.LINE_FIELDS[model]),
            companies=companies.ids,
            count=count,
        )

    # -- The job -------------------------------------------------------------------------------

    @api.model
    def _cron_index(self):
        """Read what is new, then count words when that is due."""
        cron = self.env["ir.cron"]
        for model in self.LINE_FIELDS:
            while made := self._index(model):
                if not cron._commit_progress(made, remaining=1):
                    return
        rows = self.env.execute_query(
            SQL("SELECT count(*) FROM (SELECT FROM service_desk_likeness LIMIT %s) few", 2 * COUNTED)
        )
        words = self.env["service.desk.likeness.word"]
        if words._is_stale(rows[0][0]):
            for model in self.LINE_FIELDS:
                while made := self._index(model, everywhere=True):
                    if not cron._commit_progress(made, remaining=1):
                        return
            words._count(rows[0][0])
        cron._commit_progress(remaining=0)

    @api.model
    def _index(self, model, everywhere=False):
        """Read the next tickets that have no row yet, the oldest first.

        :param everywhere: look for gaps among all tickets, not only among the newest
        :return: how many were read
        """
        column = SQL.identifier(self.LINE_FIELDS[model])
        since = SQL("0") if everywhere else SQL("%s - %s", self._mark(model), GAPS)
        self.env[model].flush_model(["name", "description", "company_id"])
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO service_desk_likeness (%(column)s, company_id, words)
                SELECT ticket.id, ticket.company_id, %(words)s
                  FROM %(table)s ticket
                 WHERE ticket.id > %(since)s
                   AND NOT EXISTS (SELECT FROM service_desk_likeness row WHERE row.%(column)s = ticket.id)
                 ORDER BY ticket.id
                 LIMIT %(limit)s
                    ON CONFLICT DO NOTHING
                """,
                column=column,
                words=self._words_sql(SQL("ticket")),
                table=SQL.identifier(self.env[model]._table),
                since=since,
                limit=BATCH,
            )
        )
        return self.env.cr.rowcount

    @api.model
    def _reread(self, tickets):
        """Read tickets whose text was changed; those without a row are the job's."""
        tickets.flush_recordset(["name", "description", "company_id"])
        self.env.cr.execute(
            SQL(
                """
                UPDATE service_desk_likeness row
                   SET words = %(words)s, company_id = ticket.company_id
                  FROM %(table)s ticket
                 WHERE ticket.id = ANY(%(ids)s) AND row.%(column)s = ticket.id
                """,
                words=self._words_sql(SQL("ticket")),
                table=SQL.identifier(tickets._table),
                column=SQL.identifier(self.LINE_FIELDS[tickets._name]),
                ids=list(tickets._ids),
            )
        )

    @api.model
    def _mark(self, model):
        """The newest ticket that the job has read."""
        column = SQL.identifier(self.LINE_FIELDS[model])
        return SQL(
            "(SELECT COALESCE(max(%(column)s), 0) FROM service_desk_likeness WHERE %(column)s IS NOT NULL)",
            column=column,
        )
