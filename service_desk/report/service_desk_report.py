from odoo import api, fields, models
from odoo.tools import SQL

from ..lifecycle import CLOSED, OPEN_PHASES, PHASES
from ..models.service_desk_process_data import PROCESSES, TICKET_COLUMNS
from ..models.service_desk_ticket_data import CHANNELS, PRIORITIES
from ..overview.figures import SATISFIED_RATING
from ..sql_columns import named

OUTCOMES = [("open", "Open"), ("resolved", "Resolved"), ("dropped", "Cancelled or Rejected")]


class ServiceDeskReport(models.Model):
    """All tickets of all processes in one table, with the facts that figures are made of.

    A view over the tickets' tables. Its record rules equal theirs; opening a row opens the real
    record. Rates are 0 or 100, and empty where the question does not arise, so that their average
    is the rate in percent.
    """

    _name = "service.desk.report"
    _description = "Ticket Analysis"
    _inherit = ["service.desk.fetch.mixin", "service.desk.export.mixin"]
    _auto = False
    _order = "date_opened desc, id desc"
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
    channel = fields.Selection(CHANNELS, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requester_id = fields.Many2one("res.partner", readonly=True)
    submitted_by_id = fields.Many2one("res.partner", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Assignee", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    supplier_id = fields.Many2one("res.partner", readonly=True)
    contract_id = fields.Many2one("service.desk.contract", readonly=True)
    resolution_code_id = fields.Many2one("service.desk.resolution.code", readonly=True)
    is_confidential = fields.Boolean(string="Confidential", readonly=True)
    date_opened = fields.Datetime(string="Opened", readonly=True)
    date_due = fields.Datetime(string="Due", readonly=True)
    date_first_response = fields.Datetime(string="First Response", readonly=True)
    date_reopened = fields.Datetime(string="Last Reopened", readonly=True)
    date_ended = fields.Datetime(
        string="Ended",
        readonly=True,
        help="When it was resolved; when it was closed if it never was.",
    )

    outcome = fields.Selection(OUTCOMES, readonly=True)
    is_escalated = fields.Boolean(
        string="Escalated",
        readonly=True,
        help="Went on to another team, to a supplier's desk or up to management.",
    )
    is_first_contact = fields.Boolean(
        string="Resolved at First Contact",
        readonly=True,
        help="Resolved, never on hold, not escalated, never reopened.",
    )
    escalated_rate = fields.Float(string="Escalated (%)", readonly=True, aggregator="avg")
    first_contact_rate = fields.Float(
        string="First Contact (%)",
        readonly=True,
        aggregator="avg",
        help="Of what was resolved: solved by the first team at once.",
    )
    reopened_rate = fields.Float(
        string="Reopened (%)",
        readonly=True,
        aggregator="avg",
        help="Of what was resolved at least once: came back.",
    )
    satisfied_rate = fields.Float(
        string="Satisfied (%)",
        readonly=True,
        aggregator="avg",
        help="Of what was rated: four stars or five.",
    )
    rating = fields.Float(readonly=True, aggregator="avg")
    first_response_hours = fields.Float(
        string="First Response, Mean Hours",
        readonly=True,
        aggregator="avg",
        help="Hours by the clock from the opening to the first public answer of an agent.",
    )
    resolution_hours = fields.Float(
        string="Resolution, Mean Hours",
        readonly=True,
        aggregator="avg",
        help="Hours by the clock from the opening to the resolution, waiting included.",
    )
    reopen_count = fields.Integer(string="Times Reopened", readonly=True)
    reassignment_count = fields.Integer(string="Times Reassigned", readonly=True)

    #: Taken over from the tickets as they are.
    _COLUMNS = (
        "number",
        "name",
        "state",
        "phase",
        "priority",
        "channel",
        "company_id",
        "requester_id",
        "submitted_by_id",
        "customer_id",
        "team_id",
        "user_id",
        "service_id",
        "category_id",
        "supplier_id",
        "contract_id",
        "resolution_code_id",
        "is_confidential",
        "date_opened",
        "date_due",
        "date_first_response",
        "date_reopened",
        "reopen_count",
        "reassignment_count",
    )
    #: What the facts are made of besides.
    _INGREDIENTS = ("date_resolved", "date_closed", "escalation_level", "rating_last_value")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            self._select(model, offset) for model, offset in self._SOURCES.items()
        )

    @api.model
    def _select(self, model, offset):
        """The rows of one table with their facts."""
        # What is still in memory must be seen: the ORM cannot know which fields a view reads.
        self.env[model].flush_model([*self._COLUMNS, *self._INGREDIENTS])
        self.env["service.desk.transition"].flush_model([TICKET_COLUMNS[model], "state_to"])
        columns = {name: SQL.identifier("t", name) for name in self._COLUMNS}
        return SQL(
            "SELECT t.id * %(step)s + %(offset)s AS id, %(model)s AS res_model, t.id AS res_id,"
            " %(columns)s FROM %(table)s t",
            step=self._ID_STEP,
            offset=offset,
            model=model,
            columns=named(columns | self._sql_facts(model)),
            table=SQL.identifier(self.env[model]._table),
        )

    @api.model
    def _sql_facts(self, model):
        """Field -> what it is made of, for the rows ``t`` of one ticket table."""
        ended = SQL("COALESCE(t.date_resolved, t.date_closed)")
        outcome = self._sql_outcome(self.env[model]._lifecycle)
        is_resolved = SQL("%s = 'resolved'", outcome)
        is_reopened = SQL("COALESCE(t.reopen_count, 0) > 0")
        is_escalated = SQL(
            "(COALESCE(t.escalation_level, 0) > 0 OR COALESCE(t.reassignment_count, 0) > 0"
            " OR t.supplier_id IS NOT NULL)"
        )
        is_first_contact = SQL(
            "(%s AND NOT %s AND NOT %s AND NOT %s)",
            is_resolved,
            is_escalated,
            SQL("(%s)", is_reopened),
            self._sql_was_held(model),
        )
        rating = SQL("NULLIF(t.rating_last_value, 0)")
        return {
            "date_ended": ended,
            "outcome": outcome,
            "is_escalated": is_escalated,
            "is_first_contact": is_first_contact,
            "escalated_rate": self._sql_rate(is_escalated, SQL("TRUE")),
            "first_contact_rate": self._sql_rate(is_first_contact, is_resolved),
            "reopened_rate": self._sql_rate(is_reopened, SQL("(%s OR %s)", is_resolved, is_reopened)),
            "satisfied_rate": self._sql_rate(
                SQL("%s >= %s", rating, SATISFIED_RATING), SQL("%s IS NOT NULL", rating)
            ),
            "rating": rating,
            "first_response_hours": self._sql_hours(SQL("t.date_first_response"), SQL("TRUE")),
            "resolution_hours": self._sql_hours(ended, is_resolved),
        }

    @api.model
    def _sql_outcome(self, lifecycle):
        """Still open, resolved, or given up."""
        dropped = set(lifecycle.in_phases(CLOSED)) - {lifecycle.closing}
        return SQL(
            "(CASE WHEN t.phase IN %s THEN 'open' WHEN t.state IN %s THEN 'dropped' ELSE 'resolved' END)",
            OPEN_PHASES,
            tuple(sorted(dropped)),
        )

    @api.model
    def _sql_was_held(self, model):
        """Whether it ever waited for somebody, as its history of states tells."""
        return SQL(
            "EXISTS (SELECT FROM service_desk_transition h WHERE %s = t.id AND h.state_to = %s)",
            SQL.identifier("h", TICKET_COLUMNS[model]),
            self.env[model]._lifecycle.waiting,
        )

    @api.model
    def _sql_rate(self, yes, asked):
        return SQL("CASE WHEN NOT (%s) THEN NULL WHEN %s THEN 100.0 ELSE 0.0 END", asked, yes)

    @api.model
    def _sql_hours(self, until, asked):
        return SQL(
            "CASE WHEN %s THEN EXTRACT(EPOCH FROM %s - t.date_opened)::float8 / 3600 END", asked, until
        )

    def action_open(self):
        """Open the ticket itself."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)._get_records_action()
