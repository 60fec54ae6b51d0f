from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_process_data import PROCESSES

#: What the record rules on tickets and on the queue look at.
WALL_FIELDS = (
    "company_id",
    "requester_id",
    "submitted_by_id",
    "customer_id",
    "team_id",
    "is_confidential",
)


class ServiceDeskFetchMixin(models.AbstractModel):
    """Makes the walls around tickets cheap in lists."""

    _name = "service.desk.fetch.mixin"
    _description = "Fetching What Rules Look At"

    @api.model
    @api.private
    @api.readonly
    def search_fetch(self, domain, field_names=None, offset=0, limit=None, order=None):
        """Fetch what the record rules look at together with what was asked for.

        Odoo checks the rules once more on everything it reads. Columns that a list does not show
        would take a second query, which would fetch all the others too.
        """
        if field_names:
            field_names = [*field_names, *WALL_FIELDS]
        return super().search_fetch(domain, field_names, offset, limit, order)

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Suggest records, and have their names ready for whoever asked.

        The web client wants each name once more as the user who asks. Worked out for all at once
        here, else Odoo would do it record by record.
        """
        domain = Domain("display_name", operator, name) & Domain(domain or Domain.TRUE)
        found = self.search_fetch(domain, ["display_name"], limit=limit)
        return [(record.id, record.display_name) for record in found]

    @api.model
    def _order_text_indexes(self):
        """Keep the trigram indexes in order with every ticket that is written.

        PostgreSQL would collect new words in a list of its own and read all of it in each search,
        which then takes several times as long until the next clean-up; writing gains nothing by
        it. Called by the addon's data, since Odoo makes indexes after everything of the model.
        """
        tables = [self.env[model]._table for model, _label in PROCESSES]
        indexes = self.env.execute_query(
            SQL(
                """
                SELECT name.relname
                  FROM pg_index
                  JOIN pg_class name ON name.oid = pg_index.indexrelid
                  JOIN pg_am method ON method.oid = name.relam
                 WHERE method.amname = 'gin' AND pg_index.indrelid = ANY(%s::regclass[])
                """,
                tables,
            )
        )
        for (name,) in indexes:
            self.env.cr.execute(SQL("ALTER INDEX %s SET (fastupdate = off)", SQL.identifier(name)))
