"""How the clocks of a record follow it. Pure Python without Odoo; instants as in ``clock_rules``.

A :class:`~.standing.Standing` says where a record stands and a :class:`~.standing.Promise` what is
promised about it now; :class:`Follower` brings its clocks there. Whatever happened to the record in
between, and however often one asks, the same standing leads to the same clocks.
"""

from dataclasses import replace

from .clock_rules import (
    CANCELLED,
    CONTINUE,
    DONE,
    DROPPED,
    EXCLUDE,
    MET,
    OLA,
    OPEN,
    PAUSED,
    RESOLUTION,
    RESPONSE,
    RESTART,
    SLA,
    UC,
    UPDATE,
    Clock,
)
from .standing import Manner


class Follower:
    """Brings the clocks of one record to where the record stands. Asking twice changes nothing.

    :param standing: :class:`~.standing.Standing`
    :param manners: policy id -> :class:`~.standing.Manner`
    :param calendars: function from a policy's id to the calendar its clocks run by now; None for
        a policy that is gone
    """

    def __init__(self, standing, manners, calendars):
        self.at = standing
        self.manners = manners
        self.calendars = calendars
        self._cycles = {}

    def follow(self, clocks, promises):
        """The clocks as they should be: changed ones with their id, new ones without.

        :param clocks: all clocks of the record
        :param promises: what is promised now; None keeps the promises that there are
        :return: list of :class:`Clock`, those alone that differ
        """
        before = {clock.id: clock for clock in clocks}
        self._cycles = {}
        latest = {}
        for clock in sorted(clocks, key=lambda one: one.cycle):
            self._cycles[clock.line] = clock.cycle
            if clock.state != CANCELLED:
                latest[clock.line] = clock
        after = []
        for clock in latest.values():
            after += self._turn(clock)
        if promises is not None and self._takes_promises():
            after = self._keep_promises(after, {promise.line: promise for promise in promises})
        after = [self._settle(clock) for clock in after]
        return [clock for clock in after if before.get(clock.id) != clock]

    def _takes_promises(self):
        return self.at.stage == OPEN or (self.at.stage == DONE and self.at.is_history)

    # -- What is there already ------------------------------------------------------------------

    def _turn(self, clock):
        """A clock after reopening or a new word to the requester: itself, and perhaps the next."""
        at = self.at
        if clock.metric == UPDATE and clock.is_live and at.updated is not None:
            told = clock.finish(at.updated)
            return [told, self._next_cycle(told, at.updated)] if at.stage == OPEN else [told]
        if clock.state != MET or at.stage != OPEN or clock.metric == RESPONSE:
            return [clock]
        if clock.metric == UPDATE:
            return [clock, self._next_cycle(clock, at.now)]
        if not self._is_in_their_hands(clock):
            return [clock]
        return self._reopened(clock)

    def _reopened(self, clock):
        manner = self._manner(clock)
        if clock.kind != SLA or manner.reopen == EXCLUDE:
            return [replace(clock, state=PAUSED, ended=None)]
        if manner.reopen == RESTART:
            return [clock, self._next_cycle(clock, self.at.now)]
        # What was in time when it ended is not late before it was taken up again.
        since = clock.since if clock.was_late else self.at.now
        return [replace(clock.go_on(), since=since)]

    def _cycle(self, line):
        """The number of the next turn in a line."""
        self._cycles[line] = self._cycles.get(line, 0) + 1
        return self._cycles[line]

    def _next_cycle(self, clock, at):
        """The same promise once more, from here on."""
        return replace(
            clock,
            id=0,
            former=0,
            cycle=self._cycle(clock.line),
            state=PAUSED,
            spans=(),
            since=at,
            levels_from=at,
            fired=(),
            ended=None,
            agreed=None,
        ).run(at, clock.calendar)

    # -- What is promised now -------------------------------------------------------------------

    def _keep_promises(self, clocks, promises):
        """Start what is newly promised; let what is promised otherwise now take over."""
        kept, here = [], set()
        for clock in clocks:
            here.add(clock.line)
            promise = promises.get(clock.line)
            if not clock.is_live or clock.facts == self.at.facts:
                kept.append(clock)
            elif promise and (promise.policy, promise.target) == (clock.policy, clock.target):
                kept.append(replace(clock, facts=self.at.facts))
            elif promise:
                kept += self._taken_over(clock, promise)
            elif clock.kind == SLA:
                kept.append(clock.finish(self.at.now, CANCELLED))
            else:
                kept.append(clock)  # the part of another team or supplier, who may get it back
        fresh = [promise for line, promise in promises.items() if line not in here]
        return kept + [clock for promise in fresh for clock in self._begun(promise, clocks)]

    def _taken_over(self, clock, promise):
        """Another length is promised: the old promise ends, the new one inherits its time."""
        at = self.at
        heir = replace(
            clock,
            id=0,
            former=clock.id,
            cycle=self._cycle(clock.line),
            policy=promise.policy,
            target=promise.target,
            seconds=promise.seconds,
            facts=at.facts,
            since=at.now,
            why=promise.why,
        )
        return [clock.finish(at.now, CANCELLED), heir]

    def _begun(self, promise, clocks):
        """The clock of a new promise; nothing when what it promises is history already."""
        at = self.at
        if promise.metric == RESPONSE and at.responded is not None and clocks:
            return []
        fresh = Clock(
            kind=promise.kind,
            metric=promise.metric,
            policy=promise.policy,
            target=promise.target,
            seconds=promise.seconds,
            calendar=self.calendars(promise.policy) or 0,
            facts=at.facts,
            party=promise.party,
            cycle=self._cycle(promise.line),
            state=PAUSED,
            since=at.begun,
            levels_from=at.now,
            why=promise.why,
        )
        if not self._is_in_their_hands(fresh):
            return []
        return [replace(fresh, spans=self._past(fresh, clocks))]

    def _past(self, fresh, clocks):
        """The stretches in which a clock would have run that begins after the record did."""
        if fresh.kind != SLA:
            return ()
        brother = next((one for one in clocks if one.kind == SLA and one.metric == RESOLUTION), None)
        if brother and fresh.metric != UPDATE:
            return brother.spans
        start = self.at.begun if fresh.metric != UPDATE else self.at.updated or self.at.begun
        return self._replayed(fresh, start)

    def _replayed(self, fresh, start):
        """The stretches by the history of the record's states."""
        manner = self._manner(fresh)
        clock = fresh.run(start, fresh.calendar)
        was_over = False
        for move in self.at.moves:
            if move.at < start:
                continue
            is_over = move.stage in (DONE, DROPPED)
            if was_over and not is_over and manner.reopen == RESTART:
                clock = replace(clock, spans=())
            still = manner.stands_still(move.reason, move.pauses)
            if still or (is_over and manner.reopen != CONTINUE):
                clock = clock.pause(move.at)
            else:
                clock = clock.run(move.at, fresh.calendar)
            was_over = is_over
        return clock.spans

    # -- Where it stands ------------------------------------------------------------------------

    def _settle(self, clock):
        """Run, stand still or end, as the record's standing says."""
        at = self.at
        if not clock.is_live:
            return clock
        if at.stage == DROPPED:
            return clock.finish(at.now, CANCELLED)
        ended = self._ended(clock)
        if ended is not None:
            return clock.finish(ended)
        if clock.metric == RESOLUTION and clock.kind == SLA and clock.agreed != at.agreed:
            clock = replace(clock, agreed=at.agreed, since=at.now)
        if self._runs(clock):
            calendar = self.calendars(clock.policy)
            return clock.run(at.now, clock.calendar if calendar is None else calendar)
        return clock.pause(at.now)

    def _ended(self, clock):
        """When what the clock promises was done, or None."""
        at = self.at
        done = at.ended if at.ended is not None else at.now
        if clock.metric == RESPONSE and clock.kind == UC:
            is_answered = at.answered and at.supplier == clock.party
            return at.now if is_answered else self._done(done)
        if clock.metric == RESPONSE and at.responded is not None:
            return at.responded
        return self._done(done)

    def _done(self, instant):
        return instant if self.at.stage == DONE else None

    def _runs(self, clock):
        if self.at.stage != OPEN or not self._is_in_their_hands(clock):
            return False
        if clock.kind == UC:
            return True
        return not self._manner(clock).stands_still(self.at.reason, self.at.pauses)

    def _is_in_their_hands(self, clock):
        """Whether it is the turn of those who promised: the desk always, a team, a supplier."""
        if clock.kind == OLA:
            return clock.party == self.at.team
        if clock.kind == UC:
            return bool(clock.party) and clock.party == self.at.supplier
        return True

    def _manner(self, clock):
        return self.manners.get(clock.policy) or Manner()
