"""What would become of relations, said before anything is written."""

from collections import defaultdict

from ..reconcile_rules import norm
from .headings import FORTH
from .linker import Linker


class Preview(Linker):
    """Says of rows which relations are new and which are over.

    :param coming: names, serial numbers and tags of the sheet: what will be there when relations are brought in
    """

    def __init__(self, env, source, others, coming):
        super().__init__(env, source, others)
        self._coming = coming
        self._lines = defaultdict(list)

    def look(self, rows):
        """Sentences for each row.

        :param rows: pairs of the id of an item, or None for a new one, and {target: text}
        :return: pairs of lists: lines that say what changes, and what cannot be related
        """
        self._lines.clear()
        notices = defaultdict(list)
        # New ones have no id yet; numbers below zero stand for them.
        told = [(one or -place, relations) for place, (one, relations) in enumerate(rows, 1)]
        wanted, existing = self._wanted(told, notices), self._existing(told)
        fresh = [(edge, one) for edge, one in wanted.items() if edge not in existing]
        over = self._over(told, wanted, existing)
        ids = {one for one, _relations in told}
        ended = [(edge, edge[0] if edge[0] in ids else edge[1]) for edge in over]
        self._say_edges(fresh, "+")
        self._say_edges(ended, "−")
        return [(self._lines.pop(one, []), list(dict.fromkeys(notices.pop(one, ())))) for one, _relations in told]

    def _say_edges(self, edges, sign):
        kinds = {kind.id: kind for kind in self._kinds.values()}
        ids = {end for edge, _one in edges for end in edge[:2] if end > 0}
        names = {item.id: item.display_name for item in self.env["service.desk.ci"].browse(ids)}
        for (first, second, kind), one in edges:
            reading = kinds[kind].name if one == first else kinds[kind].reverse_name
            self._lines[one].append(f"{sign} {reading}: {names[second if one == first else first]}")

    def _expects(self, one, target, name):
        if norm(name) not in self._coming:
            return False
        kind = self._kinds[target[1:]]
        self._lines[one].append(f"+ {kind.name if target[0] == FORTH else kind.reverse_name}: {name}")
        return True
