"""What would become of relations, said before anything is written."""

from collections import ChainMap, defaultdict

from ..reconcile_rules import norm
from .limits import Limits
from .linker import Linker


class Preview(Linker):
    """Says of rows which relations are new, which are over, and which cannot be.

    :param coming: :class:`~.coming.Coming`: what will be there when relations are brought in
    """

    def __init__(self, env, source, others, coming):
        super().__init__(env, source, others)
        self._coming = coming
        self._limits = Limits(env, self._kinds.values(), coming)
        self._planned = {}
        self._lines = defaultdict(list)

    def look(self, rows):
        """Sentences for each row. What was looked at before counts.

        :param rows: pairs of the id of an item, one below zero for a new one, and {target: text}
        :return: pairs of lists: lines that say what changes, and what cannot be related
        """
        self._lines.clear()
        self.notices.clear()
        wanted, existing = self._wanted(rows, self.notices), self._existing(rows)
        ended = self._ended(self._over(rows, wanted, existing))
        fresh = {edge: one for edge, one in wanted.items() if edge not in existing and edge not in self._planned}
        fresh = self._without_circles(fresh, ChainMap(existing, self._planned))
        fresh = self._within_limits(fresh, ended)
        self._planned.update(fresh)
        ids = {one for one, _relations in rows}
        self._say_edges(list(fresh.items()), "+")
        self._say_edges([(edge, self._teller(edge, ids)) for edge in ended], "−")
        # As at the start, each row about an item tells what speaks against it.
        return [(self._lines.pop(one, []), list(dict.fromkeys(self.notices.get(one, ())))) for one, _relations in rows]

    def _within_limits(self, fresh, ended):
        """Without those that their types do not allow, which are told."""
        names = self._names_of({end for edge in fresh for end in edge[:2]})
        refused = self._limits.refuse(fresh, ended, names)
        for edge, text in refused.items():
            self.notices[fresh[edge]].append(text)
        return {edge: one for edge, one in fresh.items() if edge not in refused}

    def _say_edges(self, edges, sign):
        kinds = {kind.id: kind for kind in self._kinds.values()}
        names = self._names_of({end for edge, _one in edges for end in edge[:2]})
        for (first, second, kind), one in edges:
            reading = kinds[kind].name if one == first else kinds[kind].reverse_name
            self._lines[one].append(f"{sign} {reading}: {names[second if one == first else first]}")

    # -- What is not there yet -----------------------------------------------------------------------

    def _find(self, names):
        found = super()._find(names)
        coming = {name: self._coming.find(name) for name in names if norm(name) not in found}
        return {**found, **{norm(name): ids for name, ids in coming.items() if ids}}

    def _names_of(self, ids):
        new = {one: self._coming.names.get(one, "") for one in ids if one < 0}
        return {**super()._names_of([one for one in ids if one > 0]), **new}
