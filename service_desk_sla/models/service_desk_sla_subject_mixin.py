from dataclasses import replace

from odoo import api, fields, models
from odoo.fields import Domain

from ..clock_rules import CANCELLED, LIVE, RUNNING, SLA, Follower
from ..moments import to_epoch
from .service_desk_sla_data import SLA_STATES, SUBJECT_COLUMNS
from .service_desk_sla_store_mixin import READ_FIELDS

#: What a record shows of its clocks; written by them alone.
SUMMARY_FIELDS = ("date_due", "date_risk", "is_breached", "promise_state")


class ServiceDeskSlaSubjectMixin(models.AbstractModel):
    """What is measured by clocks: tickets and tasks.

    Whatever happens to a record, its clocks are brought to where it stands by one method,
    :meth:`_sla_follow`, which may be called as often as one likes. The host says where it stands
    (:meth:`_sla_standing`), by what policies are chosen for it (:meth:`_sla_facts`) and which of its
    fields concern clocks (:meth:`_sla_fields`).
    """

    _name = "service.desk.sla.subject.mixin"
    _description = "Measured by Clocks"

    date_risk = fields.Datetime(
        string="At Risk From",
        readonly=True,
        copy=False,
        help="From then on too little is left of the promised time.",
    )
    is_breached = fields.Boolean(
        string="Promise Broken",
        readonly=True,
        copy=False,
        help="Something that was promised about it came late, or is late.",
    )
    promise_state = fields.Selection(
        [("running", "Running"), ("paused", "Paused"), ("ended", "Ended")],
        string="Promise",
        readonly=True,
        copy=False,
        help="Whether time runs against the desk.",
    )
    sla_state = fields.Selection(
        SLA_STATES,
        string="Service Level",
        compute="_compute_sla_state",
        search="_search_sla_state",
        help="Where it stands with what was promised, now.",
    )

    @api.depends("date_due", "date_risk", "is_breached", "promise_state")
    def _compute_sla_state(self):
        now = self.env.cr.now()
        for record in self:
            record.sla_state = record._sla_state_at(now)

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
        now = self.env.cr.now()
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

    # -- Hooks of the host -------------------------------------------------------------------

    @api.model
    def _sla_fields(self):
        """The fields that, when written, may concern clocks."""
        return frozenset()

    def _sla_facts(self):
        """What policies are chosen by, as :class:`~..policy_rules.Facts`."""
        raise NotImplementedError

    def _sla_standing(self, facts, moves):
        """Where this one record stands, as :class:`~..clock_rules.Standing`.

        :param facts: of :meth:`_sla_facts`
        :param moves: of :meth:`_sla_moves`, for this record
        """
        raise NotImplementedError

    def _sla_moves(self):
        """Record id -> its past as :class:`~..clock_rules.Move`, for clocks that begin late."""
        return {}

    def _sla_calendar(self, source):
        """The calendar that a policy's source of hours means for this record, or none."""
        return self.company_id.resource_calendar_id

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._sla_begin()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self._sla_fields().isdisjoint(vals):
            self._sla_follow()
        return result

    # -- Following ---------------------------------------------------------------------------

    def _sla_begin(self):
        """Start the clocks of new records; nothing to do while nobody promises anything."""
        if self.env["service.desk.sla.policy"]._book().promises:
            self._sla_follow(is_new=True)

    def _sla_follow(self, is_new=False, is_history=False, updated=None):
        """Bring the clocks of these records to where the records stand, and show it on them.

        :param bool is_new: they were created just now and have no clocks yet
        :param bool is_history: they were loaded from another tool; what is over gets its clocks too
        :param int updated: the instant at which their requesters were told something new
        """
        # sudo: clocks follow whatever a user was allowed to do, requesters included; what they
        # measure does not depend on who looks.
        records = self.sudo().filtered("id")
        clocks = {} if is_new else records._sla_clocks()
        book = self.env["service.desk.sla.policy"]._book()
        if not clocks and not book.policies:
            return
        facts = {record.id: record._sla_facts() for record in records}
        moves = records._sla_moves_needed(facts, clocks)
        found, touched = [], records.browse()
        for record in records:
            now = record._sla_standing(facts[record.id], moves.get(record.id, ()))
            now = record._sla_dressed(now, is_history, updated)
            theirs = clocks.get(record.id, [])
            changes = record._sla_changes(now, facts[record.id], theirs, book)
            if changes:
                touched += record
                found += changes
        if found:
            store = self.env["service.desk.sla.clock"].sudo()
            store._store(found, to_epoch(self.env.cr.now()))
            touched._sla_summarize()

    @api.model
    def _sla_dressed(self, standing, is_history, updated):
        """The standing, with what only the caller knows."""
        if not is_history and updated is None:
            return standing
        return replace(standing, is_history=is_history, updated=updated)

    def _sla_clocks(self):
        """Record id -> its clocks as plain data, in one query."""
        column = SUBJECT_COLUMNS[self._name]
        rows = self.env["service.desk.sla.clock"].sudo().search_fetch(
            [(column, "in", self.ids)], [column, *READ_FIELDS], order="cycle, id"
        )
        clocks = {}
        for row in rows:
            clocks.setdefault(row[column].id, []).append(row._as_rule())
        return clocks

    def _sla_moves_needed(self, facts, clocks):
        """The past of those records that began earlier and have no clock that remembers it."""
        now = to_epoch(self.env.cr.now())
        late = self.filtered(
            lambda record: facts[record.id].begun < now
            and not any(clock.kind == SLA for clock in clocks.get(record.id, ()))
        )
        return late._sla_moves() if late else {}

    def _sla_changes(self, standing, facts, clocks, book):
        """What becomes of the clocks of this record: pairs for ``_store``."""
        choices = {}
        promises = None
        if self._sla_asks_policies(clocks, facts.word):
            own = frozenset(clock.policy for clock in clocks)
            choices = self.env["service.desk.sla.policy"]._choose(facts, own)
            promises = [promise for choice in choices.values() for promise in choice.promises]
        follower = Follower(standing, book.manners, lambda policy: self._sla_calendar_id(policy, book))
        changed = follower.follow(clocks, promises)
        return [
            (clock, {} if clock.id else self._sla_birth(choices.get(clock.kind)))
            for clock in changed
        ]

    @api.model
    def _sla_asks_policies(self, clocks, word):
        """Whether another promise may hold than when the clocks were started."""
        counted = [clock for clock in clocks if clock.state != CANCELLED]
        return not counted or any(clock.facts != word for clock in counted)

    def _sla_calendar_id(self, policy, book):
        """The id of the calendar by which clocks of a policy run on this record now; 0 for all
        hours; None when the policy is gone."""
        if policy not in book.calendars:
            return None
        source, own = book.calendars[policy]
        if source == "always":
            return 0
        if source == "own":
            return own or 0
        if source == "contract" and policy in book.coverage:
            return book.coverage[policy]
        return self._sla_calendar(source).id or 0

    def _sla_birth(self, choice):
        """What a new clock of this record says besides what it measures."""
        values = {
            SUBJECT_COLUMNS[self._name]: self.id,
            "company_id": self.company_id.id,
        }
        if choice:
            policy = self.env["service.desk.sla.policy"].sudo().browse(choice.policy.id)
            values |= {
                "policy_name": policy.name,
                "policy_version": policy.version,
                "named": ",".join(choice.named),
                "rivals": choice.rivals,
            }
        return values

    # -- What is shown -----------------------------------------------------------------------

    def _sla_summarize(self):
        """Show on these records what their clocks say, one statement for those that differ."""
        records = self.sudo()
        shown = records._sla_summaries()
        rows = [
            {"id": record.id, **shown[record.id]}
            for record in records
            if any(record[name] != value for name, value in shown[record.id].items())
        ]
        if rows:
            self.env["service.desk.sla.clock"]._update_rows(records, rows, SUMMARY_FIELDS)

    def _sla_summaries(self):
        """Record id -> values of the fields in ``SUMMARY_FIELDS``."""
        column = SUBJECT_COLUMNS[self._name]
        clocks = self.env["service.desk.sla.clock"].sudo().search_fetch(
            [(column, "in", self.ids), ("kind", "=", SLA), ("state", "!=", "cancelled")],
            [column, "state", "date_due", "date_risk", "is_breached"],
        )
        theirs = clocks.grouped(lambda clock: clock[column].id)
        return {
            record.id: record._sla_summary(theirs.get(record.id) or clocks.browse())
            for record in self
        }

    def _sla_summary(self, clocks):
        """What one record shows of its clocks with the requester."""
        running = clocks.filtered(lambda clock: clock.state == RUNNING)
        live = clocks.filtered(lambda clock: clock.state in LIVE)
        dues = [clock.date_due for clock in running if clock.date_due]
        risks = [clock.date_risk for clock in running if clock.date_risk]
        state = "running" if running else "paused" if live else "ended" if clocks else False
        return {
            "date_due": min(dues, default=False) if clocks else self.date_due,
            "date_risk": min(risks, default=False),
            "is_breached": any(clocks.mapped("is_breached")),
            "promise_state": state,
        }
