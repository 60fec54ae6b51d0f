from odoo import api, models
from odoo.tools import SQL

from ..lifecycle import OPEN_PHASES


class ServiceDeskQueuedMixin(models.AbstractModel):
    """Rows that stand in the work queue while somebody has to do something about them.

    The queue is a view over the tables of several such models, named in ``QUEUE_SOURCES``. A
    stored field that is named like a column of the queue fills it; what a host has not stays
    empty there; what it has under another name it says in :meth:`_queue_columns`.
    """

    _name = "service.desk.queued.mixin"
    _description = "Row of the Work Queue"

    @api.model
    def _queue_columns(self):
        """Column of the queue -> what fills it, as SQL over ``t``, the host's own table.

        ``res_model`` and ``res_id`` say which record a row opens: by default the row itself.
        """
        return {}

    @api.model
    def _queue_from(self):
        """The host's table as ``t``, and what is joined to it one to one."""
        return SQL("%s t", SQL.identifier(self._table))

    @api.model
    def _queue_where(self):
        """Which rows stand in the queue."""
        return SQL("t.phase IN %s", OPEN_PHASES)

    @api.model
    def _queue_flush(self):
        """Write what is still in memory, of all tables the other hooks read, to the database."""
        queue = self.env["service.desk.work"]
        self.flush_model([name for name in queue._columns() if queue._is_own(self, name)])
