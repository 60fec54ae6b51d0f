from odoo import fields, models
from odoo.tools import SQL

from ..models.service_desk_article_data import ARTICLE_KINDS, AUDIENCES

#: What happened, where it stands, and which figure it adds to.
_FIGURES = ("view_count", "use_count", "solved_count", "helpful_count", "unhelpful_count")


class ServiceDeskArticleReport(models.Model):
    """What became of articles, day by day: read, used, saved a ticket, liked or not.

    A view over the tables in which that is noted, one row an article, day and kind of event.
    """

    _name = "service.desk.article.report"
    _description = "Article Analysis"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "article_id"

    article_id = fields.Many2one("service.desk.article", readonly=True)
    date = fields.Date(readonly=True)
    kind = fields.Selection(ARTICLE_KINDS, readonly=True)
    audience = fields.Selection(AUDIENCES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    view_count = fields.Integer(string="Readings", readonly=True)
    use_count = fields.Integer(string="Uses in Tickets", readonly=True)
    solved_count = fields.Integer(string="Tickets Saved", readonly=True)
    helpful_count = fields.Integer(string="Helpful", readonly=True)
    unhelpful_count = fields.Integer(string="Of No Help", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT event.id, event.article_id, event.date,
                   article.kind, article.audience, article.company_id, article.category_id,
                   article.team_id, article.owner_id,
                   event.view_count, event.use_count, event.solved_count, event.helpful_count, event.unhelpful_count
              FROM (%s) event
              JOIN service_desk_article article ON article.id = event.article_id
            """,
            SQL(" UNION ALL ").join(
                (
                    self._events("view", 0, view_count=SQL("count")),
                    self._events(
                        "use",
                        1,
                        SQL("WHERE kind <> 'origin'"),
                        use_count=SQL("CASE WHEN kind <> 'solved' THEN 1 ELSE 0 END"),
                        solved_count=SQL("CASE WHEN kind = 'solved' THEN 1 ELSE 0 END"),
                    ),
                    self._events(
                        "vote",
                        2,
                        helpful_count=SQL("CASE WHEN is_helpful THEN 1 ELSE 0 END"),
                        unhelpful_count=SQL("CASE WHEN is_helpful THEN 0 ELSE 1 END"),
                    ),
                )
            ),
        )

    def _events(self, table, place, where=None, **figures):
        """The rows of one table; its place keeps the ids apart."""
        columns = SQL(", ").join(
            SQL("%s AS %s", figures.get(name, SQL("0")), SQL.identifier(name)) for name in _FIGURES
        )
        return SQL(
            "SELECT id * 3 + %s AS id, article_id, date::date AS date, %s FROM %s %s",
            place,
            columns,
            SQL.identifier(f"service_desk_article_{table}"),
            where or SQL(),
        )
