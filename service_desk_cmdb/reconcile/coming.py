"""What a sheet tells of, before it is there."""

from collections import defaultdict

from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..reconcile_rules import is_placeholder, norm
from .named import WAYS


class Coming:
    """What the items of a sheet will be called, and of which classes they will be.

    New ones have no id yet: numbers below zero stand for them.

    :param rows: (id, id of the class, whether it will be gone, and a text or None for each of ``WAYS``)
    """

    def __init__(self, rows=()):
        #: id -> id of the class; id of a new one -> its name.
        self.kinds, self.names = {}, {}
        self._called = defaultdict(lambda: defaultdict(set))
        self._gone = set()
        for one, kind, is_gone, *words in rows:
            self.kinds[one] = kind
            self.names.setdefault(one, next(filter(None, reversed(words)), ""))
            if is_gone:
                self._gone.add(one)
            for place, (way, word) in enumerate(zip(WAYS, words, strict=True)):
                if word and not is_placeholder(way, norm(word), PLACEHOLDERS):
                    self._called[norm(word)][place].add(one)

    def find(self, name):
        """ids of what will be called so; see :meth:`~.named.Named.find`."""
        ranked = defaultdict(set)
        for place, ids in self._called.get(norm(name), {}).items():
            for one in ids:
                ranked[one in self._gone, place].add(one)
        return sorted(ranked[min(ranked)]) if ranked else []
