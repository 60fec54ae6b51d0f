from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import is_html_empty

from .service_desk_article_data import DESK


class ServiceDeskArticle(models.Model):
    """What an article has to do with problems: it tells of a known error, or somebody sees one in it."""

    _inherit = "service.desk.article"

    problem_ids = fields.One2many("service.desk.problem", "article_id", string="Problems", groups=DESK)

    def action_create_problem(self):
        """Begin a problem with what the article says; nothing is written before it is saved."""
        if not self.env.user.has_group(DESK):
            raise AccessError(self.env._("Problems are the desk's own work."))
        self.check_access("read")
        self.ensure_one()
        defaults = {
            "name": self.name,
            "description": self.symptom,
            "workaround": self.workaround,
            "service_id": self.service_ids.id if len(self.service_ids) == 1 else False,
            "category_id": self.category_id.id,
            "company_id": self.company_id.id,
            "article_id": self.id,
        }
        told = {name: value for name, value in defaults.items() if value and not is_html_empty(str(value))}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Problem"),
            "res_model": "service.desk.problem",
            "view_mode": "form",
            "context": {f"default_{name}": value for name, value in told.items()},
        }

    def action_open_problems(self):
        """Show the problems of which this article tells."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Problems"),
            "res_model": "service.desk.problem",
            "view_mode": "list,form",
            "domain": [("article_id", "in", self.ids)],
        }
