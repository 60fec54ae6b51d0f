"""Clocks alone, without Odoo: any order of pauses and changes, against a count second by second."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady

from odoo.addons.service_desk_sla import clock_rules
from odoo.addons.service_desk_sla.clock_rules import Clock
from odoo.addons.service_desk_sla.following import Follower
from odoo.addons.service_desk_sla.policy_rules import CRITERIA, Facts, Policy, Target, choose
from odoo.addons.service_desk_sla.standing import Manner, Promise, Standing
from odoo.addons.service_desk_sla.worktime import ALWAYS, Schedule

often = settings(steady, max_examples=300)

END = 400
LATER = 10_000


def schedule(intervals):
    """Hours in a window, and open without end after it, so that every clock can be due."""
    return Schedule(0, 2 * LATER, [*intervals, (END, 2 * LATER)])


INTERVALS = st.lists(
    st.tuples(st.integers(0, END), st.integers(1, 60)).map(lambda one: (one[0], min(one[0] + one[1], END))),
    max_size=6,
)
SCHEDULES = st.fixed_dictionaries({1: INTERVALS.map(schedule), 2: INTERVALS.map(schedule), 0: st.just(ALWAYS)})
#: (instant, pause or run, calendar), in order of time
EVENTS = st.lists(
    st.tuples(st.integers(0, END), st.booleans(), st.sampled_from([0, 1, 2])), max_size=10
).map(lambda events: sorted(events, key=lambda event: event[0]))


def fresh(seconds=50):
    return Clock("sla", "resolution", 1, 1, seconds, 1, state="paused")


def played(events, seconds=50, start=0, calendar=1):
    """A clock to which this happened."""
    clock = fresh(seconds).run(start, calendar)
    for at, runs, by in events:
        clock = clock.run(at, by) if runs else clock.pause(at)
    return clock


def open_seconds(events, schedules, until, start=0, calendar=1):
    """The seconds that count, one by one: the clock runs, and the calendar in force is open."""
    counted, runs, by, waiting = [], True, calendar, list(events)
    for second in range(start, until):
        while waiting and waiting[0][0] <= second:
            _at, runs, new = waiting.pop(0)
            by = new if runs else by
        if runs and schedules[by].is_open(second):
            counted.append(second)
    return counted


@often
@given(EVENTS, SCHEDULES, st.integers(0, END))
def test_elapsed_is_what_counting_seconds_gives(events, schedules, at):
    """Whatever pauses and calendars there were."""
    before = [event for event in events if event[0] <= at]
    clock = played(before)
    assert clock.elapsed(schedules, at) == len(open_seconds(before, schedules, at))


@often
@given(EVENTS, SCHEDULES, st.integers(1, 120))
def test_due_is_the_second_in_which_the_promised_one_is_counted(events, schedules, seconds):
    """The promise is used up when so many seconds were counted, and not before."""
    clock = played(events, seconds)
    due = clock.due(schedules)
    counted = open_seconds(events, schedules, END + seconds + 1)
    if due is None:
        assert clock.state == "paused"
        assert clock.elapsed(schedules, LATER) <= seconds
        return
    assert len([one for one in counted if one < due]) == seconds
    assert clock.elapsed(schedules, due) == seconds


@often
@given(EVENTS, SCHEDULES, st.integers(0, END), st.integers(1, 100))
def test_pause_of_no_length_changes_nothing(events, schedules, at, seconds):
    """Adding a pause and taking it away leads back to the same instant."""
    events = [event for event in events if event[0] <= at]
    clock = played(events, seconds)
    if clock.state != "running":
        clock = clock.run(at, clock.calendar)
    again = clock.pause(at).run(at, clock.calendar)
    assert again.due(schedules) == clock.due(schedules)
    assert again.elapsed(schedules, LATER) == clock.elapsed(schedules, LATER)


@often
@given(EVENTS, SCHEDULES, st.integers(0, END), st.integers(0, END))
def test_pause_moves_due_by_its_working_time(events, schedules, one, other):
    """Not by more, and over closed hours by nothing. By one calendar from beginning to end."""
    start, end = sorted((one, other))
    hours = {0: schedules[1], 1: schedules[1], 2: schedules[1]}
    clock = fresh(END + 100).run(0, 1)
    paused = clock.pause(start).run(end, 1)
    lost = schedules[1].elapsed(start, end)
    assert paused.elapsed(hours, LATER) == clock.elapsed(hours, LATER) - lost
    assert paused.paused(hours, LATER) == lost
    assert paused.due(hours) == clock.reach(hours, clock.seconds + lost)


@often
@given(EVENTS, SCHEDULES, st.integers(1, 100), st.integers(0, END))
def test_missed_is_never_said_while_it_stands_still(events, schedules, seconds, at):
    """A promise is broken in a moment in which the clock runs."""
    events = [event for event in events if event[0] <= at]
    missed = played(events, seconds).missed(schedules, at)
    if missed is not None:
        assert missed < at
        following = open_seconds(events, schedules, at)
        ran = [one for one in following if one < missed]
        assert len(ran) == seconds
        runs, by = True, 1
        for instant, is_running, calendar in events:
            if instant <= missed:
                runs, by = is_running, calendar if is_running else by
        assert runs


@often
@given(EVENTS, SCHEDULES, st.integers(1, 100), st.lists(st.integers(1, 300), min_size=2, max_size=5))
def test_levels_are_reached_in_order(events, schedules, seconds, percents):
    """More percent are never reached earlier."""
    clock = played(events, seconds)
    instants = [clock.reach_percent(schedules, percent) for percent in sorted(percents)]
    reached = [instant for instant in instants if instant is not None]
    assert reached == sorted(reached)
    assert instants == reached + [None] * (len(instants) - len(reached))


# -- Following a record ----------------------------------------------------------------------------

STAGES = st.sampled_from(["open", "wait", "done", "dropped"])
STEPS = st.lists(
    st.tuples(st.integers(0, 40), STAGES, st.sampled_from(["high", "low"]), st.sampled_from([1, 2])),
    min_size=1,
    max_size=10,
)
PROMISES = {"high": 30, "low": 90}


class Record:
    """A ticket to which things happen, with its clocks as a table of rows."""

    def __init__(self, manner):
        self.manner, self.rows, self.now, self.ended = manner, [], 0, None
        self.stage, self.priority, self.team = "open", "high", 1

    def step(self, after, stage, priority, team):
        self.now += after
        was_over = self.stage in ("done", "dropped")
        # What was dropped stays so, as in the lives of tickets.
        self.stage = stage if self.stage != "dropped" else "dropped"
        self.priority, self.team = (self.priority, self.team) if was_over else (priority, team)
        if self.stage == "done":
            self.ended = self.ended if was_over else self.now
        else:
            self.ended = None
        self.follow()

    def standing(self):
        waits = self.stage == "wait"
        return Standing(
            now=self.now,
            stage="open" if waits else self.stage,
            begun=0,
            facts=f"{self.priority}|{self.team}",
            ended=self.ended,
            reason=7 if waits else None,
            pauses=waits,
            team=self.team,
        )

    def follow(self):
        seconds = PROMISES[self.priority]
        promises = [
            Promise("sla", "resolution", 1, seconds, seconds),
            Promise("sla", "response", 1, seconds + 1, seconds),
            Promise("ola", "resolution", 2, 5, 20, self.team),
        ]
        follower = Follower(self.standing(), {1: self.manner, 2: self.manner}, lambda policy: 0)
        changes = follower.follow(list(self.rows), promises)
        for clock in changes:
            if clock.id:
                self.rows = [clock if row.id == clock.id else row for row in self.rows]
            else:
                self.rows.append(replace(clock, id=len(self.rows) + 1))
        return changes


@often
@given(STEPS, st.sampled_from(["continue", "exclude", "restart"]))
def test_clocks_follow_any_life(steps, reopen):
    """One live clock a promise at most, none on what is over, and asking again changes nothing."""
    record = Record(Manner(reopen=reopen))
    record.follow()
    for step in steps:
        record.step(*step)
        assert record.follow() == []
        live = [clock for clock in record.rows if clock.is_live]
        lines = [clock.line for clock in live]
        assert len(lines) == len(set(lines))
        turns = [(clock.line, clock.cycle) for clock in record.rows]
        assert len(turns) == len(set(turns))
        if record.stage in ("done", "dropped"):
            assert not live
        if record.stage == "wait":
            assert not [clock for clock in live if clock.state == "running"]
        if record.stage == "open":
            running = {clock.line for clock in live if clock.state == "running"}
            assert ("sla", "resolution", 0) in running
            assert ("ola", "resolution", record.team) in running
        for clock in record.rows:
            edges = [edge for span in clock.spans for edge in (span.start, span.end) if edge is not None]
            assert edges == sorted(edges)


@often
@given(STEPS)
def test_time_is_conserved_over_any_life(steps):
    """The desk's time and the teams' parts of it are the same seconds, whoever had the ticket."""
    record = Record(Manner(reopen="exclude"))
    record.follow()
    worked, schedules = 0, {0: ALWAYS}
    for after, stage, priority, team in steps:
        if record.stage == "open":
            worked += after
        record.step(after, stage, priority, team)
    if record.stage == "dropped":
        return
    desk = [clock for clock in record.rows if clock.line == ("sla", "resolution", 0)][-1]
    teams = [clock for clock in record.rows if clock.kind == "ola" and clock.state != "cancelled"]
    assert desk.elapsed(schedules, record.now) == worked
    assert sum(clock.elapsed(schedules, record.now) for clock in teams) == worked


@often
@given(STEPS)
def test_priority_there_and_back_promises_the_same(steps):
    """What a ticket is promised depends on what it is, not on what it was in between."""
    record, steady_one = Record(Manner()), Record(Manner())
    record.follow()
    steady_one.follow()
    for after, stage, priority, _team in steps:
        if stage in ("done", "dropped"):
            continue
        record.step(after, stage, priority, 1)
        steady_one.step(after, stage, "high", 1)
    record.step(0, record.stage, "high", 1)
    schedules = {0: ALWAYS}
    mine, others = (
        [clock for clock in one.rows if clock.line == ("sla", "resolution", 0)][-1]
        for one in (record, steady_one)
    )
    assert mine.due(schedules) == others.due(schedules)


# -- Choosing ----------------------------------------------------------------------------------------

SOME = st.frozensets(st.integers(1, 2), max_size=2)
POLICIES = st.lists(
    st.builds(
        Policy,
        id=st.integers(1, 10_000),
        kind=st.sampled_from(["sla", "ola", "uc"]),
        sequence=st.integers(1, 3),
        company=st.integers(0, 1),
        customers=SOME,
        contract=st.integers(0, 1),
        services=SOME,
        categories=SOME,
        process=st.sampled_from(["", "incident"]),
        teams=SOME,
        targets=st.sampled_from([
            (Target(1, "resolution", "", 60),),
            (Target(2, "resolution", "1", 60),),
            (Target(3, "resolution", "1", 60), Target(4, "resolution", "", 90)),
        ]),
    ),
    max_size=6,
    unique_by=lambda policy: policy.id,
)
FACTS = st.builds(
    Facts,
    company=st.integers(1, 2),
    customer=st.integers(0, 2),
    contract=st.integers(0, 1),
    service=st.integers(0, 2),
    categories=st.sampled_from([(), (1,), (1, 2)]),
    process=st.sampled_from(["incident", "request"]),
    priority=st.sampled_from(["1", "2"]),
    team=st.integers(0, 2),
    supplier=st.integers(0, 1),
)


@often
@given(POLICIES, FACTS, st.randoms())
def test_choice_depends_on_no_order(policies, facts, chance):
    """The same policies and the same facts: the same promise, in whatever order they are read."""
    shuffled = list(policies)
    chance.shuffle(shuffled)
    assert choose(policies, facts) == choose(shuffled, facts)


@often
@given(POLICIES, FACTS)
def test_no_fitting_policy_names_weightier_things_than_the_chosen_one(policies, facts):
    """The first criterion in which two differ decides."""
    for kind, choice in choose(policies, facts).items():
        for rival in policies:
            alone = choose([rival], facts).get(kind)
            if alone:
                rank = [[name not in one.named for name in CRITERIA] for one in (choice, alone)]
                assert rank[0] <= rank[1]


def test_target_of_the_priority_goes_before_the_one_for_all():
    """Whatever their order in the policy."""
    for targets in ((("1", 60), ("", 90)), (("", 90), ("1", 60))):
        policy = Policy(
            1, clock_rules.SLA,
            targets=tuple(Target(n, "resolution", priority, s) for n, (priority, s) in enumerate(targets)),
        )
        for priority, seconds in (("1", 60), ("2", 90)):
            (promise,) = choose([policy], Facts(priority=priority))["sla"].promises
            assert promise.seconds == seconds
