from odoo import api, fields, models
from odoo.tools import SQL

#: Tickets in which words are counted, the newest; what is rare among so many is rare.
COUNTED = 50_000


class ServiceDeskLikenessWord(models.Model):
    """In how many of a company's tickets a word is: rare words say more than common ones.

    A sample that is counted anew by the job. Confidential tickets and those of restricted teams
    are not in it: how well others match would tell that a word is in them. The row without a word
    says how many tickets were counted, those of :meth:`_row_of` how many there are of a process;
    the one without a company how many there were of all.
    """

    _name = "service.desk.likeness.word"
    _description = "Word of Tickets"
    _log_access = False

    company_id = fields.Many2one("res.company", ondelete="cascade")
    lexeme = fields.Char(required=True)
    documents = fields.Integer(required=True)
    date = fields.Datetime()

    _word_index = models.UniqueIndex("(company_id, lexeme)")

    @api.model
    def _row_of(self, column):
        """What stands for a word in the row that says how many tickets of a process there are."""
        return f" {column}"

    @api.model
    def _is_stale(self, tickets):
        """Whether the words should be counted anew: once a day, or when a young desk has grown."""
        found = self.env.execute_query(
            SQL(
                """
                SELECT documents, date < %s - interval '1 day'
                  FROM service_desk_likeness_word
                 WHERE company_id IS NULL
                """,
                self.env.cr.now(),
            )
        )
        if not found:
            return True
        (counted, is_old), *_others = found
        return is_old or (counted < COUNTED and tickets > counted * 1.2)

    @api.model
    def _count(self, tickets):
        """Count in how many of the newest tickets that every agent may read each word is."""
        self.env.cr.execute("DELETE FROM service_desk_likeness_word")
        samples = SQL(" UNION ALL ").join(
            SQL(
                """
                (SELECT row.words
                   FROM %(table)s ticket
                   JOIN service_desk_likeness row ON row.%(column)s = ticket.id
                   LEFT JOIN service_desk_team team ON team.id = ticket.team_id
                  WHERE ticket.company_id = company.id
                    AND ticket.is_confidential IS NOT TRUE
                    AND COALESCE(team.visibility, 'open') = 'open'
                  ORDER BY ticket.id DESC
                  LIMIT %(limit)s)
                """,
                table=SQL.identifier(self.env[model]._table),
                column=SQL.identifier(column),
                limit=COUNTED,
            )
            for model, column in self.env["service.desk.likeness"].LINE_FIELDS.items()
        )
        self.env.cr.execute(
            SQL(
                """
                WITH sample AS MATERIALIZED (
                    SELECT company.id AS company_id, newest.words
                      FROM res_company company CROSS JOIN LATERAL (%(samples)s) newest
                )
                INSERT INTO service_desk_likeness_word (company_id, lexeme, documents, date)
                SELECT company_id, lexeme, count(*), NULL::timestamp
                  FROM sample CROSS JOIN LATERAL unnest(words)
                 GROUP BY company_id, lexeme
                 UNION ALL
                SELECT company_id, '', count(*), NULL FROM sample GROUP BY company_id
                 UNION ALL
                SELECT company_id, process, count(*), NULL
                  FROM service_desk_likeness row CROSS JOIN LATERAL (%(process)s) of (process)
                 WHERE company_id IS NOT NULL
                 GROUP BY company_id, process
                 UNION ALL
                SELECT NULL, '', %(tickets)s, %(now)s
                """,
                samples=samples,
                process=self._process_sql(),
                tickets=tickets,
                now=self.env.cr.now(),
            )
        )

    @api.model
    def _process_sql(self):
        """Which process the ticket of ``row`` is of."""
        cases = SQL(" ").join(
            SQL("WHEN row.%s IS NOT NULL THEN %s", SQL.identifier(column), self._row_of(column))
            for column in self.env["service.desk.likeness"].LINE_FIELDS.values()
        )
        return SQL("SELECT CASE %s END", cases)
