"""Plans of any shape, worked off in any order, with failures, restarts and people in between."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.addons.service_desk import plan_rules

briefly = settings(steady, max_examples=40)


@st.composite
def graphs(draw, largest=7):
    """Step -> the earlier steps it waits for: every graph without a circle looks like this."""
    count = draw(st.integers(1, largest))
    return {
        step: draw(st.sets(st.integers(0, step - 1), max_size=3)) if step else set()
        for step in range(count)
    }


def ancestors(graph, step):
    found, todo = set(), list(graph.get(step, ()))
    while todo:
        one = todo.pop()
        if one not in found:
            found.add(one)
            todo.extend(graph.get(one, ()))
    return found


@steady
@given(graphs())
def test_graph_of_earlier_steps_has_no_circle(graph):
    """What cannot wait for itself is never said to."""
    assert plan_rules.find_cycle(graph) == []


@steady
@given(graphs(), st.data())
def test_every_circle_is_found_and_named(graph, data):
    """The named steps wait for one another, and the last one for the first."""
    end = data.draw(st.sampled_from(sorted(graph)))
    start = data.draw(st.sampled_from(sorted(ancestors(graph, end) | {end})))
    graph[start] = graph[start] | {end}
    circle = plan_rules.find_cycle(graph)
    assert circle
    for step, following in zip(circle, circle[1:] + circle[:1], strict=True):
        assert following in graph[step]


@steady
@given(graphs(), st.data())
def test_left_out_steps_hand_on_whom_they_waited_for(graph, data):
    """Among the others everybody still comes after the same steps as before."""
    dropped = data.draw(st.sets(st.sampled_from(sorted(graph))))
    rest = plan_rules.without(graph, dropped)
    assert set(rest) == set(graph) - dropped
    for step in rest:
        assert ancestors(rest, step) == ancestors(graph, step) - dropped


@steady
@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_pauses_grow_and_stay_within_a_day(failures, minutes):
    """Never shorter than the one before."""
    pause = plan_rules.retry_delay(failures, minutes)
    assert timedelta() <= pause <= timedelta(days=1)
    assert pause <= plan_rules.retry_delay(failures + 1, minutes)


@steady
@given(
    st.sampled_from(["is", "is_not", "contains", "above", "below", "is_set", "is_not_set"]),
    st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.text()),
    st.text(),
)
def test_condition_and_its_opposite_never_agree(operator, answer, value):
    """Whatever was answered, a condition is decided without an error."""
    result = plan_rules.holds(operator, answer, value)
    opposites = {"is": "is_not", "is_set": "is_not_set"}
    if operator in opposites:
        assert plan_rules.holds(opposites[operator], answer, value) is not result


# -- The real thing ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def desk():
    """An environment of which nothing stays."""
    with uncommitted(tracking_disable=True) as env:
        env["service.desk.task"].search([("date_next", "!=", False)]).date_next = False
        yield env


class Plan:
    """A started plan, and a record of every time that a step took effect."""

    def __init__(self, env, graph, automatic):
        self.env, self.graph = env, graph
        webhook = env["service.desk.webhook"].create({"name": "x", "url": "https://x.test"})
        plan = env["service.desk.task.plan"].create({"name": "Any"})
        steps = {}
        for place, before in graph.items():
            kind = {"kind": "webhook", "webhook_id": webhook.id} if place in automatic else {}
            steps[place] = env["service.desk.task.template"].create({
                "plan_id": plan.id,
                "name": str(place),
                "sequence": place,
                "max_attempts": 2,
                "predecessor_ids": [steps[one].id for one in before],
                **kind,
            })
        self.ticket = env["service.desk.request"].create({"name": "Any"})
        started = self.ticket._start_plan(plan)
        self.tasks = {int(task.name): task for task in started}
        self.effects = dict.fromkeys(graph, 0)
        self.began = {}

    def check(self):
        """Nobody begins too early or waits too long; the ticket knows how much is open."""
        states = {place: task.state for place, task in self.tasks.items()}
        for place, before in self.graph.items():
            over = all(states[one] in plan_rules.ENDED_STATES for one in before)
            if states[place] != plan_rules.CANCELLED:
                assert (states[place] == plan_rules.WAITING) == (not over), states
            assert self.effects[place] <= 1
            if states[place] == plan_rules.DONE:
                assert self.effects[place] == 1
        open_count = sum(state in plan_rules.OPEN_STATES for state in states.values())
        assert self.ticket.open_task_count == open_count

    def due(self, task):
        task.date_next = self.env.cr.now() - timedelta(minutes=1)

    def attempt(self, task, outcome):
        """The runner's work, with the fate of one attempt."""
        self.due(task)
        run = self.env["service.desk.task"]._claim()
        if not run:
            return
        assert run.task_id == task
        place = int(task.name)
        if outcome == "die":
            return
        if outcome == "fail":
            task._fail_attempt(run, "no")
            return
        # A receiver does the same key once, however often it hears it.
        self.effects[place] = 1
        if outcome == "done":
            task._finish_attempt(run, "ok")

    def by_hand(self, task, verb):
        place = int(task.name)
        if verb == "done":
            task.action_done()
            self.effects[place] += 1
        elif verb == "fail":
            task.action_fail("no")
        elif verb == "skip":
            task.action_skip("no")

    def step(self, place, fate):
        task = self.tasks[place]
        if task.state == plan_rules.FAILED:
            task.action_retry()
        elif task.state in (plan_rules.READY, plan_rules.IN_PROGRESS):
            if task.kind == "manual":
                self.by_hand(task, {"die": "fail", "unheard": "done"}.get(fate, fate))
            elif fate == "skip":
                task.action_skip("no")
            else:
                self.attempt(task, fate)


FATES = st.sampled_from(["done", "done", "fail", "die", "unheard", "skip"])


@briefly
@given(graphs(), st.data())
def test_any_order_of_ends_failures_and_restarts_does_every_step_once(desk, graph, data):
    """Ready exactly when all predecessors have ended; done exactly when it took effect, once."""
    automatic = data.draw(st.sets(st.sampled_from(sorted(graph))))
    with undone(desk):
        plan = Plan(desk, graph, automatic)
        plan.check()
        for _round in range(data.draw(st.integers(1, 20))):
            plan.step(data.draw(st.sampled_from(sorted(graph))), data.draw(FATES))
            plan.check()
        # Then the weather clears up, and everything comes to its end.
        for _round in range(3 * len(graph)):
            for place in graph:
                plan.step(place, "done")
        plan.check()
        states = {task.state for task in plan.tasks.values()}
        assert states <= set(plan_rules.ENDED_STATES)
        assert plan.ticket.open_task_count == 0
