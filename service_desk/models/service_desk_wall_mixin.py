from functools import partial

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_process_data import TICKET_COLUMNS

#: Models with walls -> what one must be allowed there to hear of a record: to read a ticket and what
#: hangs on it; an article is read by many, what is said about it is for those who write it.
WALLED_MODELS = {
    **dict.fromkeys(TICKET_COLUMNS, "read"),
    "service.desk.major": "read",
    "service.desk.task": "read",
    "service.desk.improvement": "read",
    "service.desk.article": "write",
}


class ServiceDeskWallMixin(models.AbstractModel):
    """Rows that point at any record by model and id, some of them at tickets and other walled records.

    Record rules cannot follow such a pointer. The host names its two fields in ``_wall_fields``.
    """

    _name = "service.desk.wall.mixin"
    _description = "Row That May Be of a Ticket"

    _wall_fields = ("res_model", "res_id")

    @api.model
    def _domain_within_walls(self):
        """Rows of no walled record, or of one that the current user may open."""
        model_field = self._wall_fields[0]
        within = Domain(model_field, "not in", list(WALLED_MODELS))
        for model, operation in WALLED_MODELS.items():
            if self.env[model].has_access(operation):
                may_open = Domain.custom(to_sql=partial(self._sql_may_open, model))
                within |= Domain(model_field, "=", model) & may_open
        return within

    @api.model
    def _sql_may_open(self, ticket_model, model, alias, query):
        """Whether the ticket of a row passes the user's rules.

        Looked up by its key for each row that asks: a list of all visible tickets would be long.
        """
        tickets = self.env[ticket_model]._search([])
        own_id = SQL.identifier(tickets.table, "id")
        tickets.add_where(SQL("%s = %s", own_id, SQL.identifier(alias, self._wall_fields[1])))
        return SQL("EXISTS (%s)", tickets.select(SQL("1")))

    def _of_hidden_tickets(self, operation):
        """Those of these rows whose ticket is closed to the current user for the operation."""
        model_field, id_field = self._wall_fields
        found = self.browse()
        # sudo: only asks of which ticket a row is.
        for model, rows in self.sudo().grouped(model_field).items():
            if model in WALLED_MODELS:
                tickets = self.env[model].browse(set(rows.mapped(id_field)) - {0}).exists()
                needed = "write" if WALLED_MODELS[model] == "write" else operation
                seen = set(tickets._filtered_access(needed).ids)
                found |= rows.filtered(lambda row, seen=seen: row[id_field] and row[id_field] not in seen)
        return self.browse(found.ids)
