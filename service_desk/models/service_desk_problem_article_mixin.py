from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .service_desk_article_data import MAX_TITLE


class ServiceDeskProblemArticleMixin(models.AbstractModel):
    """What the knowledge base says of a problem: the article of its known error."""

    _name = "service.desk.problem.article.mixin"
    _description = "Article of a Problem"

    article_id = fields.Many2one(
        "service.desk.article",
        string="Known Error Article",
        check_company=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
        help="Where the known error is told to readers.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        problems = super().create(vals_list)
        problems.article_id.check_access("read")
        return problems

    def write(self, vals):
        if vals.get("article_id"):
            self.env["service.desk.article"].browse(vals["article_id"]).check_access("read")
        return super().write(vals)

    def action_open_article(self):
        """Show the article."""
        self.ensure_one()
        return self.article_id._get_records_action()

    def action_draft_article(self):
        """Write a known error article from what is known, and open it; nothing is published by that."""
        self.ensure_one()
        if self.article_id:
            return self.action_open_article()
        action = super().action_draft_article()
        self.article_id = action["res_id"]
        return action

    def _article_values(self):
        """What a known error article begins with; see the articles of other tickets."""
        parts = {"symptom": self.description, "workaround": self.workaround, "body": self.root_cause}
        told = {name: html for name, html in parts.items() if not is_html_empty(html)}
        if not told.keys() & {"workaround", "body"}:
            raise UserError(self.env._("%s has neither a root cause nor a workaround yet.", self.display_name))
        return {**self._article_place(), "kind": "known_error", "name": self.name[:MAX_TITLE], **told}
