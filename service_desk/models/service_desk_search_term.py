import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import fulltext

MAX_TERM = 80
#: So long a search is kept that was made once.
KEEP_DAYS = 90
#: What may tell who searched: addresses, and long numbers such as those of phones and accounts.
_PERSONAL = re.compile(r"@|\d[\d\s./-]{5,}")


class ServiceDeskSearchTerm(models.Model):
    """Words that people looked for and found nothing, without who they were: what to write next."""

    _name = "service.desk.search.term"
    _description = "Search That Found Nothing"
    # Anybody on the portal has typed it.
    _inherit = ["service.desk.export.mixin"]
    _order = "count desc, date_last desc, id desc"
    _rec_name = "name"

    name = fields.Char(string="Searched For", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True, ondelete="cascade")
    count = fields.Integer(string="Times", readonly=True, default=1)
    date_last = fields.Date(string="Last Time", readonly=True)
    article_id = fields.Many2one("service.desk.article", readonly=True, index="btree_not_null", ondelete="set null")
    is_answered = fields.Boolean(string="Seen To", help="There is an article now, or none is needed.")

    _once = models.Constraint("UNIQUE(company_id, name)", "This is in the list already.")

    def write(self, vals):
        """People tick these off; what was searched is what was searched."""
        kept = vals if self.env.su else {name: value for name, value in vals.items() if name == "is_answered"}
        return super().write(kept)

    @api.model
    def _normalized(self, text):
        """A search as it is counted, nothing when it might tell who searched."""
        term = fulltext.clean(text).lower()[:MAX_TERM].strip()
        return "" if _PERSONAL.search(term) or not fulltext.words(term) else term

    @api.model
    def _missed(self, text):
        """Count a search that found nothing, in one statement."""
        term = self._normalized(text)
        if not term:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_desk_search_term"
                " (name, company_id, count, date_last, create_uid, write_uid, create_date, write_date)"
                " VALUES (%(name)s, %(company)s, 1, %(today)s, 1, 1, %(now)s, %(now)s)"
                " ON CONFLICT (company_id, name) DO UPDATE"
                " SET count = service_desk_search_term.count + 1, date_last = EXCLUDED.date_last, is_answered = FALSE",
                name=term,
                company=self.env.company.id,
                today=fields.Date.today(),
                # Days are enough: when exactly somebody searched is nobody's business.
                now=fields.Date.today(),
            )
        )
        self.invalidate_model()

    @api.autovacuum
    def _forget_single_searches(self):
        """What was looked for once, long ago, was a slip; nobody fills the list for good."""
        old = fields.Date.today() - timedelta(days=KEEP_DAYS)
        self.search([("count", "=", 1), ("article_id", "=", False), ("date_last", "<", old)], limit=10_000).unlink()

    def action_write_article(self):
        """Begin the article that was looked for, and tick the search off."""
        self.check_access("write")
        self.ensure_one()
        article = self.env["service.desk.article"].create({"name": self.name[:1].upper() + self.name[1:]})
        # sudo: the pointer is a fact; the user may write articles and tick searches off.
        self.sudo().write({"article_id": article.id, "is_answered": True})
        return {
            "type": "ir.actions.act_window",
            "res_model": article._name,
            "res_id": article.id,
            "view_mode": "form",
        }
