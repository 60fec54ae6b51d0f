"""A plan of work as a graph: what may begin, what waits, what is left out, when to try again.

Pure Python without Odoo inside. A graph is a mapping from a step to the steps it waits for, its
predecessors; steps are any hashable keys. ``service.desk.task`` acts on what is decided here.
"""

from collections.abc import Hashable, Iterable, Mapping
from datetime import timedelta

WAITING, READY, IN_PROGRESS, DONE, FAILED, CANCELLED = (
    "waiting",
    "ready",
    "in_progress",
    "done",
    "failed",
    "cancelled",
)
#: Somebody, or the desk, still has to do something; a failed step waits for a person.
OPEN_STATES = (WAITING, READY, IN_PROGRESS, FAILED)
#: Nothing more comes of it, so that those who waited for it may begin.
ENDED_STATES = (DONE, CANCELLED)

#: No pause between two attempts is longer.
MAX_RETRY_MINUTES = 24 * 60

#: How a condition compares what was answered with the value that the plan names.
IS, IS_NOT, CONTAINS, ABOVE, BELOW, IS_SET, IS_NOT_SET = (
    "is",
    "is_not",
    "contains",
    "above",
    "below",
    "is_set",
    "is_not_set",
)

Graph = Mapping[Hashable, Iterable[Hashable]]


# -- The graph ---------------------------------------------------------------------------------


def find_cycle(graph: Graph) -> list:
    """Steps that wait for one another in a circle, in that order; an empty list when none do."""
    open_steps, seen = [], set()

    def visit(step):
        if step in open_steps:
            return open_steps[open_steps.index(step) :]
        if step in seen:
            return []
        seen.add(step)
        open_steps.append(step)
        found = next(filter(None, map(visit, graph.get(step, ()))), [])
        open_steps.pop()
        return found

    return next(filter(None, map(visit, graph)), [])


def without(graph: Graph, dropped: Iterable[Hashable]) -> dict:
    """The graph without some steps: who waited for one of them waits for what that waited for."""
    dropped = set(dropped)

    def resolved(steps, passed=frozenset()):
        found = set()
        for step in steps:
            if step not in dropped:
                found.add(step)
            elif step not in passed:
                found |= resolved(graph.get(step, ()), passed | {step})
        return found

    return {step: resolved(steps) for step, steps in graph.items() if step not in dropped}


def startable(states: Mapping[Hashable, str], graph: Graph) -> set:
    """The waiting steps of the graph whose predecessors have all ended.

    Steps that are no key of the graph are predecessors alone; what they wait for is not known.
    """
    return {
        step
        for step in graph
        if states[step] == WAITING and not blocked_by(step, states, graph)
    }


def blocked_by(step: Hashable, states: Mapping[Hashable, str], graph: Graph) -> set:
    """The predecessors that have not ended."""
    return {one for one in graph.get(step, ()) if states.get(one, DONE) not in ENDED_STATES}


def columns(graph: Graph) -> list[list]:
    """Steps in the columns of a drawing: each one right of all that it waits for."""
    depths = {}

    def depth(step):
        if step not in depths:
            before = [one for one in graph[step] if one in graph]
            depths[step] = 1 + max(map(depth, before), default=-1)
        return depths[step]

    drawn = [[] for _column in range(1 + max(map(depth, graph), default=-1))]
    for step in graph:
        drawn[depths[step]].append(step)
    return drawn


def progress(states: Iterable[str]) -> int:
    """Percent of the work that is done; what was cancelled is no work."""
    counted = [state for state in states if state != CANCELLED]
    return 100 * counted.count(DONE) // len(counted) if counted else 0


# -- Conditions --------------------------------------------------------------------------------


def holds(operator: str, answer, value: str) -> bool:
    """Whether what was answered meets a condition.

    Answers come as text, numbers, dates, yes or no, or as a list of choices; ``value`` as somebody
    typed it. Texts compare without regard to case and outer spaces. What was not answered meets
    ``is_not`` and ``is_not_set`` alone.
    """
    given = [_as_text(one) for one in _as_list(answer)]
    wanted = _as_text(value)
    if operator in (IS_SET, IS_NOT_SET):
        return bool(given) == (operator == IS_SET)
    if operator in (IS, IS_NOT):
        is_there = any(_is_same(one, wanted) for one in given)
        return is_there == (operator == IS)
    if operator == CONTAINS:
        return any(wanted in one for one in given)
    if operator in (ABOVE, BELOW):
        return any(_is_beyond(operator, one, wanted) for one in given)
    raise ValueError(f"There is no condition {operator!r}.")


def _as_list(answer):
    if answer is None or answer is False or answer == "":
        # A "no" is an answer, "nothing" is none.
        return ["no"] if answer is False else []
    return list(answer) if isinstance(answer, list | tuple | set) else [answer]


def _as_text(value):
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str("" if value is None else value).strip().casefold()


def _as_number(text):
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _is_same(one, other):
    numbers = _as_number(one), _as_number(other)
    return one == other or (None not in numbers and numbers[0] == numbers[1])


def _is_beyond(operator, one, limit):
    """Numbers compare as numbers; dates, written year first, as texts."""
    pair = _as_number(one), _as_number(limit)
    first, second = pair if None not in pair else (one, limit)
    return first > second if operator == ABOVE else first < second


# -- Time --------------------------------------------------------------------------------------


def retry_delay(failures: int, minutes: int) -> timedelta:
    """How long to wait after so many failures in a row: twice as long after each."""
    factor = 2 ** min(max(failures - 1, 0), 20)
    return timedelta(minutes=min(max(minutes, 0) * factor, MAX_RETRY_MINUTES))
