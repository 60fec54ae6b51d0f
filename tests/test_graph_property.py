"""The map against a plain walk, on random landscapes with circles, pairs and things left out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.service_desk_cmdb.graph_rules import DOWN, UP, Link, Wish, show

THINGS = range(9)

links = st.lists(
    st.builds(Link, st.sampled_from(THINGS), st.sampled_from(THINGS), st.none(), st.booleans()).filter(
        lambda one: one.base != one.top
    ),
    max_size=24,
)
some = st.sets(st.sampled_from(THINGS), max_size=4)
roots = st.sets(st.sampled_from(THINGS), min_size=1, max_size=2)
ways = st.sampled_from([(DOWN,), (UP,), (UP, DOWN)])


def neighbors(thing, landscape, way):
    """Who stands on it, or on whom it stands."""
    found = set()
    for link in landscape:
        ends = [(link.base, link.top)] + ([(link.top, link.base)] if link.is_mutual else [])
        found |= {(top if way == DOWN else base) for base, top in ends if (base if way == DOWN else top) == thing}
    return found


def past(thing, landscape, way, hidden):
    """The neighbors, by way of what is hidden, too."""
    found, new = set(), neighbors(thing, landscape, way)
    while new - found:
        found |= new
        new = set().union(*(neighbors(one, landscape, way) for one in new & hidden))
    return found - hidden


def walk(start, landscape, way, wish):
    """Round by round, one step a round."""
    depths, edge = dict.fromkeys(start, 0), set(start)
    while edge:
        onward = {one for one in edge if one not in wish.shut and (depths[one] < wish.depth or one in wish.opened)}
        edge = set()
        for one in sorted(onward, key=depths.get):
            for other in past(one, landscape, way, wish.hidden):
                if depths.get(other, 99) > depths[one] + 1:
                    depths[other] = depths[one] + 1
                    edge.add(other)
    return depths


@settings(max_examples=400, deadline=None)
@given(roots, links, ways, st.integers(1, 4), some, some, some)
def test_map_equals_a_plain_walk(start, landscape, directions, depth, opened, shut, hidden):
    """The same things, as many steps away; links are those between them."""
    wish = Wish(directions, depth, opened, shut, hidden - start)
    shown = show(start, landscape, wish)
    expected = {}
    for way in directions:
        for thing, steps in walk(start, landscape, way, wish).items():
            expected[thing] = min(steps, expected.get(thing, 99))
    assert shown.depths == expected
    assert shown.links == [link for link in landscape if link.base in expected and link.top in expected]
    assert not shown.is_cut


@settings(max_examples=400, deadline=None)
@given(roots, links, ways, some)
def test_bridges_lead_through_what_is_hidden(start, landscape, directions, hidden):
    """Two things are bridged just where one reaches the other by way of hidden things, and not directly."""
    wish = Wish(directions, 9, hidden=hidden - start)
    shown = show(start, landscape, wish)
    linked = {(link.base, link.top) for link in shown.links}
    expected = set()
    for one in shown.depths:
        over = past(one, landscape, DOWN, wish.hidden) - neighbors(one, landscape, DOWN)
        expected |= {(one, other) for other in over if other in shown.depths and other != one}
    assert set(shown.bridges) - linked >= expected - linked
    assert not set(shown.bridges) & linked


@settings(max_examples=200, deadline=None)
@given(roots, links, st.integers(1, 9))
def test_limit_keeps_what_is_nearest(start, landscape, limit):
    """Nothing that is left out is nearer than what is shown."""
    whole = show(start, landscape, Wish(depth=9))
    cut = show(start, landscape, Wish(depth=9, limit=limit))
    left_out = whole.depths.keys() - cut.depths.keys()
    assert len(cut.depths) == min(len(whole.depths), max(limit, len(start)))
    assert cut.is_cut == bool(left_out)
    assert all(whole.depths[one] >= max(cut.depths.values()) for one in left_out)
