from odoo import api, fields, models
from odoo.tools import SQL


class ServiceDeskArticleView(models.Model):
    """How often an article was read on a day; nothing about who did.

    Readers only ever add rows, so that nobody waits for anybody; a job puts past days together.
    """

    _name = "service.desk.article.view"
    _description = "Readings of an Article"
    _inherit = ["service.desk.own.defaults.mixin"]
    _order = "date desc, id desc"
    _log_access = False

    article_id = fields.Many2one("service.desk.article", required=True, readonly=True, index=True, ondelete="cascade")
    date = fields.Date(required=True, readonly=True, index=True)
    count = fields.Integer(required=True, readonly=True, default=1)

    @api.autovacuum
    def _put_days_together(self):
        """One row for each article and past day."""
        self.env.cr.execute(
            SQL(
                "WITH gone AS (DELETE FROM service_desk_article_view WHERE date < %(today)s"
                " AND (article_id, date) IN (SELECT article_id, date FROM service_desk_article_view"
                " WHERE date < %(today)s GROUP BY article_id, date HAVING count(*) > 1)"
                " RETURNING article_id, date, count)"
                " INSERT INTO service_desk_article_view (article_id, date, count)"
                " SELECT article_id, date, sum(count) FROM gone GROUP BY article_id, date",
                today=fields.Date.today(),
            )
        )
        self.invalidate_model()
