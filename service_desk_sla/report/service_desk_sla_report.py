from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS
from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES
from odoo.addons.service_desk.sql_columns import named

from ..clock_rules import CANCELLED, LIVE, MET
from ..models.service_desk_sla_data import CLOCK_STATES, KINDS, METRICS, SUBJECTS, TASK

OUTCOMES = [
    ("met", "Met"),
    ("breached", "Breached"),
    ("open", "Still Open"),
    ("cancelled", "Breached, then Cancelled"),
]
#: What is open may still be kept; what was cancelled is decided by its heir.
DECIDED = ("met", "breached")


class ServiceDeskSlaReport(models.Model):
    """How promises are kept: one row for each clock that counts, with what its ticket is about.

    A view over the clocks and what they measure. Its record rules equal those of the tickets, on
    columns of its own; opening a row opens the real record. A promise that was broken before another
    one took its place is here too, and counts neither as kept nor as broken: its heir does.
    """

    _name = "service.desk.sla.report"
    _description = "Service Level Achievement"
    _inherit = ["service.desk.fetch.mixin", "service.desk.export.mixin"]
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "name"]

    clock_id = fields.Many2one("service.desk.sla.clock", readonly=True)
    res_model = fields.Selection(SUBJECTS, string="Process", readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)
    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    # -- The promise.
    kind = fields.Selection(KINDS, string="Kind of Promise", readonly=True)
    metric = fields.Selection(METRICS, readonly=True)
    policy_id = fields.Many2one("service.desk.sla.policy", readonly=True)
    supplier_id = fields.Many2one("res.partner", string="Promised by Supplier", readonly=True)
    promising_team_id = fields.Many2one(
        "service.desk.team", string="Promised by Team", readonly=True, help="Of an operational level."
    )
    breach_reason_id = fields.Many2one("service.desk.sla.breach.reason", readonly=True)
    state = fields.Selection(CLOCK_STATES, readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    # -- What it is about.
    priority = fields.Selection(PRIORITIES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requester_id = fields.Many2one("res.partner", readonly=True)
    submitted_by_id = fields.Many2one("res.partner", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    contract_id = fields.Many2one("service.desk.contract", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    ticket_team_id = fields.Many2one(
        "service.desk.team", string="Team of the Ticket", readonly=True, help="Of a task: they see it too."
    )
    user_id = fields.Many2one("res.users", string="Assignee", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    is_confidential = fields.Boolean(string="Confidential", readonly=True)
    # -- When.
    date = fields.Datetime(
        string="Decided",
        readonly=True,
        help="When it was broken, or kept. A promise that is open and in time counts from its start.",
    )
    date_start = fields.Datetime(string="Started", readonly=True)
    date_due = fields.Datetime(string="Due", readonly=True)
    date_end = fields.Datetime(string="Ended", readonly=True)
    date_breached = fields.Datetime(string="Breached Since", readonly=True)
    # -- Figures.
    met_count = fields.Integer(string="Met", readonly=True, help="Ended in time.")
    breached_count = fields.Integer(
        string="Breached", readonly=True, help="Ended late, or open and late already."
    )
    met_rate = fields.Float(
        string="Met (%)",
        readonly=True,
        aggregator="avg",
        help="Of those that were kept or broken; what is open and in time is not asked.",
    )
    used_hours = fields.Float(
        string="Used, Mean Hours", readonly=True, aggregator="avg", help="Working hours, of what ended."
    )
    paused_hours = fields.Float(
        string="Paused, Mean Hours", readonly=True, aggregator="avg", help="Working hours, of what ended."
    )
    overrun_hours = fields.Float(
        string="Exceeded By, Mean Hours",
        readonly=True,
        aggregator="avg",
        help="Working hours, of what ended late.",
    )

    #: Taken over from the clocks as they are.
    _CLOCK_COLUMNS = (
        "kind",
        "metric",
        "policy_id",
        "supplier_id",
        "breach_reason_id",
        "state",
        "company_id",
        "date_start",
        "date_due",
        "date_end",
        "date_breached",
    )
    #: What the figures are made of besides.
    _INGREDIENTS = ("team_id", "task_id", "is_breached", "elapsed", "paused", "overrun")
    #: Taken over from what they measure.
    _SUBJECT_COLUMNS = ("number", "name", "priority", "team_id", "user_id", "is_confidential")
    #: Of a task, those of its ticket.
    _TICKET_COLUMNS = ("service_id", "category_id", "customer_id", "contract_id")
    _PEOPLE_COLUMNS = ("requester_id", "submitted_by_id")

    @api.model
    def _domain_decided(self, begin, end):
        """The promises that count between two moments: those that were kept or broken then."""
        return Domain("date", ">=", begin) & Domain("date", "<", end) & Domain("outcome", "in", DECIDED)

    @property
    def _table_query(self):
        names = [*self._CLOCK_COLUMNS, *self._INGREDIENTS, *TICKET_COLUMNS.values()]
        # What is still in memory must be seen: the ORM cannot know which fields a view reads.
        self.env["service.desk.sla.clock"].flush_model(names)
        parts = [self._select_tickets(model, column) for model, column in TICKET_COLUMNS.items()]
        return SQL(" UNION ALL ").join([*parts, self._select_tasks()])

    @api.model
    def _select_tickets(self, model, column):
        """The clocks of one process, with columns of its tickets."""
        names = (*self._SUBJECT_COLUMNS, *self._TICKET_COLUMNS, *self._PEOPLE_COLUMNS)
        self.env[model].flush_model(names)
        source = SQL(
            "JOIN %s t ON t.id = %s", SQL.identifier(self.env[model]._table), SQL.identifier("c", column)
        )
        columns = {name: SQL.identifier("t", name) for name in names}
        return self._select(model, columns, source)

    @api.model
    def _select_tasks(self):
        """The clocks of tasks.

        Who does a task need not see its ticket: what that is about is told of tickets that every
        agent may see.
        """
        self.env[TASK].flush_model([*self._SUBJECT_COLUMNS, *TICKET_COLUMNS.values(), "ticket_team_id"])
        joins, tables = [SQL("JOIN service_desk_task t ON t.id = c.task_id")], []
        for model, column in TICKET_COLUMNS.items():
            self.env[model].flush_model(self._TICKET_COLUMNS)
            table = SQL.identifier(self.env[model]._table)
            alias = f"of_{column}"
            tables.append(alias)
            joins.append(
                SQL(
                    "LEFT JOIN %s %s ON %s = %s",
                    table,
                    SQL.identifier(alias),
                    SQL.identifier(alias, "id"),
                    SQL.identifier("t", column),
                )
            )
        self.env["service.desk.team"].flush_model(["visibility"])
        joins.append(SQL("LEFT JOIN service_desk_team wall ON wall.id = t.ticket_team_id"))
        is_open = SQL("t.is_confidential IS NOT TRUE AND wall.visibility IS DISTINCT FROM 'restricted'")
        columns = {name: SQL.identifier("t", name) for name in self._SUBJECT_COLUMNS}
        columns["ticket_team_id"] = SQL("t.ticket_team_id")
        for name in self._TICKET_COLUMNS:
            values = SQL(", ").join(SQL.identifier(alias, name) for alias in tables)
            columns[name] = SQL("CASE WHEN %s THEN COALESCE(%s) END", is_open, values)
        return self._select(TASK, columns, SQL(" ").join(joins))

    @api.model
    def _select(self, model, columns, source):
        """The rows of one kind of subject, in the columns of this view."""
        columns = {
            "clock_id": SQL("c.id"),
            "res_model": SQL("%s", model),
            "res_id": SQL("t.id"),
            **{name: SQL.identifier("c", name) for name in self._CLOCK_COLUMNS},
            **columns,
            **self._sql_facts(),
        }
        # All sources must agree on the type, also the one that has nothing to say.
        typed = {}
        for name, field in self._fields.items():
            if field.store and name != "id":
                typed[name] = SQL("%s::%s", columns.get(name, SQL("NULL")), SQL(field.column_type[1]))
        return SQL(
            "SELECT c.id AS id, %s FROM service_desk_sla_clock c %s WHERE c.state <> %s OR c.is_breached",
            named(typed),
            source,
            CANCELLED,
        )

    @api.model
    def _sql_facts(self):
        """Field -> what it is made of, for the clocks ``c``."""
        is_open = SQL("c.state IN %s", LIVE)
        is_late = SQL("COALESCE(c.is_breached, FALSE)")
        outcome = SQL(
            "(CASE WHEN c.state = %s THEN 'cancelled' WHEN %s THEN 'breached' WHEN %s THEN 'open' ELSE 'met' END)",
            CANCELLED,
            is_late,
            is_open,
        )
        is_met = SQL("%s = 'met'", outcome)
        is_broken = SQL("%s = 'breached'", outcome)
        return {
            "promising_team_id": SQL("c.team_id"),
            "outcome": outcome,
            "date": SQL("COALESCE(c.date_breached, c.date_end, c.date_start)"),
            "met_count": SQL("(%s)::int", is_met),
            "breached_count": SQL("(%s)::int", is_broken),
            "met_rate": SQL("CASE WHEN %s THEN 100.0 WHEN %s THEN 0.0 END", is_met, is_broken),
            "used_hours": self._sql_hours("elapsed", SQL("TRUE")),
            "paused_hours": self._sql_hours("paused", SQL("TRUE")),
            "overrun_hours": self._sql_hours("overrun", is_late),
        }

    @api.model
    def _sql_hours(self, name, asked):
        """Hours of what ended; what runs was measured when something last happened to it."""
        return SQL(
            "CASE WHEN c.state = %s AND %s THEN %s / 3600.0 END", MET, asked, SQL.identifier("c", name)
        )

    def action_open(self):
        """Open the ticket or task itself."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()
