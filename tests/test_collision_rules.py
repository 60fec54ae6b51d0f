"""Collisions, free times and maintenance windows against brute force, made up by hypothesis.

What must come out is worked out a second time here, minute by minute or pair by pair.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady

from odoo.addons.service_desk import collisions, span_rules, window_rules
from odoo.addons.service_desk.collisions import Freeze, Outage, Plan, Window, clashes

often = settings(steady, max_examples=400)

DAY = datetime(2026, 3, 2)
#: One line of time, in quarters of an hour.
LENGTH = 60


def at(quarter):
    return DAY + timedelta(minutes=15 * quarter)


spans = st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)).map(
    lambda pair: (at(min(pair)), at(max(pair)))
)
real_spans = spans.filter(lambda span: span[0] < span[1])
many_spans = st.lists(spans, max_size=8)
keys = st.frozensets(st.tuples(st.just("s"), st.integers(1, 4)), max_size=3)
people = st.frozensets(st.integers(1, 3), max_size=2)
kinds = st.sampled_from(("standard", "normal", "emergency"))


def quarters(periods):
    """The quarters of an hour that lie in these periods."""
    return {q for q in range(LENGTH) if any(start <= at(q) < end for start, end in periods)}


# -- Periods -------------------------------------------------------------------------------------


@often
@given(many_spans, many_spans)
def test_sets_of_periods_are_what_counting_says(ones, others):
    """Union, intersection and difference hold the same quarters as when each is looked at."""
    assert quarters(span_rules.union(ones)) == quarters(ones)
    assert quarters(span_rules.common(ones, others)) == quarters(ones) & quarters(others)
    assert quarters(span_rules.without(ones, others)) == quarters(ones) - quarters(others)


@often
@given(many_spans, many_spans)
def test_results_are_apart_and_in_order(ones, others):
    """No two periods of a result touch or overlap, so that a gap is a gap."""
    for result in (span_rules.union(ones), span_rules.without(ones, others), span_rules.common(ones, others)):
        assert all(start < end for start, end in result)
        assert all(first[1] <= second[0] for first, second in zip(result, result[1:], strict=False))


@often
@given(many_spans, real_spans)
def test_covers_means_every_quarter(periods, wanted):
    assert span_rules.covers(periods, wanted) == (quarters([wanted]) <= quarters(periods))


@often
@given(many_spans, many_spans, st.integers(1, 12))
def test_first_free_start_is_the_earliest(allowed, busy, length):
    """What is proposed fits, and nothing earlier would."""
    free = quarters(allowed) - quarters(busy)
    fitting = [q for q in range(LENGTH) if all(q + i in free for i in range(length))]
    starts = span_rules.free_starts(timedelta(minutes=15 * length), allowed, busy)
    assert starts[:1] == [at(q) for q in fitting[:1]]
    assert set(starts) <= {at(q) for q in fitting}


# -- Collisions ----------------------------------------------------------------------------------


@st.composite
def plans(draw):
    found = []
    for number in range(draw(st.integers(1, 6))):
        start, end = draw(real_spans)
        found.append(
            Plan(
                number + 1, start, end, draw(keys), draw(keys), draw(people), draw(kinds),
                company=draw(st.integers(1, 2)), team=draw(st.integers(0, 2)),
            )
        )
    return found


freezes = st.lists(
    st.builds(
        lambda number, span, touched, stopped, company: Freeze(number, *span, touched, frozenset(stopped), company),
        st.integers(1, 9), real_spans, keys, st.lists(kinds, max_size=2), st.integers(0, 2),
    ),
    max_size=3,
)
outages = st.lists(
    st.builds(
        lambda number, change, span, touched: Outage(number, change, *span, touched),
        st.integers(1, 9), st.integers(1, 6), real_spans, keys,
    ),
    max_size=3,
)
windows = st.lists(
    st.builds(
        lambda number, periods, *others: Window(number, tuple(periods), *others),
        st.integers(1, 9), st.lists(real_spans, max_size=3), keys, st.frozensets(st.integers(1, 2), max_size=1),
        st.integers(0, 2), st.none() | st.integers(0, LENGTH).map(at),
    ),
    max_size=4,
)


def overlaps(one, other):
    return bool(quarters([one]) & quarters([other]))


@often
@given(plans())
def test_meetings_are_what_comparing_all_pairs_says(changes):
    """Each pair that overlaps and shares something is found, with the strongest thing they share."""
    expected = set()
    for one in changes:
        for other in changes:
            if one.id == other.id or not overlaps(one.period, other.period):
                continue
            if one.touched & other.touched:
                expected.add((one.id, "service", other.id))
            elif one.related & other.touched - one.touched:
                expected.add((one.id, "related", other.id))
            if one.people & other.people:
                expected.add((one.id, "people", other.id))
    found = [(c.plan, c.kind, c.other) for group in clashes(changes, changes).values() for c in group]
    assert set(found) == expected
    assert len(found) == len(expected)


@often
@given(plans(), freezes, outages)
def test_freezes_and_outages_are_what_comparing_says(changes, stops, dark):
    found = {
        (c.plan, c.kind, c.other)
        for group in clashes(changes, (), stops, (), dark).values()
        for c in group
    }
    expected = {
        (one.id, "freeze", stop.id)
        for one in changes
        for stop in stops
        if overlaps(one.period, (stop.start, stop.end))
        and one.kind in stop.kinds
        and stop.company in (0, one.company)
        and (not stop.touched or stop.touched & one.touched)
    } | {
        (one.id, "outage", out.id)
        for one in changes
        for out in dark
        if out.change != one.id and out.touched & one.touched and overlaps(one.period, (out.start, out.end))
    }
    assert found == expected


@often
@given(plans(), windows)
def test_outside_of_windows_is_what_counting_says(changes, allowed):
    """A service keeps to its windows, a team to its own, and others to the windows for all."""
    for one in changes:
        ours = [w for w in allowed if w.company in (0, one.company) and not (w.until and w.until <= one.start)]
        named = [key for key in one.touched if any(key in w.touched for w in ours)]
        groups = [[w for w in ours if key in w.touched] for key in named]
        team = [w for w in ours if one.team and one.team in w.teams and not w.touched]
        groups += [team] if team else []
        everywhere = [w for w in ours if not w.touched and not w.teams]
        if not groups and everywhere:
            groups = [everywhere]
        outside = [
            group for group in groups
            if not quarters([one.period]) <= quarters([p for w in group for p in w.periods])
        ]
        found = clashes([one], (), (), allowed)[one.id]
        assert [c.kind for c in found] == ["window"] * len(outside)


@often
@given(plans(), freezes, windows, outages)
def test_what_was_accepted_covers_itself_and_no_more(changes, stops, allowed, dark):
    """Of two clashes of one kind with one thing, each is covered by what was kept of the other only if it has less."""
    for group in clashes(changes, changes, stops, allowed, dark).values():
        for one in group:
            kept = collisions.shared_text(one.shared)
            for other in group:
                has_no_more = other.shared == one.shared if one.kind == "window" else other.shared <= one.shared
                if other.kind == one.kind:
                    assert collisions.is_within(other, kept) == has_no_more


@often
@given(plans())
def test_nothing_is_in_its_own_way(changes):
    for plan_id, found in clashes(changes, changes).items():
        assert plan_id not in {c.other for c in found if c.kind in ("service", "related", "people")}


@often
@given(plans(), freezes, windows, outages, st.integers(1, 8))
def test_first_proposed_time_is_the_earliest_without_a_clash(changes, stops, allowed, dark, length):
    """Whoever takes the proposal collides with nothing, and nobody could have begun earlier."""
    me = replace(changes[0], start=at(0), end=at(LENGTH))
    facts = {"others": changes[1:], "freezes": stops, "windows": allowed, "outages": dark}
    duration = timedelta(minutes=15 * length)

    def is_free(quarter):
        tried = replace(me, start=at(quarter), end=at(quarter) + duration)
        return not clashes([tried], **facts)[me.id]

    expected = [at(q) for q in range(LENGTH - length + 1) if is_free(q)][:1]
    starts = collisions.proposals(me, duration, **facts)
    assert starts[:1] == expected
    assert all(is_free(int((start - DAY) / timedelta(minutes=15))) for start in starts)


# -- Windows -------------------------------------------------------------------------------------

zones = st.sampled_from(
    ("Europe/Brussels", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC")
)
rules = st.builds(
    window_rules.WindowRule,
    kind=st.sampled_from(("once", "weekly", "monthly_day", "monthly_weekday")),
    zone=zones,
    start=st.integers(0, 95).map(lambda q: q * 15),
    end=st.integers(1, 96).map(lambda q: q * 15),
    days_later=st.integers(0, 2),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1, max_size=3),
    day=st.integers(1, 31),
    nth=st.integers(1, 5),
    first=st.dates(date(2026, 3, 1), date(2026, 3, 31)),
).filter(lambda rule: rule.minutes > 0)
#: Days around the switches of clocks in these zones.
switches = st.sampled_from(
    [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 10, 4)]
)


def is_open(rule, moment):
    """Whether the window is open, seen from a wall in its zone; days with a switch are left out."""
    wall = moment.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(rule.zone)).replace(tzinfo=None)
    for back in range(rule.days_later + 2):
        day = wall.date() - timedelta(days=back)
        midnight = datetime.combine(day, datetime.min.time())
        opens = midnight + timedelta(minutes=rule.start)
        closes = midnight + timedelta(days=rule.days_later, minutes=rule.end)
        if rule.opens_on(day) and opens <= wall < closes:
            return True
    return False


def has_switch(zone, moment):
    """Whether a clock in the zone is changed within a day of this moment."""
    offsets = {
        (moment + timedelta(hours=hours)).replace(tzinfo=timezone.utc).astimezone(ZoneInfo(zone)).utcoffset()
        for hours in range(-30, 31, 2)
    }
    return len(offsets) > 1


@often
@given(rules, switches, st.integers(-400, 400))
def test_window_is_open_when_the_wall_says_so(rule, day, quarter):
    """Away from switches, a moment lies in a period exactly when a clock on the wall is inside."""
    moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=15 * quarter)
    begin, end = moment - timedelta(days=4), moment + timedelta(days=4)
    found = window_rules.periods(rule, begin, end)
    assert all(begin <= opens < closes <= end for opens, closes in found)
    if not has_switch(rule.zone, moment):
        assert any(opens <= moment < closes for opens, closes in found) == is_open(rule, moment)


@often
@given(rules, switches, st.integers(-2, 2))
def test_window_begins_and_ends_as_the_wall_shows(rule, day, shift):
    """Also in the night of a switch: both ends are moments at which the wall showed that time, or leapt."""
    zone = ZoneInfo(rule.zone)
    day += timedelta(days=shift)
    for minutes, is_end in ((rule.start, False), (rule.end, True)):
        moment = window_rules.to_utc(day, minutes, zone, is_end)
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
        shown = moment.replace(tzinfo=timezone.utc).astimezone(zone).replace(tzinfo=None)
        just_before = (moment - timedelta(seconds=1)).replace(tzinfo=timezone.utc).astimezone(zone)
        if shown != wall:
            assert just_before.replace(tzinfo=None) < wall < shown


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Brussels", date(2026, 3, 28), 5),
        ("Europe/Brussels", date(2026, 10, 24), 7),
        ("Europe/Brussels", date(2026, 6, 6), 6),
        ("America/New_York", date(2026, 3, 7), 5),
        ("America/New_York", date(2026, 10, 31), 7),
    ],
)
def test_night_of_the_switch_is_shorter_or_longer(zone, day, hours):
    """From 22 to 4 on the wall is an hour less in spring and one more in autumn."""
    rule = window_rules.WindowRule("weekly", zone, 22 * 60, 4 * 60, 1, frozenset({day.weekday()}), first=day, last=day)
    begin = datetime.combine(day, datetime.min.time()) - timedelta(days=3)
    (period,) = window_rules.periods(rule, begin, begin + timedelta(days=9))
    assert period[1] - period[0] == timedelta(hours=hours)


@often
@given(rules, st.integers(0, 40))
def test_closed_for_good_means_that_it_opens_no_more(rule, days):
    """A window that opens once, or until a day, is over when its last period is."""
    rule = replace(rule, last=None if rule.kind == "once" else rule.first + timedelta(days=days))
    begin = datetime.combine(rule.first, datetime.min.time()) - timedelta(days=3)
    found = window_rules.periods(rule, begin, begin + timedelta(days=60))
    over = window_rules.until(rule)
    assert all(closes <= over for _opens, closes in found)
    if rule.kind == "once":
        assert [closes for _opens, closes in found] == [over]


@pytest.mark.parametrize(
    ("zone", "hours"), [("Europe/Brussels", 7), ("America/New_York", 6), ("Asia/Kolkata", 6)]
)
def test_window_that_opens_once_is_open_on_that_night_alone(zone, hours):
    """Ten to four on the wall of its zone, an hour longer where the clock is put back in that night."""
    day = date(2026, 10, 24)
    rule = window_rules.WindowRule("once", zone, 22 * 60, 4 * 60, 1, first=day)
    (period,) = window_rules.periods(rule, datetime(2026, 1, 1), datetime(2027, 12, 31))
    opens = datetime(2026, 10, 24, 22, tzinfo=ZoneInfo(zone)).astimezone(timezone.utc).replace(tzinfo=None)
    assert period == (opens, opens + timedelta(hours=hours))


def test_days_that_nobody_reaches_break_nothing():
    """A window until the end of calendars is never closed for good, one of ages ago is."""
    rule = window_rules.WindowRule("weekly", "Pacific/Apia", 0, 60, 1, frozenset({1}))
    assert window_rules.until(replace(rule, last=date(9999, 12, 31))) is None
    assert window_rules.until(replace(rule, last=date(1, 1, 1))) < datetime(1980, 2, 1)


def test_time_that_comes_twice_is_open_both_times():
    """A window from half past one to half past two opens at the first and closes at the second of them."""
    day = date(2026, 10, 25)
    rule = window_rules.WindowRule("weekly", "Europe/Brussels", 150, 170, 0, frozenset({6}), first=day, last=day)
    (period,) = window_rules.periods(rule, datetime(2026, 10, 24), datetime(2026, 10, 26))
    assert period == (datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, 50))


def test_kinds_have_an_order():
    """Every kind of clash has its place among those that are told."""
    assert set(collisions.KINDS) == {"service", "related", "people", "freeze", "window", "outage"}
