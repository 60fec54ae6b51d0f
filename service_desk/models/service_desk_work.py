from odoo import api, fields, models
from odoo.tools import SQL

from ..lifecycle import OPEN_PHASES, PHASES
from .service_desk_process_data import PROCESSES
from .service_desk_ticket_data import PRIORITIES, QUEUE_HOURS


class ServiceDeskWork(models.Model):
    """The queue: everything open on the desk in one list, what is due first on top.

    A view over the open rows of the tickets' tables. Its record rules equal theirs; opening a row
    opens the real record.
    """

    _name = "service.desk.work"
    _description = "Work Queue"
    _inherit = ["service.desk.fetch.mixin", "service.desk.export.mixin"]
    _auto = False
    _order = "date_queue, priority, number"
    _rec_name = "number"
    _rec_names_search = ["number", "name"]

    #: model -> what keeps the ids of its rows apart from those of the others
    _SOURCES = {model: place for place, (model, _label) in enumerate(PROCESSES, start=1)}
    #: Room for that many sources in the ids.
    _ID_STEP = 10

    res_model = fields.Selection(PROCESSES, string="Kind", readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    state = fields.Char(readonly=True)
    phase = fields.Selection(PHASES, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requester_id = fields.Many2one("res.partner", readonly=True)
    submitted_by_id = fields.Many2one("res.partner", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Assignee", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    pending_reason_id = fields.Many2one("service.desk.pending.reason", readonly=True)
    is_confidential = fields.Boolean(string="Confidential", readonly=True)
    escalation_level = fields.Integer(readonly=True)
    reopen_count = fields.Integer(readonly=True)
    has_mail_failure = fields.Boolean(string="Mail Failed", readonly=True)
    date_opened = fields.Datetime(string="Opened", readonly=True)
    date_due = fields.Datetime(
        string="Due",
        readonly=True,
        help="The next promise to the requester. A ticket without one stands in the queue where the"
        " column Expected says.",
    )
    date_queue = fields.Datetime(
        string="Expected",
        readonly=True,
        help="What the queue is ordered by: when the ticket is due; without a promise some hours"
        " after it was opened, by priority.",
    )

    _COLUMNS = (
        "number",
        "name",
        "state",
        "phase",
        "priority",
        "company_id",
        "requester_id",
        "submitted_by_id",
        "customer_id",
        "team_id",
        "user_id",
        "service_id",
        "category_id",
        "pending_reason_id",
        "is_confidential",
        "escalation_level",
        "reopen_count",
        "has_mail_failure",
        "date_opened",
        "date_due",
    )

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            self._select(model, offset) for model, offset in self._SOURCES.items()
        )

    @api.model
    def _select(self, model, offset):
        """The open rows of one table, in the columns of the queue."""
        # What is still in memory must be seen: the ORM cannot know which fields a view reads.
        self.env[model].flush_model(self._COLUMNS)
        columns = SQL(", ").join(SQL.identifier("t", column) for column in self._COLUMNS)
        return SQL(
            "SELECT t.id * %(step)s + %(offset)s AS id, %(model)s AS res_model, t.id AS res_id,"
            " %(columns)s, COALESCE(t.date_due, t.date_opened + %(grace)s) AS date_queue"
            " FROM %(table)s t WHERE t.phase IN %(phases)s",
            step=self._ID_STEP,
            offset=offset,
            model=model,
            columns=columns,
            grace=self._sql_grace(),
            table=SQL.identifier(self.env[model]._table),
            phases=OPEN_PHASES,
        )

    @api.model
    def _sql_grace(self):
        """How long a ticket without a promise may wait, by its priority."""
        cases = [
            SQL("WHEN %s THEN %s", priority, hours) for priority, hours in QUEUE_HOURS.items()
        ]
        return SQL("make_interval(hours => CASE t.priority %s ELSE 0 END)", SQL(" ").join(cases))

    def action_open(self):
        """Open the ticket itself."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()

    def action_take(self):
        """Take the tickets of these rows, by the tickets' own method and rights."""
        for model, rows in self.grouped("res_model").items():
            self.env[model].browse(rows.mapped("res_id")).action_take()
        return True
