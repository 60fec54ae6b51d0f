"""A workaround that several people publish at the same moment, on real connections that really commit.

Each requester is told once, and nobody who publishes sees an error.
"""

import pytest
from connections import at_once, connection, two_agents

from odoo.exceptions import AccessError

ATTEMPTS = pytest.mark.parametrize("_attempt", range(3))
INCIDENTS = 6


@pytest.fixture(scope="module")
def desk():
    """Ids of two agents."""
    with two_agents("problem_fault") as agents:
        yield agents


@pytest.fixture
def problem(desk):
    """The id of a problem with a workaround and its incidents; deleted afterwards."""
    with connection(desk.one) as env:
        made = env["service.desk.problem"].create({"name": "fault", "workaround": "<p>Wait</p>"})
        partner = env.user.partner_id.copy({"name": "fault asker", "email": "fault_asker@example.com"})
        vals = {"name": "fault", "requester_id": partner.id, "problem_id": made.id, "channel": "monitoring"}
        env["service.desk.incident"].create([vals] * INCIDENTS)
        made_id = made.id
    yield made_id
    with connection() as env:
        incidents = env["service.desk.incident"].search([("problem_id", "=", made_id)])
        incidents.unlink()
        env["service.desk.problem"].browse(made_id).unlink()


def said(problem_id):
    """How often each incident was told."""
    with connection() as env:
        incidents = env["service.desk.incident"].search([("problem_id", "=", problem_id)])
        return [len(one._public_messages()) for one in incidents]


def publish(problem_id):
    return lambda env: env["service.desk.problem"].browse(problem_id).action_publish_workaround()


@ATTEMPTS
def test_published_by_two_at_once_is_told_once(desk, problem, _attempt):
    """Whoever comes second finds that it is done."""
    answers = at_once((desk.one, publish(problem)), (desk.two, publish(problem)), (desk.one, publish(problem)))
    assert answers == ["done"] * 3
    assert said(problem) == [1] * INCIDENTS


@ATTEMPTS
def test_two_versions_at_once_are_told_in_order(desk, problem, _attempt):
    """Other words make another version; nobody hears the same twice."""

    def rewrite(env):
        env["service.desk.problem"].browse(problem).workaround = "<p>Restart</p>"
        publish(problem)(env)

    answers = at_once((desk.one, publish(problem)), (desk.two, rewrite))
    assert answers == ["done"] * 2
    assert set(said(problem)) <= {1, 2}
    with connection() as env:
        assert "Restart" in env["service.desk.problem"].browse(problem).workaround_published


def test_two_who_decide_about_a_suggestion(desk):
    """One makes the problem, the other is told that somebody was faster."""
    with connection() as env:
        incidents = env["service.desk.incident"].create(
            [{"name": "fault suggestion", "channel": "monitoring"} for _number in range(3)]
        )
        company = env.company.id
        suggestion_id = (
            env["service.desk.problem.suggestion"]
            .create({"name": "fault", "company_id": company, "incident_ids": [(6, 0, incidents.ids)]})
            .id
        )
        ids = incidents.ids

    def make(env):
        env["service.desk.problem.suggestion"].browse(suggestion_id).action_create_problem()

    try:
        answers = at_once((desk.one, make), (desk.two, make))
        assert answers.count("done") == 1
        with connection() as env:
            problems = env["service.desk.incident"].browse(ids).problem_id
            assert len(problems) == 1
    finally:
        with connection() as env:
            problems = env["service.desk.incident"].browse(ids).problem_id
            env["service.desk.problem.suggestion"].browse(suggestion_id).unlink()
            env["service.desk.incident"].browse(ids).unlink()
            problems.unlink()


def test_strangers_at_the_same_moment(desk, problem):
    """A refusal leaves nothing behind, whatever happens beside it."""
    with connection() as env:
        public = env.ref("base.public_user").id
    answers = at_once((desk.one, publish(problem)), (public, publish(problem)), refusals=AccessError)
    assert answers[0] == "done"
    assert answers[1] != "done"
    assert said(problem) == [1] * INCIDENTS
