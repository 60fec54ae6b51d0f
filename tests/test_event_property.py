"""What arrives from monitoring, against counts that are made in another way."""

import json
from collections import namedtuple
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from stories import steady

from odoo.addons.service_desk_cmdb.downtime_rules import uptime
from odoo.addons.service_desk_cmdb.event_bodies import Unreadable, parse, read_alertmanager, read_generic
from odoo.addons.service_desk_cmdb.event_rules import FIRING, MAX_VALUE, RESOLVED
from odoo.addons.service_desk_cmdb.flap_rules import Life, live
from odoo.addons.service_desk_cmdb.impact_rules import COUNT, Need
from odoo.addons.service_desk_cmdb.storm_rules import roots

NOW = datetime(2026, 3, 1, 12)
THINGS = range(9)

plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20))
nested = st.recursive(plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))
names = st.sampled_from(
    ["id", "summary", "status", "severity", "labels", "date", "ci", "fingerprint", "annotations", "startsAt", "endsAt"]
)
bodies = st.one_of(
    nested,
    st.dictionaries(names, nested),
    st.fixed_dictionaries({"events": st.lists(st.dictionaries(names, nested) | nested, max_size=4)}),
    st.fixed_dictionaries({"alerts": st.lists(st.dictionaries(names, nested) | nested, max_size=4)}),
)


@steady
@given(st.one_of(bodies.map(lambda body: json.dumps(body).encode()), st.binary(max_size=60)))
def test_any_body_is_read_or_refused_with_a_sentence(raw):
    """And what was read can be kept: text that can be written down, of bounded length, without NUL."""
    for read in (read_generic, read_alertmanager):
        try:
            events = read(parse(raw), NOW)
        except Unreadable as error:
            assert str(error)
            continue
        for event in events:
            told = [event.key, event.summary, event.fingerprint, event.description, event.link, *event.labels.values()]
            assert event.key and event.summary and event.fingerprint
            assert all("\0" not in text and text.encode() is not None for text in told)
            assert all(len(text) <= MAX_VALUE for text in event.labels.values())
            assert event.date is None or abs(event.date - NOW) <= timedelta(days=366)


Told = namedtuple("Told", "status severity date date_received")
orders = st.integers(1, 9).flatmap(lambda count: st.permutations(range(count)))


@steady
@given(orders, st.integers(0, 9))
def test_events_in_any_order_end_as_the_last_that_happened(order, cut):
    """Beginnings and ends in turn: whatever overtakes whatever, also from one batch to the next."""
    told = [
        Told((FIRING, RESOLVED)[place % 2], "1", NOW + timedelta(minutes=place), NOW + timedelta(hours=1 + number))
        for number, place in enumerate(order)
    ]
    first, second = told[:cut], told[cut:]
    later = {
        event: min(found)
        for event in second
        if (found := [one.date for one in first if one.status != event.status and one.date > event.date])
    }
    life, before = live(Life(), first, {})
    life, after = live(life, second, later)
    assert life.status == max(told, key=lambda event: event.date).status
    assert life.count == len(told)
    # What was over is over: nothing ends before it begins, and only what lasts has no end.
    spans = [(begin, end) for begin, end in before + after if begin and end]
    assert all(begin <= end for begin, end in spans)
    assert (after or before or [(None, NOW)])[-1][1] is None or life.status == RESOLVED


edges = st.sets(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS)), max_size=20)


def reached(start, relations):
    """All that can be reached, by repeating until nothing is new."""
    found = {start}
    while more := {effect for cause, effect in relations if cause in found} - found:
        found |= more
    return found


@steady
@given(st.permutations(THINGS), st.integers(0, 9), st.sets(st.sampled_from(THINGS)), edges)
def test_roots_equal_an_independent_count(ranked, count, causes, relations):
    """Each alert stands under a cause that reaches it and that no other cause reaches but in a circle."""
    order = {thing: rank for rank, thing in enumerate(ranked[:count])}
    causes &= order.keys()
    reach = {thing: reached(thing, relations) for thing in THINGS}
    for thing, root in roots(order, relations, causes).items():
        above = {one for one in causes if thing in reach[one]}
        tops = {one for one in above if all(one not in reach[other] or other in reach[one] for other in above)}
        if not above:
            assert root == thing
        else:
            assert root == min(tops, key=order.get)


kinds = st.sampled_from(("host", "switch"))
wires = st.sets(st.tuples(st.sampled_from(THINGS), st.sampled_from(THINGS), kinds), max_size=24)
wanted = st.dictionaries(st.tuples(st.sampled_from(THINGS), kinds), st.integers(1, 3), max_size=12)


def failing(start, relations, enough):
    """All that fails, by counting again who has too little left until nothing changes."""
    down, keys = set(start), {(effect, kind) for _cause, effect, kind in relations}
    while True:
        found = set(down)
        for effect, kind in keys:
            behind = {cause for cause, *key in relations if key == [effect, kind]}
            if len(behind - down) < min(enough.get((effect, kind), len(behind)), len(behind)):
                found.add(effect)
        if found == down:
            return down
        down = found


@steady
@given(st.permutations(THINGS), st.integers(0, 9), st.sets(st.sampled_from(THINGS)), wires, wanted)
def test_roots_equal_an_independent_count_of_what_is_spare(ranked, count, causes, relations, enough):
    """Those that stand for others are needed, all of them, and each stands for what fails from it on."""
    order = {thing: rank for rank, thing in enumerate(ranked[:count])}
    causes &= order.keys()
    totals = {key: sum(one[1:] == key for one in relations) for key in {one[1:] for one in relations}}
    needs = {key: Need(totals.get(key, 1), COUNT, value) for key, value in enough.items()}
    found = roots(order, relations, causes, needs)
    tops = sorted((one for one in causes if found[one] == one), key=order.get)
    assert causes <= failing(tops, relations, enough)
    for number, top in enumerate(tops):
        assert top not in failing([*tops[:number], *tops[number + 1 :]], relations, enough)
        before, after = (failing(tops[:end], relations, enough) for end in (number, number + 1))
        assert {one for one, root in found.items() if root == top} == (after - before) & order.keys()
    for thing in order.keys() - failing(tops, relations, enough):
        assert found[thing] == thing


minutes = st.integers(0, 120)
periods = st.lists(st.tuples(minutes, minutes), max_size=6)


@steady
@given(periods, periods, minutes)
def test_down_time_equals_a_count_of_minutes(downs, planned, length):
    """Minute by minute: down, and not agreed to."""

    def moments(pairs):
        return [(NOW + timedelta(minutes=start), NOW + timedelta(minutes=end)) for start, end in pairs]

    def inside(minute, pairs):
        return any(start <= minute < end for start, end in pairs)

    found = uptime(moments(downs), (NOW, NOW + timedelta(minutes=length)), moments(planned))
    expected = [minute for minute in range(length) if not inside(minute, planned)]
    down = [minute for minute in expected if inside(minute, downs)]
    assert found.total == timedelta(minutes=len(expected))
    assert found.down == timedelta(minutes=len(down))
    assert bool(found.failures) == bool(down)
