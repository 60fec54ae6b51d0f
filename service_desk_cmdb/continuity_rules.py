"""Arithmetic of continuity: hours that fit together, the course of a plan, what stands alone. Without Odoo."""

from collections.abc import Hashable, Iterable, Mapping

from .impact_rules import FAILS, Edge, Need, spread

NEGATIVE, LATE = "negative", "late"


def hours_wrong(rto: float, rpo: float, mtpd: float) -> str | None:
    """What is wrong with these hours: :data:`NEGATIVE`, or :data:`LATE` when it is back after nobody can bear it.

    :param mtpd: 0 means that nobody has said so yet
    """
    if min(rto, rpo, mtpd) < 0:
        return NEGATIVE
    return LATE if mtpd and rto > mtpd else None


def shrinks(rows: Iterable[tuple[Hashable, float, int]]) -> bool:
    """Whether the harm of a kind gets smaller the longer it lasts, which it does not.

    :param rows: (kind, after so many hours, level)
    """
    worst = {}
    for kind, _hours, level in sorted(rows, key=lambda row: row[1]):
        if level < worst.get(kind, level):
            return True
        worst[kind] = level
    return False


def unbearable_after(rows: Iterable[tuple[Hashable, float, int]], top: int) -> float | None:
    """After how many hours the harm of any kind is at the top, None when it never is."""
    return min((hours for _kind, hours, level in rows if level >= top), default=None)


def stages(steps: Iterable[tuple[Hashable, bool]]) -> list[list]:
    """Steps that are taken at the same time, in the order of these stages.

    :param steps: (step, whether it is taken together with the one before)
    """
    found = []
    for step, is_together in steps:
        if is_together and found:
            found[-1].append(step)
        else:
            found.append([step])
    return found


def ends(steps: Iterable[tuple[Hashable, bool, float]]) -> dict:
    """step -> when it is over, in minutes from the beginning.

    :param steps: (step, whether it is taken together with the one before, minutes)
    """
    steps = list(steps)
    minutes = {step: length for step, _together, length in steps}
    start, found = 0, {}
    for stage in stages((step, together) for step, together, _length in steps):
        found.update({step: start + minutes[step] for step in stage})
        start = max(found[step] for step in stage)
    return found


def alone(
    things: Iterable[Hashable],
    targets: Iterable[Hashable],
    edges: Iterable[Edge],
    needs: Mapping[tuple[Hashable, Hashable], Need] | None = None,
) -> set:
    """Things each of which by itself makes one of the targets fail: nothing stands in for it."""
    targets, edges = set(targets), list(edges)
    found = set()
    for thing in things:
        hits = spread([thing], edges, needs)
        if any(target in hits and hits[target].verdict == FAILS for target in targets):
            found.add(thing)
    return found
