"""What a sheet tells of, before it is there."""

from collections import defaultdict

from ..models.service_desk_ci_audit_data import PLACEHOLDERS
from ..reconcile_rules import is_placeholder, norm
from .named import WAYS


class Coming:
    """What the items of a sheet will be called, and of which classes they will be.

    New ones have no id yet: numbers below zero stand for them.

    :param rows: (id, id of the class, whether it tells a state, and a text or None for each of ``WAYS``)
    """

    def __init__(self, rows=()):
        #: id -> id of the class; id of a new one -> its name.
        self.kinds, self.names = {}, {}
        self._called = defaultdict(lambda: defaultdict(set))
        self._with_state = set()
        for one, kind, tells_state, *words in rows:
            self.kinds[one] = kind
            self.names.setdefault(one, next(filter(None, reversed(words)), ""))
            if tells_state:
                self._with_state.add(one)
            for place, (way, word) in enumerate(zip(WAYS, words, strict=True)):
                if word and not is_placeholder(way, norm(word), PLACEHOLDERS):
                    self._called[norm(word)][place].add(one)

    def expects(self, name):
        """Whether something will be called so."""
        return norm(name) in self._called

    def find(self, name):
        """ids of what will be called so; none where only the start can tell which of several is meant."""
        ways = self._called.get(norm(name))
        ids = ways[min(ways)] if ways else ()
        # Of several, what is in use is meant, and which those are is said by their states.
        return [] if len(ids) > 1 and self._with_state & ids else sorted(ids)
