from odoo import api, fields, models
from odoo.tools import SQL


class ServiceDeskArticleVote(models.Model):
    """Whether an article helped somebody. One for each person, who may change their mind."""

    _name = "service.desk.article.vote"
    _description = "Vote on an Article"
    _order = "date desc, id desc"

    article_id = fields.Many2one("service.desk.article", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="cascade")
    is_helpful = fields.Boolean(readonly=True)
    date = fields.Datetime(required=True, readonly=True)

    _once = models.Constraint("UNIQUE(article_id, user_id)", "Everybody has one vote.")

    @api.model
    def _cast(self, article, is_helpful):
        """Note the current user's vote in one statement, so that a double click counts once."""
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_desk_article_vote"
                " (article_id, user_id, is_helpful, date, create_uid, write_uid, create_date, write_date)"
                " VALUES (%(article)s, %(user)s, %(helpful)s, %(now)s, %(user)s, %(user)s, %(now)s, %(now)s)"
                " ON CONFLICT (article_id, user_id)"
                " DO UPDATE SET is_helpful = EXCLUDED.is_helpful, date = EXCLUDED.date",
                article=article.id,
                user=self.env.uid,
                helpful=bool(is_helpful),
                now=self.env.cr.now().replace(microsecond=0),
            )
        )
        self.invalidate_model()
        article.invalidate_recordset(["helpful_count", "unhelpful_count"])
