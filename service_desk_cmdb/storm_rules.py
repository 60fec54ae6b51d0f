"""Which of many alerts stands for which: what failed first, and what merely feels it.

Pure Python without Odoo inside. Things are any hashable.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping

Thing = Hashable


def roots(order: Mapping[Thing, object], edges: Iterable[tuple[Thing, Thing]], causes: Iterable[Thing]) -> dict:
    """For each thing with an alert the one that stands for it: itself, or what it relies on.

    Of several on which something relies, the one that none stands for counts, then the first by
    ``order``. Things that rely on each other in a circle have the first of them as their root.

    :param order: things with an alert -> what says which of them came first
    :param edges: (cause, effect), between any things, with and without an alert
    :param causes: those of the things with an alert that may stand for others
    """
    felt = defaultdict(list)
    for cause, effect in edges:
        felt[cause].append(effect)
    causes = set(causes) & order.keys()
    found, above = dict(zip(order, order, strict=True)), {}
    for circle in _circles([*order, *felt], felt):
        known = [above[one] for one in circle if one in above]
        own = [one for one in circle if one in causes]
        first = min(known or own, key=lambda one: order[one], default=None)
        if first is None:
            continue
        for one in circle:
            if one in order:
                found[one] = first
            for effect in felt[one]:
                if effect not in above or order[first] < order[above[effect]]:
                    above[effect] = first
    return found


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
