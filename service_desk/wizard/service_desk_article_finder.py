from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import is_html_empty

_LIMIT = 8


class ServiceDeskArticleFinder(models.TransientModel):
    """Search for articles: beside a ticket, to link or tell what was found, or by itself."""

    _name = "service.desk.article.finder"
    _description = "Find Articles"

    text = fields.Char(string="Look For")
    service_id = fields.Many2one("service.desk.service", help="Its articles come first.")
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    line_ids = fields.One2many("service.desk.article.finder.line", "finder_id")
    has_searched = fields.Boolean(readonly=True)

    def _ticket(self):
        """The ticket beside which it was opened, with the user's own rights, or None."""
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        if model is None or not isinstance(model, self.env.registry["service.desk.ticket"]):
            return None
        ticket = model.browse(self.res_id).exists()
        ticket.check_access("write")
        return ticket

    def _open(self):
        """Search, and show the dialog."""
        self._look()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Find Articles"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_search(self):
        """Look for the words that stand in the dialog now."""
        self.check_access("write")
        if self._look() and not self.line_ids:
            # sudo: nobody writes these but the searches themselves.
            self.env["service.desk.search.term"].sudo()._missed(self.text)
        return self._open()

    def _look(self):
        """Put what is found into the lines; whether anything was looked for."""
        self.ensure_one()
        ticket = self._ticket()
        found = self.env["service.desk.article"]._found(self.text, _LIMIT, self.service_id)
        linked = set(ticket.article_ids.ids) if ticket else set()
        lines = [
            Command.create(
                {
                    "article_id": one.article.id,
                    "title": one.title,
                    "excerpt": one.excerpt,
                    "is_linked": one.article.id in linked,
                }
            )
            for one in found
        ]
        self.check_access("write")
        # sudo: nobody writes lines but this; they are shown as HTML.
        self.sudo().write({"line_ids": [Command.clear(), *lines], "has_searched": bool(self.text)})
        return bool(self.text)


class ServiceDeskArticleFinderLine(models.TransientModel):
    """One article that was found, and what can be done with it."""

    _name = "service.desk.article.finder.line"
    _description = "Found Article"

    finder_id = fields.Many2one("service.desk.article.finder", required=True, ondelete="cascade")
    article_id = fields.Many2one("service.desk.article", required=True, ondelete="cascade")
    number = fields.Char(related="article_id.number", related_sudo=False)
    audience = fields.Selection(related="article_id.audience", related_sudo=False)
    kind = fields.Selection(related="article_id.kind", related_sudo=False)
    # Made by fulltext.highlighted, which escapes.
    title = fields.Html(sanitize=False, readonly=True)
    excerpt = fields.Html(sanitize=False, readonly=True)
    is_linked = fields.Boolean(readonly=True)
    is_beside_ticket = fields.Boolean(compute="_compute_is_beside_ticket")

    def _compute_is_beside_ticket(self):
        for line in self:
            line.is_beside_ticket = bool(line.finder_id.res_id)

    def action_open(self):
        """Open the article."""
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.article_id._name,
            "res_id": self.article_id.id,
            "view_mode": "form",
        }

    def action_link(self):
        """Say on the ticket that this article helps."""
        ticket = self._ticket()
        self.article_id._use_on(ticket)
        return self.finder_id._open()

    def action_reply(self):
        """Write to the requester with the article's words, to be looked over before it is sent."""
        ticket = self._ticket()
        self._check_for_requester(ticket)
        return ticket._reply_dialog(self._html(), service_desk_article_id=self.article_id.id)

    def action_resolve(self):
        """Resolve the ticket with the article's words, to be looked over first."""
        ticket = self._ticket()
        self._check_for_requester(ticket)
        action = ticket.action_resolve()
        taken = {"default_resolution": self._html(), "service_desk_article_id": self.article_id.id}
        return {**action, "context": {**action.get("context", {}), **taken}}

    def _ticket(self):
        """:raise UserError: when the dialog was not opened beside a ticket"""
        self.check_access("read")
        self.ensure_one()
        ticket = self.finder_id._ticket()
        if not ticket:
            raise UserError(self.env._("Open this dialog from a ticket."))
        self.article_id.check_access("read")
        return ticket

    def _check_for_requester(self, ticket):
        """:raise UserError: when the article is not meant for whoever would get its words"""
        people = ticket.requester_id | ticket.submitted_by_id
        if not all(self.article_id._is_for(person) for person in people):
            raise UserError(
                self.env._(
                    "%(article)s is not for %(person)s to read. Link it, and tell in your own words what may be told.",
                    article=self.article_id.number,
                    person=", ".join(people.mapped("name")),
                )
            )

    def _html(self):
        """What the article tells to do: of a known error the workaround, else its text."""
        article = self.article_id
        return article.body if is_html_empty(article.workaround) else Markup(article.workaround)
