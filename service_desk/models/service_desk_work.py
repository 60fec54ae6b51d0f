from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..lifecycle import PENDING, PHASES
from ..sql_columns import named
from .service_desk_major_data import MAJOR_STATES
from .service_desk_process_data import PROCESSES, QUEUE_KINDS, QUEUE_SOURCES
from .service_desk_ticket_data import PRIORITIES, QUEUE_HOURS


class ServiceDeskWork(models.Model):
    """The queue: everything open on the desk in one list, what is due first on top.

    A view over the open rows of several tables, each of a ``service.desk.queued.mixin``. Its record
    rules equal theirs; opening a row opens the real record.
    """

    _name = "service.desk.work"
    _description = "Work Queue"
    _inherit = [
        "service.desk.work.requester.mixin",
        "service.desk.fetch.mixin",
        "service.desk.export.mixin",
    ]
    _auto = False
    _order = "date_queue, priority, number"
    _rec_name = "number"
    _rec_names_search = ["number", "name"]

    #: model -> what keeps the ids of its rows apart from those of the others
    _SOURCES = {model: place for place, model in enumerate(QUEUE_SOURCES, start=1)}
    #: Room for that many sources in the ids.
    _ID_STEP = 10

    res_model = fields.Selection(QUEUE_KINDS, string="Kind", readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    state = fields.Char(readonly=True)
    phase = fields.Selection(PHASES, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requester_id = fields.Many2one("res.partner", string="Requester of a Ticket", readonly=True)
    submitted_by_id = fields.Many2one("res.partner", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    ticket_team_id = fields.Many2one(
        "service.desk.team",
        string="Team of the Ticket",
        readonly=True,
        help="Of a task: they see it too.",
    )
    user_id = fields.Many2one("res.users", string="Assignee", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    pending_reason_id = fields.Many2one("service.desk.pending.reason", readonly=True)
    is_confidential = fields.Boolean(string="Confidential", readonly=True)
    escalation_level = fields.Integer(readonly=True)
    reopen_count = fields.Integer(readonly=True)
    has_mail_failure = fields.Boolean(string="Mail Failed", readonly=True)
    major_state = fields.Selection(MAJOR_STATES, string="Major", readonly=True)
    date_opened = fields.Datetime(string="Opened", readonly=True)
    date_resume = fields.Datetime(string="Goes On", readonly=True, help="When a waiting ticket goes on by itself.")
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
        " after it was opened, by priority, or when it goes on, if it waits. What waits for"
        " nobody knows how long comes last.",
    )

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._select(self.env[model], place) for model, place in self._SOURCES.items())

    @api.model
    def _columns(self):
        """What every source fills or leaves empty, in one order; the rest follows from it."""
        made_here = {"id", "date_queue"}
        return [name for name, field in self._fields.items() if field.store and name not in made_here]

    @api.model
    def _is_own(self, source, name):
        """Whether the source has the column itself."""
        own = source._fields.get(name)
        return bool(own and own.store and own.column_type)

    @api.model
    def _select(self, source, place):
        """The rows of one source, in the columns of the queue."""
        # What is still in memory must be seen: the ORM cannot know which fields a view reads.
        source._queue_flush()
        columns = self._sql_columns(source)
        return SQL(
            "SELECT t.id * %(step)s + %(place)s AS id, %(columns)s, %(expected)s AS date_queue"
            " FROM %(table)s WHERE %(condition)s",
            step=self._ID_STEP,
            place=place,
            columns=named(columns),
            expected=self._sql_expected(columns),
            table=source._queue_from(),
            condition=source._queue_where(),
        )

    @api.model
    def _sql_columns(self, source):
        """Column of the queue -> what it is in the source: its own, another, or nothing."""
        given = {
            "res_model": SQL("%s", source._name),
            "res_id": SQL("t.id"),
            **source._queue_columns(),
        }
        columns = {}
        for name in self._columns():
            value = given.get(name) or (SQL.identifier("t", name) if self._is_own(source, name) else SQL("NULL"))
            # All sources must agree on the type, also the one that has nothing to say.
            columns[name] = SQL("%s::%s", value, SQL(self._fields[name].column_type[1]))
        return columns

    @api.model
    def _sql_expected(self, columns):
        """Where a row stands: when it is due; else when it waits no longer, or waited too long.

        A ticket that waits and is promised for no time is nobody's next work.
        """
        return SQL(
            "COALESCE(%(due)s, CASE WHEN %(phase)s = %(pending)s THEN %(resume)s ELSE %(opened)s + %(grace)s END)",
            due=columns["date_due"],
            phase=columns["phase"],
            pending=PENDING,
            resume=columns["date_resume"],
            opened=columns["date_opened"],
            grace=self._sql_grace(columns["priority"]),
        )

    @api.model
    def _sql_grace(self, priority):
        """How long something without a promise may wait, by its priority."""
        cases = [SQL("WHEN %s THEN %s", priority, hours) for priority, hours in QUEUE_HOURS.items()]
        return SQL("make_interval(hours => CASE %s %s ELSE 0 END)", priority, SQL(" ").join(cases))

    @api.model
    def _domain_tickets(self):
        """Rows that are tickets, for whatever counts tickets."""
        return Domain("res_model", "in", list(dict(PROCESSES)))

    def action_open(self):
        """Open the record itself."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()

    def action_take(self):
        """Take what these rows stand for, by its own method and rights."""
        for model, rows in self.grouped("res_model").items():
            self.env[model].browse(rows.mapped("res_id")).action_take()
        return True
