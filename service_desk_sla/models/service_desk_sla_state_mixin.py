from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_sla_data import SLA_STATES

#: For the desk alone: a requester is told by when to expect something, and no more.
DESK_GROUP = "service_desk.group_agent"


def state_domain(state, now):
    """The rows that are in this state at a moment; those without any promise for an empty one."""
    live = Domain("promise_state", "in", ("running", "paused"))
    ended = Domain("promise_state", "=", "ended")
    late = Domain("is_breached", "=", True) | Domain("date_due", "<", now)
    at_risk = Domain("date_risk", "<=", now)
    running = Domain("promise_state", "=", "running") & ~late
    domains = {
        "running": running & ~at_risk,
        "risk": running & at_risk,
        "breached": live & late,
        "paused": Domain("promise_state", "=", "paused") & ~late,
        "met": ended & Domain("is_breached", "=", False),
        "missed": ended & Domain("is_breached", "=", True),
    }
    return domains.get(state) or Domain("promise_state", "=", False)


class ServiceDeskSlaStateMixin(models.AbstractModel):
    """Where a row stands with what was promised to the requester: on time, at risk, breached …

    Three columns are kept; the state follows from them and the time of day. So it is right in the
    second in which somebody looks, can be searched and grouped by, and nothing has to be written
    when time goes by.
    """

    _name = "service.desk.sla.state.mixin"
    _description = "State of a Promise"

    date_risk = fields.Datetime(
        string="At Risk From",
        readonly=True,
        copy=False,
        groups=DESK_GROUP,
        help="From then on too little is left of the promised time.",
    )
    is_breached = fields.Boolean(
        string="Promise Broken",
        readonly=True,
        copy=False,
        groups=DESK_GROUP,
        help="Something that was promised about it came late, or is late.",
    )
    promise_state = fields.Selection(
        [("running", "Running"), ("paused", "Paused"), ("ended", "Ended")],
        string="Promise",
        readonly=True,
        copy=False,
        groups=DESK_GROUP,
        help="Whether time runs against the desk.",
    )
    sla_state = fields.Selection(
        SLA_STATES,
        string="Service Level",
        compute="_compute_sla_state",
        search="_search_sla_state",
        compute_sudo=True,
        help="Where it stands with what was promised, now. Requesters are not told.",
    )

    @api.depends("date_due", "date_risk", "is_breached", "promise_state")
    @api.depends_context("uid")
    def _compute_sla_state(self):
        """Views for everybody look at this field, so requesters find nothing instead of an error."""
        now = self.env.cr.now()
        is_told = self.env.user.has_group(DESK_GROUP) or self.env.user._is_superuser()
        for record in self:
            record.sla_state = is_told and record._sla_state_at(now)

    def _sla_state_at(self, now):
        if not self.promise_state:
            return False
        if self.promise_state == "ended":
            return "missed" if self.is_breached else "met"
        if self.is_breached or (self.date_due and self.date_due < now):
            return "breached"
        if self.promise_state == "paused":
            return "paused"
        return "risk" if self.date_risk and self.date_risk <= now else "running"

    @api.model
    def _search_sla_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._domain_sla_state(state) for state in value)

    @api.model
    def _domain_sla_state(self, state):
        """The records that are in this state now; those without any promise for an empty one."""
        return state_domain(state, self.env.cr.now())

    def _field_to_sql(self, alias, field_expr, query=None):
        """Lists are grouped and sorted by the state although no column keeps it."""
        if field_expr != "sla_state":
            return super()._field_to_sql(alias, field_expr, query)
        columns = {
            name: self._field_to_sql(alias, name, query)
            for name in ("promise_state", "is_breached", "date_due", "date_risk")
        }
        return SQL(
            """CASE WHEN %(promise_state)s = 'ended'
                    THEN CASE WHEN %(is_breached)s THEN 'missed' ELSE 'met' END
                    WHEN %(promise_state)s IS NULL THEN NULL
                    WHEN %(is_breached)s OR %(date_due)s < %(now)s THEN 'breached'
                    WHEN %(promise_state)s = 'paused' THEN 'paused'
                    WHEN %(date_risk)s <= %(now)s THEN 'risk'
                    ELSE 'running' END""",
            now=self.env.cr.now(),
            **columns,
        )
