from odoo import api, models

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
