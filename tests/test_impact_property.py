"""Impact against an independent count, on random graphs with circles and redundancy."""

from math import ceil

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.service_desk_cmdb.impact_rules import ALL, COUNT, FAILS, PERCENT, WEAKENED, Edge, Need, spread

THINGS = range(8)
KINDS = ("host", "switch")

edges = st.sets(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS), st.sampled_from(KINDS)).filter(
        lambda one: one[0] != one[1]
    ),
    max_size=24,
)
needs = st.dictionaries(
    st.tuples(st.sampled_from(THINGS), st.sampled_from(KINDS)),
    st.tuples(st.sampled_from([ALL, COUNT, PERCENT]), st.integers(1, 100)),
)


def count_by_rounds(failed, relations, wanted):
    """Round by round: whoever has too little left after a round fails in the next one.

    :return: thing -> (verdict, round)
    """
    down = dict.fromkeys(failed, 0)
    feels = {(effect, kind) for _cause, effect, kind in relations}
    for number in range(1, len(THINGS) + 2):
        fresh = set()
        for effect, kind in feels:
            causes = {cause for cause, other, same in relations if (other, same) == (effect, kind)}
            how, value = wanted.get((effect, kind), (ALL, 0))
            working = len(causes - down.keys())
            enough = {ALL: len(causes), COUNT: min(value, len(causes)), PERCENT: ceil(len(causes) * value / 100)}[how]
            if working < max(enough, 1) and effect not in down:
                fresh.add(effect)
        if not fresh:
            break
        down.update(dict.fromkeys(fresh, number))
    felt = {effect for cause, effect, _kind in relations if cause in down}
    return {thing: (FAILS, number) for thing, number in down.items()} | dict.fromkeys(
        felt - down.keys(), (WEAKENED, None)
    )


@settings(max_examples=500, deadline=None)
@given(edges, needs, st.sets(st.sampled_from(THINGS), min_size=1, max_size=3))
def test_impact_equals_a_count_by_rounds(relations, wanted, failed):
    """The same things fail, after as many steps, and the same are weakened."""
    totals = {}
    for _cause, effect, kind in relations:
        totals[effect, kind] = totals.get((effect, kind), 0) + 1
    need = {key: Need(totals.get(key, 1), how, value) for key, (how, value) in wanted.items()}
    hits = spread(failed, [Edge(*one) for one in relations], need)
    found = {thing: (hit.verdict, hit.depth if hit.verdict == FAILS else None) for thing, hit in hits.items()}
    assert found == count_by_rounds(failed, relations, wanted)


@settings(max_examples=200, deadline=None)
@given(edges, st.sets(st.sampled_from(THINGS), min_size=1, max_size=3))
def test_each_reason_is_a_relation(relations, failed):
    """Whatever is said to be the cause has failed before, and is related."""
    hits = spread(failed, [Edge(*one) for one in relations])
    for thing, hit in hits.items():
        if hit.depth:
            assert (hit.cause, thing, hit.kind) in relations
            assert hits[hit.cause].verdict == FAILS and hits[hit.cause].depth == hit.depth - 1
