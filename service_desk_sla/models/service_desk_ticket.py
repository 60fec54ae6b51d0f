from odoo import api, models

from odoo.addons.service_desk.lifecycle import DONE as PHASE_DONE
from odoo.addons.service_desk.lifecycle import OPEN_PHASES, PENDING
from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS
from odoo.addons.service_desk.models.service_desk_transfer_mixin import ServiceDeskTransferMixin

from .. import clock_rules
from ..moments import to_epoch
from ..policy_rules import Facts
from ..standing import Move, Standing
from .service_desk_sla_summary_mixin import SUMMARY_FIELDS

#: What a ticket's policies are chosen by, and what its clocks follow.
CLOCK_FIELDS = frozenset({
    "state",
    "impact",
    "urgency",
    "priority_override",
    "team_id",
    "service_id",
    "category_id",
    "requester_id",
    "customer_id",
    "contract_id",
    "company_id",
    "supplier_id",
    "supplier_ref",
    "pending_reason_id",
    "date_first_response",
    "date_agreed",
})
#: Channels on which people talk to each other.
SPOKEN = ("phone", "chat", "walk_in")
#: The supplier's desk has it while it waits for this.
SUPPLIER = "supplier"


class ServiceDeskTicket(models.AbstractModel):
    """Clocks on tickets of every process."""

    _name = "service.desk.ticket"
    _inherit = [
        "service.desk.sla.agreement.mixin",
        "service.desk.sla.explained.mixin",
        "service.desk.sla.subject.mixin",
        "service.desk.ticket",
    ]

    _risk_index = models.Index("(date_risk) WHERE promise_state = 'running'")
    _breached_index = models.Index(
        "(id) WHERE is_breached AND phase IN ('new', 'active', 'pending')"
    )

    #: What clocks give is given anew; what was agreed goes along.
    _CONVERTED_FIELDS = (
        *(name for name in ServiceDeskTransferMixin._CONVERTED_FIELDS if name != "date_due"),
        "date_agreed",
        "date_agreed_reason",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | (frozenset(SUMMARY_FIELDS) - {"date_due"})

    @api.model
    def _sla_fields(self):
        return CLOCK_FIELDS

    def _sla_begin(self):
        # What another tool ended is measured when its history has been written.
        return None if self._loads_history() else super()._sla_begin()

    def _after_load(self):
        self._sla_follow(is_history=True)
        return super()._after_load()

    def _on_first_response(self, message):
        result = super()._on_first_response(message)
        if self.env["service.desk.sla.policy"]._book().has_updates:
            self._sla_follow(updated=to_epoch(self._now()))
        return result

    # -- What policies look at ---------------------------------------------------------------

    def _sla_facts(self):
        return Facts(
            company=self.company_id.id,
            begun=to_epoch(self.date_opened or self.create_date),
            customer=self.customer_id.id or 0,
            contract=self.contract_id.id or 0,
            service=self.service_id.id or 0,
            categories=self._sla_categories(),
            process=self._name,
            priority=self.priority or "",
            team=self.team_id.id or 0,
            supplier=self._sla_supplier(),
        )

    def _sla_categories(self):
        """The ids of the category and of those above it, which only some desks need."""
        if not self.category_id:
            return ()
        if not self.env["service.desk.sla.policy"]._book().has_categories:
            return (self.category_id.id,)
        return tuple(int(one) for one in self.category_id.parent_path.split("/") if one)

    def _sla_is_call(self):
        return self.channel in SPOKEN and self.create_uid.has_group("service_desk.group_agent")

    def _sla_supplier(self):
        """Whose desk has it now: the supplier it waits for."""
        is_away = self.phase == PENDING and self.pending_reason_id.waits_for == SUPPLIER
        return (self.supplier_id.commercial_partner_id.id or 0) if is_away else 0

    # -- Where it stands ---------------------------------------------------------------------

    def _sla_standing(self, facts, **known):
        is_waiting = self.phase == PENDING
        reason = self.pending_reason_id
        return Standing(
            now=to_epoch(self._now()),
            stage=self._sla_stage(self.state, self.phase),
            begun=facts.begun,
            facts=facts.word,
            ended=to_epoch(self.date_resolved or self.date_closed),
            responded=to_epoch(self.date_first_response),
            reason=(reason.id or 0) if is_waiting else None,
            pauses=is_waiting and self._sla_pauses(reason),
            team=facts.team,
            supplier=facts.supplier,
            answered=bool(self.supplier_ref),
            agreed=to_epoch(self.date_agreed),
            **known,
        )

    @api.model
    def _sla_stage(self, state, phase):
        """What a state means to clocks: what is given up ends without being done."""
        if phase in OPEN_PHASES:
            return clock_rules.OPEN
        is_done = phase == PHASE_DONE or state == self._lifecycle.closing
        return clock_rules.DONE if is_done else clock_rules.DROPPED

    @api.model
    def _sla_pauses(self, reason):
        """Whether waiting stops the clocks; waiting without a reason is for an approval."""
        return reason.pauses_clocks if reason else True

    def _sla_moves(self):
        """The past by the history of states, that of a converted ticket's former life too."""
        past = self._sla_transitions()
        earlier = self._origin_ticket()._sla_transitions()
        for ticket in self:
            moves = earlier.get(ticket._origin_ticket().id, ())
            # The last one is that it ended because it goes on here.
            open_ones = [move for move in moves if move.stage == clock_rules.OPEN]
            past[ticket.id] = [*open_ones, *past.get(ticket.id, ())]
        return past

    def _sla_transitions(self):
        """Ticket id -> its moves, oldest first, in one query. Called with superuser rights."""
        column = TICKET_COLUMNS[self._name]
        lines = self.env["service.desk.transition"].search_fetch(
            [(column, "in", self.ids)], [column, "date", "state_to", "phase_to", "pending_reason_id"]
        )
        moves = {}
        for line in lines:
            is_waiting = line.phase_to == PENDING
            reason = line.pending_reason_id
            moves.setdefault(line[column].id, []).append(
                Move(
                    at=to_epoch(line.date),
                    stage=self._sla_stage(line.state_to, line.phase_to),
                    reason=(reason.id or 0) if is_waiting else None,
                    pauses=is_waiting and self._sla_pauses(reason),
                )
            )
        return moves

    # -- Hours -------------------------------------------------------------------------------

    def _sla_calendar(self, source):
        company = self.company_id.resource_calendar_id
        if source == "service":
            return self.service_id.resource_calendar_id or company
        if source == "team":
            return self.team_id._working_calendar(self.company_id)
        if source == "contract":
            return self.contract_id.resource_calendar_id
        return super()._sla_calendar(source)

    def _sla_agreed_date(self):
        return self.date_agreed

    @api.model
    def _sla_shown_fields(self):
        return [*super()._sla_shown_fields(), "date_agreed"]

    # -- What the requester may expect -------------------------------------------------------

    def _promised_date(self):
        """By when it will be done: a first answer is not what a requester waits for."""
        # sudo: requesters may not read clocks; this one date is meant for them.
        ticket = self.sudo()
        if not ticket.promise_state:
            return super()._promised_date()
        clocks = ticket.clock_ids.filtered(
            lambda clock: (clock.kind, clock.metric, clock.state)
            == (clock_rules.SLA, clock_rules.RESOLUTION, clock_rules.RUNNING)
        )
        dates = [clock.date_due for clock in clocks if clock.date_due]
        return min(dates, default=False) or self.date_agreed
