"""Queries, counted: what many records cost against few. Nothing here looks at a clock."""

from collections import Counter
from contextlib import closing, contextmanager
from threading import current_thread
from unittest.mock import patch

#: How often each number of records is measured, unless the counts are right at once.
ROUNDS = 3
#: As much of a statement as tells it from others.
STATEMENT_LENGTH = 120


class QueryCount:
    """Comparisons of query counts that a true query per record fails, and nothing else.

    A cache of the server that was emptied meanwhile adds a query to one measurement and never takes
    one away. So the least of a few measurements is what an action costs.
    """

    def queries(self, action):
        """The statements of an action that begins with an empty record cache, counted."""
        self.env.cr.flush()
        self.env.invalidate_all()
        # The bus cleans up after messages by chance.
        with self._statements() as statements, patch("random.random", lambda: 1):
            action()
            self.env.cr.flush()
        return statements

    def assert_same_queries(self, measure, few, many):
        """Many records cost as many queries as few, see ``assert_queries``."""
        self.assert_queries(measure, (few, many), lambda least, more: least == more)

    def assert_queries(self, measure, counts, fits):
        """What each number of records costs fits together. What is measured is undone.

        :param measure: takes a number of records, makes them, and returns what ``queries`` counted
        :param counts: the numbers of records, the least first
        :param fits: takes the number of queries of each, and says whether they are as they should be
        """
        self._measured(measure, counts[0])  # fills the caches that a running server has filled
        rounds = []
        for _round in range(ROUNDS):
            rounds.append([self._measured(measure, count) for count in counts])
            least = [min(measured, key=Counter.total) for measured in zip(*rounds, strict=True)]
            if fits(*map(Counter.total, least)):
                return
        totals = ", ".join(f"{one.total()} for {count}" for one, count in zip(least, counts, strict=True))
        more = "\n".join(f"{count} x {statement}" for statement, count in (least[-1] - least[0]).most_common())
        self.fail(f"Queries: {totals}.\nThe last has more of these:\n{more}")

    def _measured(self, measure, count):
        with closing(self.env.cr.savepoint()):
            return measure(count)

    @contextmanager
    def _statements(self):
        statements = Counter()

        def hook(cursor, query, *_args):
            if cursor is self.env.cr:
                statements[" ".join(str(query).split())[:STATEMENT_LENGTH]] += 1

        thread = current_thread()
        hooks = getattr(thread, "query_hooks", [])
        thread.query_hooks = [*hooks, hook]
        try:
            yield statements
        finally:
            thread.query_hooks = hooks
