"""Approvers who click at the same moment, on real connections that really commit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests.common import get_db_name

LOGINS = ("approver_one", "approver_two", "approver_three")


@contextmanager
def connection(uid=SUPERUSER_ID):
    """An environment on a connection of its own that commits at the end, as a request does."""
    with Registry(get_db_name()).cursor() as cursor:
        yield api.Environment(cursor, uid, {})


@pytest.fixture(scope="module")
def people():
    """Ids of three approvers, really stored, and archived afterwards."""
    with connection() as env:
        users = env["res.users"].with_context(no_reset_password=True).create(
            [
                {"name": login, "login": login, "group_ids": [(6, 0, env.ref("base.group_user").ids)]}
                for login in LOGINS
            ]
        )
        ids = users.ids
    yield ids
    with connection() as env:
        env["service.desk.request"].search([("name", "like", "fault:%")]).unlink()
        env["service.desk.approval.policy"].search([("name", "like", "fault:%")]).unlink()
        for user in env["res.users"].browse(ids):
            user.write({"active": False, "login": f"{user.login}_{user.id}"})


@pytest.fixture
def approval(people):
    """Makes the id of a stored approval that waits for some of them."""

    def make(count=3, percent=100, **values):
        with connection() as env:
            step = {"name": "fault", "percent": percent, "user_ids": [(6, 0, people[:count])]}
            policy = env["service.desk.approval.policy"].create(
                {"name": "fault: policy", "step_ids": [(0, 0, step)], **values}
            )
            request = env["service.desk.request"].create(
                {"name": "fault: request", "approval_policy_id": policy.id, "requester_id": False}
            )
            request._start_approval()
            request.state = "approval"
            return request.approval_ids.id

    return make


def act(uid, approval_id, verb, *arguments):
    """Call a verb as a request would, with the retries that a request gets."""
    with connection(uid) as env:

        def call():
            return getattr(env["service.desk.approval"].browse(approval_id), verb)(*arguments)

        try:
            retrying(call, env)
        except UserError as error:
            return str(error)
        return "done"


def at_once(*calls):
    """What these calls answer when they begin at the same moment."""
    gate = Barrier(len(calls))

    def run(call):
        gate.wait()
        return act(*call)

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def read(approval_id):
    """State, votes and log of a stored approval, and the state of its request."""
    with connection() as env:
        approval = env["service.desk.approval"].browse(approval_id)
        return (
            approval.state,
            sorted(approval.decision_ids.mapped(lambda seat: seat.decision or "")),
            approval.log_ids.mapped("kind").count("voted"),
            approval.request_id.state,
        )


@pytest.mark.parametrize("_attempt", range(3))
def test_three_votes_at_once_all_count(people, approval, _attempt):
    """The last of three approvers who click at the same moment lets the work begin."""
    approval_id = approval()
    answers = at_once(*((uid, approval_id, "action_approve") for uid in people))
    assert answers == ["done"] * 3
    assert read(approval_id) == ("approved", ["approve"] * 3, 3, "in_progress")


@pytest.mark.parametrize("_attempt", range(3))
def test_double_click_counts_once(people, approval, _attempt):
    """The same person twice at once votes once; the other click hears a sentence."""
    approval_id = approval(2)
    answers = at_once(*[(people[0], approval_id, "action_approve")] * 2)
    assert answers.count("done") == 1
    assert "stands" in "".join(answers)
    assert read(approval_id) == ("pending", ["", "approve"], 1, "approval")


@pytest.mark.parametrize("_attempt", range(3))
def test_yes_and_no_at_once_end_in_one_state(people, approval, _attempt):
    """Where one voice decides, the first one counts; the other one is told that it is over."""
    approval_id = approval(2, percent=1)
    calls = [(people[0], approval_id, "action_approve"), (people[1], approval_id, "action_refuse", "No.")]
    answers = at_once(*calls)
    assert answers.count("done") == 1
    assert "over already" in "".join(answers)
    state, votes, count, request_state = read(approval_id)
    assert (state, request_state) in {("approved", "in_progress"), ("refused", "rejected")}
    assert count == 1 and len([vote for vote in votes if vote]) == 1


@pytest.mark.parametrize("_attempt", range(3))
def test_vote_while_it_is_withdrawn_decides_nothing_twice(people, approval, _attempt):
    """Either the work begins or the request is cancelled; never is it approved and cancelled."""
    approval_id = approval(1)
    with connection() as env:
        request_id = env["service.desk.approval"].browse(approval_id).request_id.id
    gate = Barrier(2)

    def cancel():
        gate.wait()
        with connection() as env:

            def call():
                env["service.desk.request"].browse(request_id).write(
                    {"state": "cancelled", "resolution": "Not needed"}
                )

            retrying(call, env)

    def approve():
        gate.wait()
        return act(people[0], approval_id, "action_approve")

    with ThreadPoolExecutor(2) as pool:
        cancelled, answer = pool.submit(cancel), pool.submit(approve)
        cancelled.result()
    state, _votes, count, request_state = read(approval_id)
    assert request_state == "cancelled"
    assert (state, count) == (("approved", 1) if answer.result() == "done" else ("cancelled", 0))


def test_vote_and_expiry_at_once_end_in_one_state(people, approval):
    """The job that ends what is late and the last vote do not both decide."""
    approval_id = approval(1, expiry_hours=1)
    with connection() as env:
        env["service.desk.approval"].browse(approval_id).date_due = "2020-01-01"
    gate = Barrier(2)

    def expire():
        gate.wait()
        with connection() as env:

            def call():
                late = env["service.desk.approval"].browse(approval_id)
                late._work_off([("state", "=", "pending")], "_expire")

            retrying(call, env)

    def approve():
        gate.wait()
        return act(people[0], approval_id, "action_approve")

    with ThreadPoolExecutor(2) as pool:
        expired, answer = pool.submit(expire), pool.submit(approve)
        expired.result()
    result = read(approval_id)
    if answer.result() == "done":
        assert result == ("approved", ["approve"], 1, "in_progress")
    else:
        assert result == ("expired", [""], 0, "rejected")
