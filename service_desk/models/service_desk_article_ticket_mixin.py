from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from .service_desk_article_data import DESK, MAX_TITLE


class ServiceDeskArticleTicketMixin(models.AbstractModel):
    """What the desk knows, at hand where a ticket is worked; and what a ticket teaches, written down."""

    _name = "service.desk.article.ticket.mixin"
    _description = "Ticket with Articles"

    article_ids = fields.Many2many(
        "service.desk.article", string="Articles", compute="_compute_article_ids", groups=DESK
    )
    article_count = fields.Integer(compute="_compute_article_ids", groups=DESK)

    def _compute_article_ids(self):
        uses = self.env["service.desk.article.use"]
        column = uses.LINE_FIELDS.get(self._name)
        found = uses.search([(column, "in", self.ids)], order="id") if column else uses
        by_ticket = found.grouped(lambda use: use[column].id)
        for ticket in self:
            articles = by_ticket.get(ticket._origin.id, uses).article_id
            ticket.article_ids = articles
            ticket.article_count = len(articles)

    def action_open_article_finder(self):
        """Look for articles that help with this ticket."""
        self.check_access("write")
        self.ensure_one()
        finder = self.env["service.desk.article.finder"].create(
            {"res_model": self._name, "res_id": self.id, "text": self.name, "service_id": self.service_id.id}
        )
        return finder._open()

    def action_open_articles(self):
        """Open what helped with this ticket."""
        self.check_access("write")
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Articles"),
            "res_model": "service.desk.article",
        }
        articles = self.article_ids
        if len(articles) == 1:
            return {**action, "view_mode": "form", "res_id": articles.id}
        return {**action, "view_mode": "list,form", "domain": [("id", "in", articles.ids)]}

    def action_draft_article(self):
        """Begin an article with what solved this ticket, and open it."""
        self.check_access("write")
        self.ensure_one()
        article = self.env["service.desk.article"]._draft_from(self, self._article_values())
        return {
            "type": "ir.actions.act_window",
            "res_model": article._name,
            "res_id": article.id,
            "view_mode": "form",
        }

    def _article_values(self):
        """What of this ticket an article begins with; for those alone who may read the ticket.

        :raise UserError: when what it says stays with its team
        """
        if is_html_empty(self.resolution):
            raise UserError(self.env._("Nobody has written yet what solved %s.", self.number))
        return {**self._article_place(), "name": self.name[:MAX_TITLE], "body": self._article_body()}

    def _article_place(self):
        """Where an article about this ticket belongs, and who may read it to begin with.

        :raise UserError: when what the ticket says stays with its team
        """
        if self.is_confidential:
            raise UserError(
                self.env._(
                    "%s is confidential: what it says stays with its team. Write an article by itself.", self.number
                )
            )
        values = {
            "service_ids": [(6, 0, self.service_id.ids)],
            "category_id": self.category_id.id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "audience": "desk",
        }
        # sudo: how a team is walled decides who may read what comes from its tickets.
        if self.team_id.sudo().visibility == "restricted":
            values |= {"audience": "teams", "audience_team_ids": [(6, 0, self.team_id.ids)]}
        return values

    def _article_body(self):
        parts = [
            (self.env._("What happens"), self.description),
            (self.env._("What helps"), self.resolution),
        ]
        return Markup().join(
            Markup("<h3>%s</h3>%s") % (heading, html) for heading, html in parts if not is_html_empty(html)
        )
