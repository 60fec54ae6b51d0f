"""Changes that several people begin at the same moment, on real connections that really commit."""

import pytest
from connections import at_once, connection, two_agents

ATTEMPTS = pytest.mark.parametrize("_attempt", range(3))


@pytest.fixture(scope="module")
def desk():
    """Ids of two agents."""
    with two_agents("change_fault") as agents:
        yield agents


@pytest.fixture
def emergency(desk):
    """The id of an emergency that has not begun; deleted afterwards."""
    with connection(desk.one) as env:
        change_id = env["service.desk.change"].create({"name": "fault", "change_type": "emergency"}).id
    yield change_id
    with connection() as env:
        env["service.desk.change"].browse(change_id).unlink()


@pytest.fixture
def repeating():
    """The id of a published model that repeats each day; deleted afterwards with its changes."""
    with connection() as env:
        words = {"implementation_plan": "<p>x</p>", "backout_plan": "<p>x</p>"}
        repeats = {"repeat_unit": "days", "repeat_from": "2026-01-01", "repeat_time": 23.5, "repeat_ahead_days": 4}
        model = env["service.desk.change.model"].create({"name": "fault", **words, **repeats})
        model.state = "published"
        model_id = model.id
    yield model_id
    with connection() as env:
        env["service.desk.change"].search([("model_id", "=", model_id)]).unlink()
        env["service.desk.change.model"].browse(model_id).unlink()


def implement(change_id):
    return lambda env: env["service.desk.change"].browse(change_id).action_implement()


@ATTEMPTS
def test_begun_by_two_at_once_begins_once(desk, emergency, _attempt):
    """One start, one round of approval, one assignee; whoever comes second finds it begun."""
    answers = at_once((desk.one, implement(emergency)), (desk.two, implement(emergency)))
    assert "done" in answers
    with connection() as env:
        change = env["service.desk.change"].browse(emergency)
        assert (change.state, change.approval_state) == ("implementing", "pending")
        assert len(change.approval_ids) == 1
        assert change.transition_ids.mapped("state_to") == ["implementing"]
        assert change.user_id.id in (desk.one, desk.two)


@ATTEMPTS
def test_repeated_by_two_jobs_at_once_is_made_once(repeating, _attempt):
    """Two jobs that make the same days leave one change for each day."""

    def repeat(env):
        env["service.desk.change.model"].browse(repeating)._run_batch([("state", "=", "published")], "_repeat")

    at_once((1, repeat), (1, repeat), (1, repeat), refusals=Exception)
    with connection() as env:
        days = env["service.desk.change"].search([("model_id", "=", repeating)]).mapped("date_repeated")
        assert len(days) == len(set(days)) >= 4
