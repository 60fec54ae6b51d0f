from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

#: After that many days nobody sends the same form again.
KEEP_DAYS = 30


class ServiceDeskSubmission(models.Model):
    """A form that was sent: whoever sends the same one again gets the result of the first time.

    People click twice, browsers repeat requests, proxies retry. Each form carries a key; the first
    to store it does the work, also when two arrive at the same moment.
    """

    _name = "service.desk.submission"
    _description = "Sent Form"
    _log_access = False

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    key = fields.Char(required=True)
    date = fields.Datetime(required=True, default=lambda self: self.env.cr.now())
    path = fields.Char(help="Where the person was sent afterwards.")

    _key_uniq = models.UniqueIndex("(user_id, key)")

    @api.model
    def _claim(self, key):
        """Make the current user's ``key`` ours, or find what became of it.

        When another transaction has just stored the same key, PostgreSQL waits for it and then
        reports a serialization failure; the request is run again and finds the row.

        :return: the stored row when the form was sent before, else an empty recordset and the new
            row is the caller's to fill by :meth:`_finish`
        """
        # sudo: technical rows, always of the current user.
        self = self.sudo()
        domain = [("user_id", "=", self.env.uid), ("key", "=", key)]
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_desk_submission (user_id, key, date) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING RETURNING id",
                self.env.uid,
                key,
                self.env.cr.now(),
            ),
            log_exceptions=False,
        )
        return self.browse() if self.env.cr.fetchone() else self.search(domain)

    @api.model
    def _finish(self, key, path):
        """Remember where the person was sent."""
        # sudo: see _claim
        self.sudo().search([("user_id", "=", self.env.uid), ("key", "=", key)]).path = path

    @api.autovacuum
    def _gc_submissions(self):
        old = self.env.cr.now() - timedelta(days=KEEP_DAYS)
        self.search([("date", "<", old)], limit=10_000).unlink()
