"""Approvers who click at the same moment, on real connections that really commit."""

from datetime import timedelta

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID

LOGINS = ("approver_one", "approver_two", "approver_three")


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


def vote(approval_id, verb, *words):
    return lambda env: getattr(env["service.desk.approval"].browse(approval_id), verb)(*words)


def run_clock():
    """One run of the job that minds the time; it may wait for nobody."""
    with connection() as env:
        env.cr.execute("SET lock_timeout = '5s'")
        env["service.desk.approval"]._cron_clock()
        env.cr.execute("RESET lock_timeout")


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
    answers = at_once(*((uid, vote(approval_id, "action_approve")) for uid in people))
    assert answers == ["done"] * 3
    assert read(approval_id) == ("approved", ["approve"] * 3, 3, "in_progress")


@pytest.mark.parametrize("_attempt", range(3))
def test_double_click_counts_once(people, approval, _attempt):
    """The same person twice at once votes once; the other click hears a sentence."""
    approval_id = approval(2)
    answers = at_once(*[(people[0], vote(approval_id, "action_approve"))] * 2)
    assert answers.count("done") == 1
    assert "stands" in "".join(answers)
    assert read(approval_id) == ("pending", ["", "approve"], 1, "approval")


@pytest.mark.parametrize("_attempt", range(3))
def test_yes_and_no_at_once_end_in_one_state(people, approval, _attempt):
    """Where one voice decides, the first one counts; the other one is told that it is over."""
    approval_id = approval(2, percent=1)
    answers = at_once(
        (people[0], vote(approval_id, "action_approve")), (people[1], vote(approval_id, "action_refuse", "No."))
    )
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

    def cancel(env):
        env["service.desk.request"].browse(request_id).write({"state": "cancelled", "resolution": "Not needed"})

    cancelled, voted = at_once((SUPERUSER_ID, cancel), (people[0], vote(approval_id, "action_approve")))
    assert cancelled == "done"
    state, _votes, count, request_state = read(approval_id)
    assert request_state == "cancelled"
    assert (state, count) == (("approved", 1) if voted == "done" else ("cancelled", 0))


def test_vote_and_expiry_at_once_end_in_one_state(people, approval):
    """The job that ends what is late and the last vote do not both decide."""
    approval_id = approval(1, expiry_hours=1)
    with connection() as env:
        env["service.desk.approval"].browse(approval_id).date_due = "2020-01-01"

    def expire(env):
        env["service.desk.approval"].browse(approval_id)._work_off([("state", "=", "pending")], "_expire")

    expired, voted = at_once((SUPERUSER_ID, expire), (people[0], vote(approval_id, "action_approve")))
    assert expired == "done"
    result = read(approval_id)
    if voted == "done":
        assert result == ("approved", ["approve"], 1, "in_progress")
    else:
        assert result == ("expired", [""], 0, "rejected")


def test_clock_passes_by_what_the_mails_are_written_for(approval):
    """Both jobs start with the server: the one does not wait for the seats of the other, and fails."""
    approval_id = approval(2)
    with connection() as env:
        slow = env["service.desk.approval"].browse(approval_id)
        slow.date_reminder = env.cr.now() - timedelta(hours=1)
        due = slow.date_reminder
    with connection() as env:
        seats = env["service.desk.approval.decision"]._lock_free([("approval_id", "=", approval_id)])
        assert len(seats) == 2
        seats.mail = False
        env.flush_all()
        run_clock()
    with connection() as env:
        slow = env["service.desk.approval"].browse(approval_id)
        assert slow.date_reminder == due
        assert set(slow.decision_ids.mapped("mail")) == {False}
    run_clock()
    with connection() as env:
        slow = env["service.desk.approval"].browse(approval_id)
        assert slow.date_reminder > due
        assert set(slow.decision_ids.mapped("mail")) == {"reminder"}
