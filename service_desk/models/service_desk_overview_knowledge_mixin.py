from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: What nobody has searched for since is no news.
NEWS_DAYS = 7


class ServiceDeskOverviewKnowledgeMixin(models.AbstractModel):
    """What the knowledge base waits for: articles to look over again, and articles that are missing.

    It is about no tickets, so neither the period nor the teams narrow it down. Everybody is told of
    what they may read.
    """

    _name = "service.desk.overview.knowledge.mixin"
    _description = "Knowledge on the Overview"

    @api.model
    def _knowledge(self):
        """Key -> label, meaning and how many, in one query each; without what is none."""
        words = self._knowledge_words()
        told = {}
        for key, (model, domain, _views) in self._knowledge_lists().items():
            count = self.env[model].search_count(domain) if self.env[model].has_access("write") else 0
            if count:
                label, meaning = words[key]
                told[key] = {"label": label, "meaning": meaning, "count": count}
        return told

    @api.model
    def _knowledge_lists(self):
        """Key -> model, domain and views of what is counted, for those who may see to it."""
        recent = fields.Date.to_string(fields.Date.context_today(self) - timedelta(days=NEWS_DAYS))
        return {
            "review_due": ("service.desk.article", Domain("is_review_due", "=", True), ("list", "form")),
            "missed": (
                "service.desk.search.term",
                Domain("date_last", ">", recent) & Domain("is_answered", "=", False),
                ("list",),
            ),
        }

    @api.model
    def _knowledge_words(self):
        return {
            "review_due": (
                self.env._("Articles to Look Over"),
                self.env._("Published articles whose review date has come."),
            ),
            "missed": (
                self.env._("Searched in Vain"),
                self.env._("Words that found no article in the last seven days and that nobody has seen to."),
            ),
        }

    @api.model
    @api.readonly
    def get_knowledge_action(self, key):
        """The list of exactly what a number counted.

        :param str key: as :meth:`get_overview` told it
        """
        lists = self._knowledge_lists()
        if not isinstance(key, str) or key not in lists:
            raise UserError(self.env._("There is no figure %s.", key))
        model, domain, views = lists[key]
        self.env[model].check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self._knowledge_words()[key][0],
            "res_model": model,
            "views": [(False, view) for view in views],
            "domain": list(domain),
            "context": {},
            "target": "current",
        }
