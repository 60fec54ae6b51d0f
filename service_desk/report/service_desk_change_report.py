from odoo import api, fields, models
from odoo.tools import SQL

from ..models.service_desk_change_data import (
    BAD_OUTCOMES,
    CHANGE_STATES,
    CHANGE_TYPES,
    EMERGENCY,
    GOOD_OUTCOMES,
    OUTCOMES,
    RISKS,
)
from ..sql_columns import named


class ServiceDeskChangeReport(models.Model):
    """Changes that have begun, with the facts that rates are made of.

    A view over the table of changes; its record rules equal those of reading them. Rates are 0 or
    100, and empty where the question does not arise, so that their average is the rate in percent:
    success and back-out of what has an outcome, late papers of emergencies, the others of all.
    """

    _name = "service.desk.change.report"
    _description = "Change Analysis"
    _inherit = ["service.desk.fetch.mixin", "service.desk.export.mixin"]
    _auto = False
    _order = "date_actual_start desc, id desc"
    _rec_name = "number"
    _rec_names_search = ["number", "name"]

    number = fields.Char(readonly=True)
    name = fields.Char(string="Subject", readonly=True)
    state = fields.Selection(CHANGE_STATES, readonly=True)
    change_type = fields.Selection(CHANGE_TYPES, string="Type", readonly=True)
    risk = fields.Selection(RISKS, readonly=True)
    outcome = fields.Selection(OUTCOMES, readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requester_id = fields.Many2one("res.partner", readonly=True)
    submitted_by_id = fields.Many2one("res.partner", readonly=True)
    customer_id = fields.Many2one("res.partner", readonly=True)
    team_id = fields.Many2one("service.desk.team", readonly=True)
    user_id = fields.Many2one("res.users", string="Assignee", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    category_id = fields.Many2one("service.desk.category", readonly=True)
    model_id = fields.Many2one("service.desk.change.model", string="Change Model", readonly=True)
    is_confidential = fields.Boolean(readonly=True)
    date_actual_start = fields.Datetime(string="Began", readonly=True)
    date_actual_end = fields.Datetime(string="Ended", readonly=True)
    hours = fields.Float(string="Mean Hours", readonly=True, aggregator="avg")
    caused_count = fields.Integer(string="Incidents Caused", readonly=True)
    success_rate = fields.Float(
        string="Successful (%)",
        readonly=True,
        aggregator="avg",
        help="Of those with an outcome, with issues or without.",
    )
    backout_rate = fields.Float(string="Back-Out Used (%)", readonly=True, aggregator="avg")
    emergency_rate = fields.Float(string="Emergencies (%)", readonly=True, aggregator="avg")
    unauthorized_rate = fields.Float(
        string="Unauthorized (%)", readonly=True, aggregator="avg", help="Begun, and nobody has agreed to it since."
    )
    late_rate = fields.Float(
        string="Documented Late (%)",
        readonly=True,
        aggregator="avg",
        help="Of emergencies: papers after the work began.",
    )

    #: Taken over from the changes as they are.
    _COLUMNS = (
        "number",
        "name",
        "state",
        "change_type",
        "risk",
        "outcome",
        "company_id",
        "requester_id",
        "submitted_by_id",
        "customer_id",
        "team_id",
        "user_id",
        "service_id",
        "category_id",
        "model_id",
        "is_confidential",
        "date_actual_start",
        "date_actual_end",
    )
    #: What the facts are made of besides.
    _INGREDIENTS = ("is_backout_used", "is_unauthorized", "is_documented_late")

    @property
    def _table_query(self):
        changes = self.env["service.desk.change"]
        # What is still in memory must be seen: the ORM cannot know which fields a view reads.
        changes.flush_model([*self._COLUMNS, *self._INGREDIENTS])
        self.env["service.desk.incident"].flush_model(["caused_by_change_id"])
        columns = {name: SQL.identifier("t", name) for name in self._COLUMNS}
        return SQL(
            "SELECT t.id, %s FROM service_desk_change t WHERE t.date_actual_start IS NOT NULL",
            named(columns | self._sql_facts()),
        )

    @api.model
    def _sql_facts(self):
        """Field -> what it is made of, for the rows ``t`` of changes."""
        has_outcome = SQL("t.outcome IN %s", GOOD_OUTCOMES + BAD_OUTCOMES)
        is_emergency = SQL("t.change_type = %s", EMERGENCY)
        always = SQL("TRUE")
        return {
            "hours": SQL("EXTRACT(EPOCH FROM t.date_actual_end - t.date_actual_start)::float8 / 3600"),
            # Without those behind a wall: who may read the change need not know of them.
            "caused_count": SQL(
                "(SELECT count(*) FROM service_desk_incident i"
                " LEFT JOIN service_desk_team d ON d.id = i.team_id"
                " WHERE i.caused_by_change_id = t.id AND i.is_confidential IS NOT TRUE"
                " AND d.visibility IS DISTINCT FROM 'restricted')"
            ),
            "success_rate": self._sql_rate(SQL("t.outcome IN %s", GOOD_OUTCOMES), has_outcome),
            "backout_rate": self._sql_rate(SQL("t.is_backout_used"), has_outcome),
            "emergency_rate": self._sql_rate(is_emergency, always),
            "unauthorized_rate": self._sql_rate(SQL("t.is_unauthorized"), always),
            "late_rate": self._sql_rate(SQL("t.is_documented_late"), is_emergency),
        }

    @api.model
    def _sql_rate(self, yes, asked):
        return SQL("CASE WHEN NOT COALESCE(%s, FALSE) THEN NULL WHEN %s THEN 100.0 ELSE 0.0 END", asked, yes)

    def action_open(self):
        """Open the change itself."""
        self.ensure_one()
        return self.env["service.desk.change"].browse(self.id)._get_records_action()
