"""Which part of a landscape a map shows, around where somebody stands.

Pure Python without Odoo inside: things are any hashable. A link says that one thing stands on
another; whether a failure runs along is not asked here, see ``impact_rules``.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field

#: To what stands on a thing, and to what it stands on.
DOWN, UP = "down", "up"

Thing = Hashable


@dataclass(frozen=True)
class Link:
    """``top`` stands on ``base``.

    :param is_mutual: and the other way round: neither is above the other
    """

    base: Thing
    top: Thing
    key: Hashable = None
    is_mutual: bool = False


@dataclass(frozen=True)
class Wish:
    """What somebody wants to see.

    :param ways: :data:`DOWN`, :data:`UP` or both, each from the start alone and never back
    :param depth: steps from the start
    :param opened: from these one step further
    :param shut: from these not on
    :param hidden: left out and walked through, without counting as a step
    :param limit: so many things at most, the nearest
    """

    ways: tuple = (DOWN,)
    depth: int = 3
    opened: Collection = frozenset()
    shut: Collection = frozenset()
    hidden: Collection = frozenset()
    limit: int = 500


@dataclass(frozen=True)
class Shown:
    """What a map shows.

    :param depths: thing -> steps from the start, nearest first
    :param links: between what is shown
    :param bridges: (base, top) -> how many things in between are hidden
    :param more: thing -> how many neighbors on the way are not shown
    :param is_cut: there would have been more than the limit
    """

    depths: dict
    links: list
    bridges: dict = field(default_factory=dict)
    more: dict = field(default_factory=dict)
    is_cut: bool = False


def show(roots: Iterable[Thing], links: Iterable[Link], wish: Wish) -> Shown:
    """The part of the landscape that was wished for."""
    links = list(links)
    roots = list(dict.fromkeys(roots))
    wish = Wish(**{**wish.__dict__, "hidden": set(wish.hidden) - set(roots)})
    steps = {way: _steps(links, way) for way in wish.ways}
    reached, depths = {}, dict.fromkeys(roots, 0)
    for way in wish.ways:
        reached[way] = _reach(roots, steps[way], wish)
        for thing, depth in reached[way].items():
            depths[thing] = min(depth, depths.get(thing, depth))
    nearest = sorted(depths, key=depths.get)
    kept = {thing: depths[thing] for thing in nearest[: max(wish.limit, len(roots))]}
    return Shown(
        depths=kept,
        links=[link for link in links if link.base in kept and link.top in kept],
        bridges=_bridges(kept, links, wish.hidden) if wish.hidden else {},
        more=_more(kept, reached, steps, wish.hidden),
        is_cut=len(kept) < len(depths),
    )


def _steps(links, way):
    """thing -> its neighbors on the way."""
    found = defaultdict(dict)
    for link in links:
        start, end = (link.base, link.top) if way == DOWN else (link.top, link.base)
        found[start][end] = None
        if link.is_mutual:
            found[end][start] = None
    return found


def _reach(roots, steps, wish):
    """thing -> steps from the roots, without what is hidden."""
    depths, queue = {}, deque((root, 0) for root in roots)
    while queue:
        thing, depth = queue.popleft()
        if depths.get(thing, depth + 1) <= depth:
            continue
        depths[thing] = depth
        if not _goes_on(thing, depth, wish):
            continue
        for other in steps.get(thing, ()):
            if other in wish.hidden:
                # What is hidden is no step, so its neighbors are as near as itself would be.
                queue.appendleft((other, depth))
            else:
                queue.append((other, depth + 1))
    return {thing: depth for thing, depth in depths.items() if thing not in wish.hidden}


def _goes_on(thing, depth, wish):
    if thing in wish.hidden:
        return True
    return thing not in wish.shut and (depth < wish.depth or thing in wish.opened)


def _bridges(kept, links, hidden):
    """(base, top) -> the least number of hidden things on a way between two that are shown."""
    steps = _steps(links, DOWN)
    linked = {pair for link in links for pair in _pairs(link)}
    found = {}
    for start in kept:
        queue = deque((other, 1) for other in steps.get(start, ()) if other in hidden)
        seen = set()
        while queue:
            thing, count = queue.popleft()
            if thing in seen:
                continue
            seen.add(thing)
            for other in steps.get(thing, ()):
                if other in hidden:
                    queue.append((other, count + 1))
                elif other in kept and other != start and (start, other) not in linked:
                    found.setdefault((start, other), count)
    return found


def _pairs(link):
    """What a link leads from and to, both ways where it is mutual."""
    return {(link.base, link.top)} | ({(link.top, link.base)} if link.is_mutual else set())


def _more(kept, reached, steps, hidden):
    """thing -> neighbors beyond what is shown, on the ways by which it was reached."""
    more = {}
    for way, things in reached.items():
        for thing in things.keys() & kept.keys():
            beyond = sum(1 for other in steps[way].get(thing, ()) if other not in kept and other not in hidden)
            if beyond:
                more[thing] = more.get(thing, 0) + beyond
    return more
