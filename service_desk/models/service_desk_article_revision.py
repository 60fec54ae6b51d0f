from markupsafe import Markup

from odoo import api, fields, models

from ..difference import as_html
from .service_desk_article_data import LIVE_FIELDS, TEXT_FIELDS


class ServiceDeskArticleRevision(models.Model):
    """What readers of an article saw from one publication to the next. Written by the door alone."""

    _name = "service.desk.article.revision"
    _description = "Revision of an Article"
    _inherit = ["service.desk.own.defaults.mixin"]
    _order = "article_id, number desc"

    article_id = fields.Many2one("service.desk.article", required=True, readonly=True, index=True, ondelete="cascade")
    number = fields.Integer(required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Published By", required=True, readonly=True)
    author_id = fields.Many2one("res.users", string="Written By", readonly=True)
    note = fields.Char(string="What Changed", readonly=True)
    name = fields.Char(string="Title", required=True, readonly=True)
    symptom = fields.Html(readonly=True, sanitize_style=True)
    body = fields.Html(string="Text", readonly=True, sanitize_style=True)
    workaround = fields.Html(readonly=True, sanitize_style=True)
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "service_desk_article_revision_attachment_rel",
        "revision_id",
        "attachment_id",
        string="Files",
        readonly=True,
    )
    compare_id = fields.Many2one(
        "service.desk.article.revision",
        string="Compared With",
        compute="_compute_compare_id",
        readonly=False,
        domain="[('article_id', '=', article_id), ('id', '!=', id)]",
        help="The one before, or any other that is chosen here.",
    )
    difference = fields.Html(compute="_compute_difference", sanitize=False)

    _number_uniq = models.Constraint("UNIQUE(article_id, number)", "This revision exists already.")

    @api.depends("article_id", "number")
    def _compute_display_name(self):
        for revision in self:
            revision.display_name = self.env._(
                "%(article)s, revision %(number)s", article=revision.article_id.number, number=revision.number
            )

    def _compute_compare_id(self):
        """The revision before each of these, in one query for all."""
        rows = self.search_fetch([("article_id", "in", self.article_id.ids)], ["article_id", "number"])
        by_article = rows.grouped("article_id")
        for revision in self:
            older = by_article.get(revision.article_id, rows.browse()).filtered(
                lambda other, number=revision.number: other.number < number
            )
            revision.compare_id = older.sorted("number")[-1:]

    @api.depends("compare_id")
    def _compute_difference(self):
        for revision in self:
            revision.difference = revision._difference_from(revision.compare_id)

    def _difference_from(self, other):
        """What changed from another revision to this one, as HTML in which all text is escaped."""
        self.ensure_one()
        labels = self.fields_get(TEXT_FIELDS, ["string"])
        parts = [(labels["name"]["string"], str(Markup.escape(other.name or "")), str(Markup.escape(self.name)))]
        parts += [(labels[name]["string"], other[name], self[name]) for name in TEXT_FIELDS[1:]]
        files = [", ".join(sorted(one.attachment_ids.mapped("name"))) for one in (other, self)]
        parts.append((self.env._("Files"), *(str(Markup.escape(names)) for names in files)))
        return as_html(parts) or Markup("<p>%s</p>") % self.env._("Nothing that one can read has changed.")

    def action_restore(self):
        """Make a draft of this text again; readers keep what is published until it is, too."""
        self.check_access("read")
        self.ensure_one()
        article = self.article_id
        if article.state != "draft":
            article.action_revise()
        prefix = "draft_" if article.is_live else ""
        values = {name: self[name] for name in TEXT_FIELDS} | {"attachment_ids": [(6, 0, self.attachment_ids.ids)]}
        article.write({prefix + name: value for name, value in values.items()})
        article.change_note = self.env._("As in revision %s again", self.number)
        return {
            "type": "ir.actions.act_window",
            "res_model": article._name,
            "res_id": article.id,
            "view_mode": "form",
            "target": "main",
        }

    @api.model
    def _keep(self, articles):
        """Keep what readers of these articles see now, unless they saw the same before.

        The article's row was written just before by whoever publishes: of two at a time, one fails
        there, so that numbers are given once.
        """
        values = []
        for article in articles:
            last = article.revision_ids.sorted("number")[-1:]
            if not last or any(last[name] != article[name] for name in LIVE_FIELDS):
                values.append(self._values_of(article, last.number + 1))
        articles.change_note = False
        return self.create(values)

    @api.model
    def _values_of(self, article, number):
        return {
            "article_id": article.id,
            "number": number,
            "date": article._now(),
            "user_id": self.env.uid,
            "author_id": article.author_id.id,
            "note": article.change_note or (self.env._("First publication") if number == 1 else False),
            "attachment_ids": [(6, 0, article.attachment_ids.ids)],
            **{name: article[name] for name in TEXT_FIELDS},
        }
