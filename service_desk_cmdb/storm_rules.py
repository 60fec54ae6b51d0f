"""Which of many alerts stands for which: what failed first, and what merely feels it.

Pure Python without Odoo inside. Things are any hashable.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping

from .impact_rules import Edge, Need

Thing = Hashable
#: So often at most it is looked who fails without whom.
MAX_TURNS = 200


def roots(
    order: Mapping[Thing, object],
    edges: Iterable[Edge | tuple],
    causes: Iterable[Thing],
    needs: Mapping[tuple[Thing, Hashable], Need] | None = None,
) -> dict:
    """For each thing with an alert the one that stands for it: itself, or what made it fail.

    Things stand for themselves unless the failure of others makes them fail, redundancy counted.
    Those that stand for others fail one after the other, by ``order``: what stops to work with one
    of them has that one as its root. So of several of which each is enough it is the first, and of
    several that take away what was spare, the last: with those before it all still worked. Things
    that rely on each other in a circle have the first of them as their root.

    :param order: things with an alert -> what says which of them came first
    :param edges: (cause, effect, kind), between any things, with and without an alert
    :param causes: those of the things with an alert that may stand for others
    :param needs: (effect, kind) -> how many it needs; every one of them where nothing is said
    """
    spare = {key: need.spare for key, need in (needs or {}).items() if need.spare}
    felt, plain = defaultdict(set), defaultdict(set)
    for cause, effect, kind in (Edge(*edge) for edge in edges):
        felt[cause].add((effect, kind))
        if (effect, kind) not in spare:
            plain[cause].add(effect)
    tops = sorted(_tops(order, plain, set(causes) & order.keys()), key=order.get)
    found, failure = dict(zip(order, order, strict=True)), _Failure(felt, spare)
    for top in sorted(_unexplained(tops, felt, plain, spare), key=order.get):
        found.update(dict.fromkeys(order.keys() & failure.add(top), top))
    return found


class _Failure:
    """What does not work any more, the more fails by itself."""

    def __init__(self, felt, spare, things=()):
        self.felt, self.spare = felt, spare
        self.failed, self.lost = set(), defaultdict(int)
        for thing in things:
            self.add(thing)

    def add(self, thing):
        """Let a thing fail; returns all that fails with it and did not before."""
        if thing in self.failed:
            return set()
        new, queue = {thing}, deque([thing])
        self.failed.add(thing)
        while queue:
            for key in self.felt.get(queue.popleft(), ()):
                self.lost[key] += 1
                effect = key[0]
                if effect not in self.failed and self.has_too_few(key):
                    self.failed.add(effect)
                    new.add(effect)
                    queue.append(effect)
        return new

    def has_too_few(self, key):
        """Whether more has failed than was spare."""
        return self.lost[key] > self.spare.get(key, 0)


def _tops(order, plain, causes):
    """Causes that no other reaches where all is needed; of those that reach each other the first."""
    tops, below = [], set()
    for circle in _circles([*order, *plain], plain):
        if below.isdisjoint(circle):
            own = causes.intersection(circle)
            if not own:
                continue
            tops.append(min(own, key=order.get))
        for one in circle:
            below.update(plain.get(one, ()))
    return tops


def _unexplained(tops, felt, plain, spare):
    """Those of the tops that do not fail because of the others.

    In circles those on which less relies, and of these the last ones, are left out as long as the
    others make them fail, too: many at once where that goes, else by halves, so that a few turns
    are enough for thousands. After too many turns what is left stands for itself.
    """
    every = _Failure(felt, spare, tops)
    worn = [key[0] for key in spare if every.has_too_few(key)]
    # All others can have no cause but themselves: what is not redundant has been looked at.
    doubtful = _reached(worn, plain)
    ranked = sorted((top for top in tops if top in doubtful), key=lambda top: -len(felt.get(top, ())))
    kept, parts = set(tops), [ranked]
    for _turn in range(MAX_TURNS):
        if not parts:
            break
        part = parts.pop()
        rest = kept.difference(part)
        if _Failure(felt, spare, rest).failed.issuperset(part):
            kept = rest
        elif len(part) > 1:
            middle = len(part) // 2
            parts += [part[:middle], part[middle:]]
    return kept


def _reached(things, plain):
    """These, and all to which a way leads from them."""
    seen, queue = set(things), deque(things)
    while queue:
        new = plain.get(queue.popleft(), set()) - seen
        seen |= new
        queue.extend(new)
    return seen


def _circles(things, felt):
    """Groups of things that can reach each other, causes before effects (Tarjan, without recursion)."""
    index, low, stack, waiting, groups = {}, {}, [], set(), []
    for start in things:
        if start in index:
            continue
        index[start] = low[start] = len(index)
        stack.append(start)
        waiting.add(start)
        path = [(start, iter(felt.get(start, ())))]
        while path:
            thing, rest = path[-1]
            for effect in rest:
                if effect not in index:
                    index[effect] = low[effect] = len(index)
                    stack.append(effect)
                    waiting.add(effect)
                    path.append((effect, iter(felt.get(effect, ()))))
                    break
                if effect in waiting:
                    low[thing] = min(low[thing], index[effect])
            else:
                path.pop()
                if path:
                    low[path[-1][0]] = min(low[path[-1][0]], low[thing])
                if low[thing] == index[thing]:
                    groups.append(_taken(stack, waiting, thing))
    return reversed(groups)


def _taken(stack, waiting, thing):
    group = []
    while True:
        one = stack.pop()
        waiting.discard(one)
        group.append(one)
        if one == thing:
            return group
