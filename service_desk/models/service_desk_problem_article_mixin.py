from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..lifecycle import DONE
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

    def _after_moves(self, sources, target):
        result = super()._after_moves(sources, target)
        if self._lifecycle.phases[target] == DONE:
            for problem in self:
                # sudo: whoever resolves the problem need not keep the article of its known error.
                problem.sudo().article_id._ask_whether_needed(problem.number)
        return result

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
        if is_html_empty(self.workaround):
            raise UserError(
                self.env._("%s has no workaround yet that an article could tell readers.", self.display_name)
            )
        # The cause stays with the desk: an article may be published to everybody.
        parts = {"symptom": self.description, "workaround": self.workaround}
        told = {name: html for name, html in parts.items() if not is_html_empty(html)}
        return {**self._article_place(), "kind": "known_error", "name": self.name[:MAX_TITLE], **told}
