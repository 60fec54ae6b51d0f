from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..promise_states import BROKEN, LATE, RISKY, STATES
from .service_desk_sla_data import SLA_STATES

#: For the desk alone: a requester is told by when to expect something, and no more.
DESK_GROUP = "service_desk.group_agent"


def state_domains(now):
    """State -> the rows that are in it at a moment, see :mod:`..promise_states`."""
    broken = Domain("is_breached", "=", True)
    facts = {BROKEN: broken, LATE: broken | Domain("date_due", "<", now), RISKY: Domain("date_risk", "<=", now)}
    return {
        state.name: Domain("promise_state", "in", state.time)
        & Domain.AND(facts[name] for name in state.facts)
        & Domain.AND(~facts[name] for name in state.without)
        for state in STATES
    }


def state_domain(state, now):
    """The rows that are in this state at a moment; those without any promise for an empty one."""
    return state_domains(now).get(state) or Domain("promise_state", "=", False)


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
        is_told = self.env.user.has_group(DESK_GROUP) or self.env.user._is_superuser()
        self.sla_state = False
        promised = self.filtered("promise_state") if is_told else self.browse()
        for state, domain in state_domains(self.env.cr.now()).items():
            promised.filtered_domain(domain).sla_state = state

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
        cases = [
            SQL("WHEN %s THEN %s", domain.optimize_full(self)._to_sql(self, alias, query), state)
            for state, domain in state_domains(self.env.cr.now()).items()
        ]
        return SQL("CASE %s END", SQL(" ").join(cases))
