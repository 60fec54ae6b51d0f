"""How two things are related: who relies on whom, and through what.

Pure Python without Odoo inside; things are keys (model, id).
"""

from collections import defaultdict
from dataclasses import dataclass

Key = tuple[str, int]


@dataclass(frozen=True)
class Way:
    """How something is related to something else.

    :param who: relies on ``what``
    :param via: what stands in between, from ``who`` on
    :param base: on which both rely, where neither relies on the other
    """

    who: Key
    what: Key
    via: tuple[Key, ...] = ()
    base: Key | None = None

    def keys(self):
        """All that it names."""
        return {self.who, self.what, *self.via, *((self.base,) if self.base else ())}


class Ways:
    """Finds the shortest way between things.

    :param edges: pairs (who relies, on what)
    """

    def __init__(self, edges):
        self._down, self._up = defaultdict(set), defaultdict(set)
        for who, what in edges:
            self._down[who].add(what)
            self._up[what].add(who)
        self._trees = {}

    def between(self, starts, target):
        """The shortest way between one of these and something: a :class:`Way`, or None."""
        starts = frozenset(starts)
        if path := self._path(self._tree(starts, "_down"), target):
            return Way(path[0], target, tuple(path[1:-1]))
        if path := self._path(self._tree(starts, "_up"), target):
            return Way(target, path[0], tuple(reversed(path[1:-1])))
        return self._base(starts, target)

    def _base(self, starts, target):
        ours, theirs = self._tree(starts, "_down"), self._tree(frozenset({target}), "_down")
        for thing in ours:
            if thing in theirs:
                return Way(self._path(ours, thing)[0], target, base=thing)
        return None

    def _tree(self, starts, way):
        """Thing -> the one before it, the nearest first."""
        if (starts, way) not in self._trees:
            steps, tree = getattr(self, way), dict.fromkeys(sorted(starts))
            queue = list(tree)
            for one in queue:
                for other in sorted(steps.get(one, ())):
                    if other not in tree:
                        tree[other] = one
                        queue.append(other)
            self._trees[starts, way] = tree
        return self._trees[starts, way]

    @staticmethod
    def _path(tree, target):
        """From where the tree begins to something in it; None for what is not."""
        if target not in tree:
            return None
        path = [target]
        while tree[path[-1]] is not None:
            path.append(tree[path[-1]])
        return path[::-1]
