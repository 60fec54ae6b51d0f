"""Working time to the second: the arithmetic alone, and calendars in Odoo, against counts of minutes.

Calendars are any: nights, several shifts a day, alternating weeks, holidays at any minute, around both
daylight-saving switches of zones that move their clocks by an hour, by half an hour and never.
"""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.addons.service_desk_sla.tests.brute_force import MINUTE, BruteForce, instant
from odoo.addons.service_desk_sla.tests.calendar_case import make_calendar
from odoo.addons.service_desk_sla.worktime import (
    ALWAYS,
    EARLIEST,
    HORIZON_YEARS,
    LATEST,
    NEVER,
    Schedule,
    Timeline,
    normalized,
    without,
)

often = settings(steady, max_examples=300)
briefly = settings(steady, max_examples=150)

# -- The arithmetic alone --------------------------------------------------------------------------

WINDOW = 200
SECONDS = st.integers(0, WINDOW)
#: Unsorted, overlapping, touching, empty, turned around and reaching out of the window.
INTERVALS = st.lists(st.tuples(st.integers(-50, 250), st.integers(-50, 250)), max_size=12)


def counted(intervals):
    """The seconds of the window that some interval holds."""
    return {second for start, end in intervals for second in range(max(start, 0), min(end, WINDOW))}


@often
@given(INTERVALS)
def test_normalized_intervals_hold_the_same_seconds_with_time_between_them(intervals):
    """However many, and in whatever order."""
    merged = normalized(0, WINDOW, intervals)
    assert counted(merged) == counted(intervals)
    assert all(start < end for start, end in merged)
    assert all(end < start for (_s, end), (start, _e) in zip(merged, merged[1:], strict=False))


@often
@given(INTERVALS, INTERVALS)
def test_removed_intervals_are_gone_and_nothing_else(kept, removed):
    """As sets of seconds are subtracted."""
    rest = without(normalized(0, WINDOW, kept), normalized(0, WINDOW, removed))
    assert counted(rest) == counted(kept) - counted(removed)
    assert rest == normalized(0, WINDOW, rest)


@often
@given(INTERVALS, SECONDS, SECONDS, SECONDS)
def test_elapsed_counts_seconds_and_adds_up(intervals, start, middle, end):
    """Time is neither lost nor invented where a stretch is divided."""
    schedule, seconds = Schedule(0, WINDOW, intervals), counted(intervals)
    assert schedule.elapsed(start, end) == sum(start <= second < end for second in seconds)
    start, middle, end = sorted((start, middle, end))
    assert schedule.elapsed(start, middle) + schedule.elapsed(middle, end) == schedule.elapsed(start, end)


@often
@given(INTERVALS, SECONDS, SECONDS)
def test_due_is_the_earliest_instant_by_which_so_much_elapsed(intervals, start, length):
    """One second before it is not; None only where the window holds too little."""
    schedule = Schedule(0, WINDOW, intervals)
    due = schedule.due(start, length)
    if due is None:
        assert schedule.elapsed(start, WINDOW) < length
    else:
        assert schedule.elapsed(start, due) == length
        assert length == 0 and due == start or schedule.elapsed(start, due - 1) == length - 1


@briefly
@given(INTERVALS)
def test_open_and_next_opening_are_what_the_seconds_say(intervals):
    """Open when the second is in some interval; else the first that is."""
    schedule, seconds = Schedule(0, WINDOW, intervals), counted(intervals)
    for second in range(WINDOW):
        assert schedule.is_open(second) == (second in seconds)
        assert schedule.next_open(second) == min((one for one in seconds if one >= second), default=None)


def test_outside_of_the_window_is_refused():
    """A wrong figure would be worse than none; a stretch that is turned around is empty anywhere."""
    schedule = Schedule(0, WINDOW, [(0, WINDOW)])
    for ask in (
        lambda: schedule.elapsed(-1, 5), lambda: schedule.elapsed(5, WINDOW + 1),
        lambda: schedule.due(-1, 5), lambda: schedule.due(WINDOW + 1, 5),
        lambda: schedule.is_open(-1), lambda: schedule.next_open(WINDOW + 1),
        lambda: Schedule(5, 4, []),
    ):
        with pytest.raises(ValueError, match="."):
            ask()
    assert schedule.elapsed(WINDOW + 9, -9) == 0
    assert schedule.elapsed(0, WINDOW) == WINDOW


@pytest.mark.parametrize("schedule", [ALWAYS, NEVER, Schedule(0, WINDOW, [])])
def test_negative_length_is_refused(schedule):
    """Nothing falls due before it begins."""
    with pytest.raises(ValueError, match="negative"):
        schedule.due(0, -1)


@given(st.integers(), st.integers(0), st.integers(0))
def test_around_the_clock_and_never_agree_with_themselves(start, length, more):
    """All time counts, or none does."""
    assert ALWAYS.elapsed(start, ALWAYS.due(start, length)) == length
    assert ALWAYS.elapsed(start + more, start) == NEVER.elapsed(start, start + more) == 0
    assert ALWAYS.next_open(start) == start and ALWAYS.is_open(start)
    assert NEVER.due(start, length) == (None if length else start)
    assert NEVER.next_open(start) is None and not NEVER.is_open(start)


# -- Without a window ------------------------------------------------------------------------------


class Yearly(Timeline):
    """Open for some hours at the beginning of each year, and shifted against the calendar's years."""

    def __init__(self, hours=1, shift=0):
        self.hours, self.shift, self.loaded, self.schedule = hours, shift, [], None

    @property
    def known(self):
        return self

    def year_begin(self, year):
        return int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) + self.shift

    def year_intervals(self, year):
        self.loaded.append(year)
        begin = self.year_begin(year)
        return [(begin, begin + self.hours * 3600)]


INSTANTS = st.integers(EARLIEST, LATEST)
SHIFTS = st.integers(-4 * 86_400, 4 * 86_400)


@briefly
@given(SHIFTS, st.lists(st.tuples(INSTANTS, INSTANTS), min_size=1, max_size=4))
def test_timeline_answers_as_a_window_over_all_years(shift, questions):
    """Whatever was asked before, and no year is loaded twice."""
    timeline, whole = Yearly(shift=shift), Yearly(shift=shift)
    years = range(1968, 2204)
    intervals = [one for year in years for one in whole.year_intervals(year)]
    window = Schedule(whole.year_begin(years[0]), whole.year_begin(years[-1]), intervals)
    for start, end in questions:
        assert timeline.elapsed(start, end) == window.elapsed(start, end)
        assert timeline.is_open(start) == window.is_open(start)
        assert timeline.next_open(start) == window.next_open(start)
    assert len(timeline.loaded) == len(set(timeline.loaded))


@briefly
@given(SHIFTS, INSTANTS, st.integers(0, 16 * 3600), st.lists(INSTANTS, max_size=3))
def test_due_of_a_timeline_depends_on_nothing_asked_before(shift, start, length, before):
    """Neither the instant nor where it gives up."""
    fresh, used = Yearly(shift=shift), Yearly(shift=shift)
    for one in before:
        used.elapsed(one, one + 86_400)
    due = fresh.due(start, length)
    assert used.due(start, length) == due
    if due is None:
        assert length > HORIZON_YEARS * 3600
    else:
        assert fresh.elapsed(start, due) == length


def test_timeline_loads_only_what_is_asked_for():
    """One year for a day of it, and those between when the next question is far away."""
    timeline = Yearly()
    noon = timeline.year_begin(2026) + 12 * 3600
    timeline.elapsed(noon, noon + 60)
    assert timeline.loaded == [2026]
    timeline.elapsed(timeline.year_begin(2023), noon)
    timeline.due(noon, 3600)
    assert timeline.loaded == [2026, 2023, 2024, 2025, 2027]


# -- Calendars in Odoo -----------------------------------------------------------------------------

#: Santiago moves its clocks at midnight, where one day's 24:00 is not the next one's 00:00.
SWITCHES = {
    "Europe/Brussels": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),
    "Asia/Kathmandu": ("1986-01-01", "2026-03-29"),
    "America/Santiago": ("2026-04-04", "2026-09-06"),
}
PLACES = [(zone, date.fromisoformat(day)) for zone, days in SWITCHES.items() for day in days]
DAYS, DAY_MINUTES, STEP = 16, 24 * 60, 15
MINUTES = st.integers(0, DAYS * DAY_MINUTES)


@st.composite
def shifts(draw):
    """Parts of a day, many of them in the small hours, when clocks are moved."""
    small = st.integers(0, 4 * 60 // STEP)
    bounds = draw(st.sets(small | st.integers(0, DAY_MINUTES // STEP), max_size=6))
    ordered = sorted(bounds)[:len(bounds) // 2 * 2]
    return [(low * STEP, high * STEP) for low, high in zip(ordered[::2], ordered[1::2], strict=True)]


@st.composite
def twins(draw):
    """What a calendar says, some days around a switch, and the same counted by minutes."""
    zone, switch = draw(st.sampled_from(PLACES))
    first = switch - timedelta(days=draw(st.integers(0, 8)))
    weeks = draw(st.sampled_from([[()], [(0,), (1,)]]))
    lines = [
        (day, *shift, *week) for week in weeks for day in range(7) for shift in draw(shifts())
    ]
    holidays = [
        (start, start + MINUTE * draw(st.integers(0, 3 * DAY_MINUTES)))
        for start in draw(st.lists(MINUTES.map(lambda one: instant(zone, first, one)), max_size=3))
    ]
    return BruteForce(zone, lines, holidays, first - timedelta(days=1), DAYS + 5), holidays


@pytest.fixture(scope="module")
def desk():
    with uncommitted() as env:
        yield env


def in_odoo(env, twin, holidays):
    """The calendar of a twin."""
    lines = [(day, start / 60, end / 60, *week) for day, start, end, *week in twin.lines]
    calendar = make_calendar(env, twin.zone, lines)
    env["resource.calendar.leaves"].create([
        {"name": "Holiday", "calendar_id": calendar.id,
         "date_from": utc(start).replace(tzinfo=None), "date_to": utc(end).replace(tzinfo=None)}
        for start, end in holidays
    ])
    return calendar


def utc(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc)


@briefly
@given(twins(), st.lists(st.tuples(MINUTES, MINUTES), min_size=3, max_size=3))
def test_any_calendar_elapses_as_the_minutes_and_as_odoo_count(desk, made, stretches):
    """To the second, and for instants within a minute too."""
    twin, holidays = made
    with undone(desk):
        calendar = in_odoo(desk, twin, holidays)
        schedule = calendar._sla_schedules()[calendar.id]
        begin = twin.first + timedelta(days=1)
        for stretch in stretches:
            low, high = (instant(twin.zone, begin, minute) for minute in sorted(stretch))
            elapsed = schedule.elapsed(low, high)
            assert elapsed == twin.elapsed(low, high)
            assert elapsed == round(3600 * calendar.get_work_hours_count(utc(low), utc(high)))
            minute = [schedule.elapsed(low, low + 37), schedule.elapsed(low + 37, low + 60)]
            assert sum(minute) == schedule.elapsed(low, low + 60)


@briefly
@given(twins(), MINUTES, st.integers(1, 3 * DAY_MINUTES))
def test_any_calendar_is_due_as_the_minutes_and_as_odoo_count(desk, made, minute, length):
    """And due is the inverse of elapsed."""
    twin, holidays = made
    with undone(desk):
        calendar = in_odoo(desk, twin, holidays)
        schedule = calendar._sla_schedules()[calendar.id]
        start, seconds = instant(twin.zone, twin.first + timedelta(days=1), minute), length * MINUTE
        due, expected = schedule.due(start, seconds), twin.due(start, seconds)
        # The minutes end some days after the last question; later the calendar speaks for itself.
        assert due == expected or expected is None
        if due is not None:
            assert schedule.elapsed(start, due) == seconds
            assert schedule.elapsed(start, due - 1) == seconds - 1
            planned = calendar.plan_hours(seconds / 3600, utc(start), compute_leaves=True)
            assert not planned or round(planned.timestamp()) == due
