"""What stands in the way of changes: who collides with what, from plain facts.

Pure Python without Odoo inside: plans, freezes, windows and outages go in, clashes come out.
``service.desk.collision`` reads the facts and puts the clashes into words.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from .span_rules import common, covers, overlap

SERVICE, RELATED, PEOPLE = "service", "related", "people"
FREEZE, WINDOW, OUTAGE = "freeze", "window", "outage"
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
    """When work is welcome: on some services, by some teams, or on all that has no window of its own."""

    id: int
    periods: tuple[Period, ...]
    touched: frozenset[Key] = frozenset()
    teams: frozenset[int] = frozenset()
    company: int = 0


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
    """

    kind: str
    words: str
    other_id: int
    blocks: bool
    is_accepted: bool = False
    period: Period = ()


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
            yield Clash(plan.id, FREEZE, freeze.id, both, freeze.touched & plan.touched)


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
    windows = [window for window in windows if window.company in (0, plan.company)]
    by_key = defaultdict(list)
    for window in windows:
        for key in window.touched & plan.touched:
            by_key[key].extend(window.periods)
    found = [(frozenset({key}), allowed) for key, allowed in sorted(by_key.items())]
    ours = [window for window in windows if plan.team in window.teams and not window.touched]
    if plan.team and ours:
        found.append((frozenset(), [period for window in ours for period in window.periods]))
    general = [window for window in windows if not window.touched and not window.teams]
    if not found and general:
        found.append((frozenset(), [period for window in general for period in window.periods]))
    return found


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
