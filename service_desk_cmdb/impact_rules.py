"""How a failure spreads over what relies on what, with redundancy and circles.

Pure Python without Odoo inside: things are any hashable, so that it can be checked against a plain
count. ``service.desk.ci`` reads the graph and puts what is found into words.
"""

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

#: It does not work any more, or: it still does, with less than it should have.
FAILS, WEAKENED = "fails", "weakened"
#: How many of those on which something relies it needs.
ALL, COUNT, PERCENT = "all", "count", "percent"

Thing = Hashable


class Edge(NamedTuple):
    """When ``cause`` fails, ``effect`` feels it.

    :param kind: of the relation; what something needs is said for each kind by itself
    """

    cause: Thing
    effect: Thing
    kind: Hashable = None


@dataclass(frozen=True)
class Need:
    """How many of ``total`` things of one kind have to work.

    :param how: :data:`ALL`, :data:`COUNT` or :data:`PERCENT`
    :param value: so many, or so many of a hundred
    """

    total: int
    how: str = ALL
    value: float = 0

    @property
    def working(self) -> int:
        """At least so many of them have to work, never more than there are, one at least."""
        wanted = {
            ALL: self.total,
            COUNT: int(self.value),
            # Of 3 things 67 % are 3: what is promised is not rounded down. Floats are, so that 30 % of 10 stay 3.
            PERCENT: ceil(round(self.total * self.value / 100, 6)),
        }[self.how]
        return max(1, min(self.total, wanted))

    @property
    def spare(self) -> int:
        """So many may fail without harm."""
        return self.total - self.working


class Hit(NamedTuple):
    """What happens to one thing.

    :param verdict: :data:`FAILS` or :data:`WEAKENED`
    :param depth: steps from what failed first; 0 is that itself
    :param cause: the thing by whose failure it happens, None for what failed first
    :param kind: of the relation to it
    """

    verdict: str
    depth: int
    cause: Thing = None
    kind: Hashable = None


def spread(
    failed: Iterable[Thing],
    edges: Iterable[Edge],
    needs: Mapping[tuple[Thing, Hashable], Need] | None = None,
    max_depth: int = 50,
) -> dict[Thing, Hit]:
    """What a failure does to everything that can feel it, nearest first.

    A thing fails once fewer things of a kind work than it needs of them, on the shortest way on
    which that comes true; what has lost some, and still has enough, is weakened and passes nothing
    on. Circles end where they began.

    :param needs: (effect, kind) -> how many it needs; every one of them where nothing is said
    :param max_depth: further away than this nothing is followed
    """
    felt = defaultdict(dict)
    for edge in edges:
        felt[edge.cause].setdefault((edge.effect, edge.kind))
    needs = needs or {}
    hits = {thing: Hit(FAILS, 0) for thing in failed}
    queue, lost = deque(hits), defaultdict(int)
    while queue:
        cause = queue.popleft()
        depth = hits[cause].depth + 1
        if depth > max_depth:
            break
        for effect, kind in felt[cause]:
            lost[effect, kind] += 1
            known = hits.get(effect)
            if known and known.verdict == FAILS:
                continue
            need = needs.get((effect, kind))
            if need is None or lost[effect, kind] > need.spare:
                hits[effect] = Hit(FAILS, depth, cause, kind)
                queue.append(effect)
            elif not known:
                hits[effect] = Hit(WEAKENED, depth, cause, kind)
    return dict(sorted(hits.items(), key=lambda pair: pair[1].depth))


def trail(hits: Mapping[Thing, Hit], thing: Thing) -> list[Thing]:
    """The way from what failed first to a thing, both included."""
    way = [thing]
    while hits[way[-1]].cause is not None:
        way.append(hits[way[-1]].cause)
    return way[::-1]
