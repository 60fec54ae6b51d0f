from functools import partial

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_article_data import USE_KINDS
from .service_desk_process_data import TICKET_COLUMNS

_COLUMNS = ", ".join(TICKET_COLUMNS.values())


class ServiceDeskArticleUse(models.Model):
    """An article helped: with a ticket, or so that none had to be written.

    Seen by those who may see both the article and the ticket.
    """

    _name = "service.desk.article.use"
    _description = "Use of an Article"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.ticket.line"]
    _order = "date desc, id desc"

    article_id = fields.Many2one("service.desk.article", required=True, readonly=True, index=True, ondelete="cascade")
    kind = fields.Selection(USE_KINDS, required=True, readonly=True)
    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one("res.users", string="By", readonly=True)
    ticket_name = fields.Char(string="Ticket", compute="_compute_ticket_name")
    is_of_open_ticket = fields.Boolean(
        string="Ticket May Be Seen", compute="_compute_is_of_open_ticket", search="_search_is_of_open_ticket"
    )

    # Somebody who found the answer has no ticket; everything else belongs to one.
    _one_ticket = models.Constraint(
        f"CHECK(num_nonnulls({_COLUMNS}) = CASE WHEN kind = 'solved' THEN 0 ELSE 1 END)",
        "This line must belong to one ticket, and to one only.",
    )
    _once = models.UniqueIndex(
        f"(article_id, kind, num_nonnulls({_COLUMNS}), coalesce({_COLUMNS})) WHERE kind <> 'solved'",
        "This is noted already.",
    )

    def _ticket(self):
        """The ticket of one row, or an empty record."""
        self.ensure_one()
        tickets = (self[column] for column in TICKET_COLUMNS.values())
        return next((ticket for ticket in tickets if ticket), self.env["service.desk.incident"])

    @api.depends(*TICKET_COLUMNS.values())
    def _compute_ticket_name(self):
        for use in self:
            use.ticket_name = use._ticket().display_name

    # -- Walls -------------------------------------------------------------------------------

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_is_of_open_ticket(self):
        # sudo: the rule on these rows asks this.
        seen = self.sudo().search(Domain("id", "in", self.ids) & self._domain_of_open_tickets())
        for use in self:
            use.is_of_open_ticket = use._origin.id in seen._ids

    @api.model
    def _search_is_of_open_ticket(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._domain_of_open_tickets()
        return domain if True in value else ~domain

    @api.model
    def _domain_of_open_tickets(self):
        """Rows of no ticket, or of one that the current user may open."""
        within = Domain("kind", "=", "solved")
        for model, column in TICKET_COLUMNS.items():
            if self.env[model].sudo(False).has_access("read"):
                may_open = Domain.custom(to_sql=partial(self._sql_may_open, model, column))
                within |= Domain(column, "!=", False) & may_open
        return within

    @api.model
    def _sql_may_open(self, ticket_model, column, model, alias, query):
        """Whether the ticket of a row passes the user's rules, looked up by its key."""
        tickets = self.env[ticket_model].sudo(False)._search([])
        tickets.add_where(SQL("%s = %s", SQL.identifier(tickets.table, "id"), SQL.identifier(alias, column)))
        return SQL("EXISTS (%s)", tickets.select(SQL("1")))

    # -- Verbs -------------------------------------------------------------------------------

    def action_open_ticket(self):
        """Open the ticket in which the article was used."""
        self.check_access("read")
        ticket = self._ticket()
        return {
            "type": "ir.actions.act_window",
            "res_model": ticket._name,
            "res_id": ticket.id,
            "view_mode": "form",
        }
