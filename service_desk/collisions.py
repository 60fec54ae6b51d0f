"""What stands in the way of changes: who collides with what, from plain facts.

Pure Python without Odoo inside: plans, freezes, windows and outages go in, clashes come out.
``service.desk.collision`` reads the facts and puts the clashes into words.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from .span_rules import common, covers, free_starts, overlap

SERVICE, RELATED, PEOPLE = "service", "related", "people"
FREEZE, WINDOW, OUTAGE = "freeze", "window", "outage"
#: What windows of a team are for, as a key.
TEAM = "service.desk.team"
#: In the order in which people are told.
KINDS = (FREEZE, SERVICE, OUTAGE, RELATED, PEOPLE, WINDOW)

Key = tuple[str, int]
Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class Plan:
    """A change at its time.

    :param id: of the change
    :param touched: keys (model, id) of what it works on
    :param related: keys of what depends on that, or on what that depends
    :param people: ids of users who do it
    :param kind: standard, normal or emergency
    :param company: id
    :param team: id, or 0
    :param is_firm: it is scheduled or under way, not only thought of
    """

    id: int
    start: datetime
    end: datetime
    touched: frozenset[Key] = frozenset()
    related: frozenset[Key] = frozenset()
    people: frozenset[int] = frozenset()
    kind: str = "normal"
    company: int = 0
    team: int = 0
    is_firm: bool = True

    @property
    def period(self) -> Period:
        return self.start, self.end


@dataclass(frozen=True)
class Freeze:
    """A time in which changes of some kinds rest; of everything in the company when nothing is named."""

    id: int
    start: datetime
    end: datetime
    touched: frozenset[Key] = frozenset()
    kinds: frozenset[str] = frozenset()
    company: int = 0


@dataclass(frozen=True)
class Window:
    """When work is welcome: on some services, by some teams, or on all that has no window of its own.

    :param until: when it is closed for good, so that nobody keeps to it any more
    """

    id: int
    periods: tuple[Period, ...]
    touched: frozenset[Key] = frozenset()
    teams: frozenset[int] = frozenset()
    company: int = 0
    until: datetime | None = None

    def concerns(self, plan):
        """Whether a plan may have to keep to it."""
        if self.company not in (0, plan.company):
            return False
        return bool(self.touched & plan.touched) if self.touched else not self.teams or plan.team in self.teams


@dataclass(frozen=True)
class Outage:
    """What a change will switch off, and when."""

    id: int
    change: int
    start: datetime
    end: datetime
    touched: frozenset[Key] = frozenset()


@dataclass(frozen=True, order=True)
class Clash:
    """One thing that stands in the way of one change.

    :param other: id of the other change, freeze or outage; of the window, 0
    :param shared: keys or ids of users that both have
    :param period: when, at most
    """

    plan: int
    kind: str
    other: int
    period: Period
    shared: frozenset = field(default=frozenset(), compare=False)


@dataclass(frozen=True)
class Collision:
    """A clash as it is told to somebody.

    :param words: a sentence in the reader's language that names nothing they may not read
    :param other_id: id of the other change, freeze or outage; 0 for windows
    :param blocks: the change is not scheduled as long as it is there
    :param is_accepted: a change manager has accepted it
    :param shared: what both have, see ``shared_text``
    :param is_draft: the other change is only thought of
    """

    kind: str
    words: str
    other_id: int
    blocks: bool
    is_accepted: bool = False
    period: Period = ()
    shared: str = ""
    is_draft: bool = False

    @property
    def key(self) -> str:
        """Tells it from others, as long as it is the same."""
        return "|".join(str(part) for part in (self.kind, self.other_id, self.shared, *self.period))


def shared_text(shared):
    """What two have in common as a text that is the same each time, to be kept."""
    return " ".join(sorted(f"{key[0]},{key[1]}" if isinstance(key, tuple) else str(key) for key in shared))


def is_within(clash, kept):
    """Whether somebody who accepted a collision of what ``kept`` says has accepted this one.

    Less than that was accepted with it. Of windows each is a collision of its own.

    :param kept: as ``shared_text`` gives it
    """
    if clash.kind == WINDOW:
        return shared_text(clash.shared) == kept
    return set(shared_text(clash.shared).split()) <= set(kept.split())


def clashes(plans, others=(), freezes=(), windows=(), outages=()):
    """All that stands in the way of ``plans``: plan id -> clashes in the order of ``KINDS``.

    :param others: plans that may be in the way; those of ``plans`` are to be among them
    """
    finders = (
        _Meetings(others).clashes,
        lambda plan: _freeze_clashes(plan, freezes),
        lambda plan: _outage_clashes(plan, outages),
        lambda plan: _window_clashes(plan, windows),
    )
    found = {}
    for plan in plans:
        mine = [clash for find in finders for clash in find(plan)]
        found[plan.id] = sorted(mine, key=lambda one: (KINDS.index(one.kind), one.period, one.other))
    return found


class _Meetings:
    """Plans by what they touch and who does them, so that only those that share something are compared."""

    def __init__(self, plans):
        self.by_touched, self.by_person = defaultdict(list), defaultdict(list)
        for plan in plans:
            for key in plan.touched:
                self.by_touched[key].append(plan)
            for person in plan.people:
                self.by_person[person].append(plan)

    def clashes(self, plan):
        same = self._sharing(plan, plan.touched, self.by_touched)
        related = self._sharing(plan, plan.related - plan.touched, self.by_touched)
        people = self._sharing(plan, plan.people, self.by_person)
        for kind, found in ((SERVICE, same), (RELATED, related), (PEOPLE, people)):
            for other, shared in found.items():
                # Who works on the same is told once, not also that it is related.
                if kind != RELATED or other not in same:
                    both = overlap(plan.period, other.period)
                    yield Clash(plan.id, kind, other.id, both, frozenset(shared))

    @staticmethod
    def _sharing(plan, keys, index):
        found = defaultdict(set)
        for key in keys:
            for other in index.get(key, ()):
                if other.id != plan.id and overlap(plan.period, other.period):
                    found[other].add(key)
        return found


def _freeze_clashes(plan, freezes):
    for freeze in freezes:
        both = overlap(plan.period, (freeze.start, freeze.end))
        concerns = not freeze.touched or bool(freeze.touched & plan.touched)
        is_ours = freeze.company in (0, plan.company)
        if both and concerns and is_ours and plan.kind in freeze.kinds:
            # Of everything there is, a freeze of everything stops what the plan works on.
            shared = freeze.touched & plan.touched if freeze.touched else plan.touched
            yield Clash(plan.id, FREEZE, freeze.id, both, shared)


def _outage_clashes(plan, outages):
    for outage in outages:
        both = overlap(plan.period, (outage.start, outage.end))
        shared = outage.touched & plan.touched
        if both and shared and outage.change != plan.id:
            yield Clash(plan.id, OUTAGE, outage.id, both, shared)


def _window_clashes(plan, windows):
    for shared, allowed in welcome(plan, windows):
        if not covers(allowed, plan.period):
            yield Clash(plan.id, WINDOW, 0, plan.period, shared)


def welcome(plan, windows):
    """When work is welcome, for each thing of the plan that has windows: pairs (keys, periods).

    A service keeps to its own windows, a team to its own; windows of nothing in particular are for
    plans to which no other applies.
    """
    windows = [one for one in windows if one.concerns(plan) and not (one.until and one.until <= plan.start)]
    by_key = defaultdict(list)
    for window in windows:
        for key in window.touched & plan.touched:
            by_key[key].extend(window.periods)
    found = [(frozenset({key}), allowed) for key, allowed in sorted(by_key.items())]
    ours = [window for window in windows if plan.team in window.teams and not window.touched]
    if plan.team and ours:
        found.append((frozenset({(TEAM, plan.team)}), [period for window in ours for period in window.periods]))
    general = [window for window in windows if not window.touched and not window.teams]
    if not found and general:
        found.append((frozenset(), [period for window in general for period in window.periods]))
    return found


def proposals(plan, duration, limit=5, windows=(), **facts):
    """When something of this length could begin without a clash, the earliest first.

    From when on a window is closed for good nobody keeps to it any more.

    :param plan: the change, as if it took all of the time in which somebody looks
    :param facts: see ``room``
    """
    ends = {window.until for window in windows if window.until and window.concerns(plan)}
    edges = [plan.start, *sorted(end for end in ends if plan.start < end < plan.end), plan.end]
    found = []
    for start, end in pairwise(edges):
        allowed, busy = room(replace(plan, start=start), windows=windows, **facts)
        found += [one for one in free_starts(duration, allowed, busy, limit) if one < end]
    return found[:limit]


def room(plan, others=(), freezes=(), windows=(), outages=(), ignored=()):
    """Where a change has room within its period: pairs of lists (allowed, busy) of periods.

    :param plan: the change, as if it took all of the time in which somebody looks
    :param ignored: kinds that are in nobody's way
    """
    found = clashes([plan], others, freezes, (), outages)[plan.id]
    busy = [clash.period for clash in found if clash.kind not in ignored]
    allowed = [plan.period]
    for _keys, periods in () if WINDOW in ignored else welcome(plan, windows):
        allowed = common(allowed, periods)
    return allowed, busy
