from itertools import chain

from odoo import api, models

from ..clock_rules import CANCELLED, RESPONSE, SLA
from ..following import Follower
from ..moments import to_epoch
from .service_desk_sla_data import SUBJECT_COLUMNS


class ServiceDeskSlaSubjectMixin(models.AbstractModel):
    """What is measured by clocks: tickets and tasks.

    Whatever happens to a record, its clocks are brought to where it stands by one method,
    :meth:`_sla_follow`, which may be called as often as one likes. The host says where it stands
    (:meth:`_sla_standing`), by what policies are chosen for it (:meth:`_sla_facts`) and which of its
    fields concern clocks (:meth:`_sla_fields`).
    """

    _name = "service.desk.sla.subject.mixin"
    _description = "Measured by Clocks"
    _inherit = [
        "service.desk.sla.state.mixin",
        "service.desk.sla.summary.mixin",
        "service.desk.sla.countdown.mixin",
    ]

    # -- Hooks of the host -------------------------------------------------------------------

    @api.model
    def _sla_fields(self):
        """The fields that, when written, may concern clocks."""
        return frozenset()

    def _sla_facts(self):
        """What policies are chosen by, as :class:`~..policy_rules.Facts`."""
        raise NotImplementedError

    def _sla_standing(self, facts, **known):
        """Where this one record stands, as :class:`~..standing.Standing`.

        :param facts: of :meth:`_sla_facts`
        :param known: what the record cannot say of itself, in the words of a standing: its past,
            whether it was loaded, when its requester was told something new
        """
        raise NotImplementedError

    def _sla_is_call(self):
        """Whether those whom it concerns talked to an agent when it began."""
        return False

    def _sla_moves(self):
        """Record id -> its past as :class:`~..standing.Move`, for clocks that begin late."""
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
        if "company_id" in vals:
            self._sla_change_company()
        if not self._sla_fields().isdisjoint(vals):
            self._sla_follow()
        return result

    def _sla_change_company(self):
        """What was measured belongs to the company that has the work now."""
        # sudo: whoever hands it over need not see the clocks of the other company.
        for company, records in self.sudo().grouped("company_id").items():
            records.clock_ids.filtered(lambda clock, company=company: clock.company_id != company).write(
                {"company_id": company.id}
            )

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
        changes = {}
        for record in records:
            now = record._sla_standing(
                facts[record.id], moves=moves.get(record.id, ()), is_history=is_history, updated=updated
            )
            changed = record._sla_changes(now, facts[record.id], clocks.get(record.id, []), book)
            if changed:
                changes[record.id] = changed
        if changes:
            records.browse(changes)._sla_keep(changes, clocks)

    def _sla_clocks(self):
        """Record id -> its clocks as plain data, in one query."""
        store = self.env["service.desk.sla.clock"]
        return store._load_rules(SUBJECT_COLUMNS[self._name], self.ids)

    def _sla_moves_needed(self, facts, clocks):
        """The past of those records that began earlier and have no clock that remembers it."""
        now = to_epoch(self.env.cr.now())
        late = self.filtered(
            lambda record: facts[record.id].begun < now
            and not any(clock.kind == SLA for clock in clocks.get(record.id, ()))
        )
        return late._sla_moves() if late else {}

    def _sla_keep(self, changes, clocks):
        """Write what became of the clocks of these records, and show it on them.

        Called with superuser rights.

        :param dict changes: record id -> its changed and new clocks
        :param dict clocks: record id -> those it had before
        """
        store = self.env["service.desk.sla.clock"]
        others = {
            record_id: _untouched(clocks.get(record_id, ()), changed) for record_id, changed in changes.items()
        }
        now = to_epoch(self.env.cr.now())
        schedules = store._schedules([*chain(*changes.values(), *others.values())])
        # What changed is written; all of it is shown.
        written, shown = [], {}
        for record in self:
            whose = {SUBJECT_COLUMNS[self._name]: record.id, "company_id": record.company_id.id}
            changed = [(clock, store._row(clock, schedules, now), whose) for clock in changes[record.id]]
            written += changed
            shown[record.id] = [
                *(row for _clock, row, _whose in changed),
                *(store._shown_row(clock, schedules, now) for clock in others[record.id]),
            ]
        store._store(written)
        self._sla_show(shown)

    def _sla_changes(self, standing, facts, clocks, book):
        """What becomes of the clocks of this record: those that change, and new ones."""
        promises = None
        if self._sla_asks_policies(clocks, facts.word):
            own = frozenset(clock.policy for clock in clocks)
            choices = self.env["service.desk.sla.policy"]._choose(facts, own)
            promises = [
                promise
                for choice in choices.values()
                for promise in choice.promises
                if promise.metric != RESPONSE or promise.policy not in book.calls or not self._sla_is_call()
            ]
        follower = Follower(standing, book.manners, lambda policy: self._sla_calendar_id(policy, book))
        return follower.follow(clocks, promises)

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


def _untouched(clocks, changed):
    """Those of the clocks of before that did not change."""
    known = {clock.id for clock in changed}
    return [clock for clock in clocks if clock.id not in known]
