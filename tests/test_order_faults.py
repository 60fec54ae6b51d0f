"""Orders under pressure, on real connections that really commit: nothing doubled, nothing lost.

Two people do something about the same order at the same moment. Whoever comes second is told so,
and nothing is left in a state in which nobody has anything to do.
"""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from connections import act, at_once, connection

from odoo.exceptions import UserError

LOGINS = ("requester", "approver", "second", "agent")
ATTEMPTS = pytest.mark.parametrize("_attempt", range(4))


@pytest.fixture(scope="module")
def desk():
    """Ids of people and items, really stored, and put out of sight afterwards."""
    with connection() as env:
        ids = _people(env) | _items(env)
    yield SimpleNamespace(**ids)
    with connection() as env:
        env["service.desk.catalog.item"].browse([ids["work"], ids["key"]]).write({"active": False})
        env["service.desk.entitlement"].browse(ids["entitlement"]).active = False
        for login in LOGINS:
            user = env["res.users"].browse(ids[login])
            user.write({"active": False, "login": f"{user.login}_{user.id}"})


def _people(env):
    users = env["res.users"].with_context(no_reset_password=True)
    roles = {"agent": "service_desk.group_manager"}
    return {
        login: users.create(
            {
                "name": f"fault {login}",
                "login": f"order_fault_{login}",
                "group_ids": [(6, 0, env.ref(roles.get(login, "base.group_user")).ids)],
            }
        ).id
        for login in LOGINS
    }


def _items(env):
    """One that is approved and then worked on in two steps, one that gives access."""
    people = env["res.users"].search([("login", "in", ("order_fault_approver", "order_fault_second"))])
    step = {"name": "fault", "percent": 1, "user_ids": [(6, 0, people.ids)]}
    policy = env["service.desk.approval.policy"].create({"name": "fault: order", "step_ids": [(0, 0, step)]})
    plan = env["service.desk.task.plan"].create({"name": "fault: order"})
    first = env["service.desk.task.template"].create({"plan_id": plan.id, "name": "First"})
    env["service.desk.task.template"].create(
        {"plan_id": plan.id, "name": "Last", "predecessor_ids": [(6, 0, first.ids)]}
    )
    group = env["res.groups"].create({"name": f"fault: {uuid4().hex}"})
    entitlement = env["service.desk.entitlement"].create(
        {"name": "fault: ledger", "method": "group", "group_ids": [(6, 0, group.ids)]}
    )
    common = {"state": "published", "approval_policy_id": policy.id, "max_quantity": 9}
    items = env["service.desk.catalog.item"].create(
        [
            {"name": "fault: work", "plan_id": plan.id, **common},
            {"name": "fault: key", "entitlement_ids": [(6, 0, entitlement.ids)], **common},
        ]
    )
    return {"work": items[0].id, "key": items[1].id, "entitlement": entitlement.id, "group": group.id}


@pytest.fixture
def order(desk):
    """Makes the id of a request of the requester, and forgets what it has given afterwards."""

    def make(item_id):
        with connection(desk.requester) as env:
            return place(item_id)(env)[0].id

    yield make
    with connection() as env:
        live = env["service.desk.access"].search(
            [("entitlement_id", "=", desk.entitlement), ("state", "not in", ("revoked", "refused", "cancelled"))]
        )
        live._revoke_now("over")


# -- What people do --------------------------------------------------------------------------------


def place(item_id):
    return lambda env: env["service.desk.catalog.item"]._place_order([{"item_id": item_id, "quantity": 1}])


def vote(request_id, verb, *words):
    """Decide about what waits now; nothing waits any more for who comes too late."""

    def work(env):
        waiting = pending(env, request_id).with_env(env)
        if not waiting:
            raise UserError("nothing to decide")
        getattr(waiting, verb)(*words)

    return work


def on_request(request_id, verb, *words):
    return lambda env: getattr(env["service.desk.request"].browse(request_id), verb)(*words)


def finish(task_id):
    return lambda env: env["service.desk.task"].browse(task_id).action_done("Done")


# -- What became of it -----------------------------------------------------------------------------


def pending(env, request_id):
    # sudo: what waits is looked up for whoever is about to decide it.
    approvals = env["service.desk.approval"].sudo()
    return approvals.search([("request_id", "=", request_id), ("state", "=", "pending")])


def facts(request_id):
    """All that matters of one order, when everybody is done with it."""
    with connection() as env:
        request = env["service.desk.request"].browse(request_id)
        found = SimpleNamespace(
            state=request.state,
            quantity=request.quantity,
            tasks=request.task_ids.sorted("id").mapped("state"),
            accesses=request.access_ids.sorted("id").mapped("state"),
            approvals=request.approval_ids.sorted("id").mapped("state"),
            votes=request.approval_ids.log_ids.mapped("kind").count("voted"),
        )
        assert_somebody_acts(found)
        return found


def assert_somebody_acts(found):
    """An open request has something open, one that is over has nothing."""
    open_tasks = [state for state in found.tasks if state not in ("done", "cancelled")]
    live = [state for state in found.accesses if state in ("requested", "approval", "granting")]
    if found.state == "approval":
        assert found.approvals.count("pending") == 1, found
        assert not open_tasks, found
    elif found.state == "in_progress":
        assert open_tasks or live, found
    else:
        assert found.state in ("fulfilled", "rejected", "cancelled"), found
        assert "pending" not in found.approvals, found
        assert not open_tasks and not live, found


def approved(desk, request_id):
    """Let it be approved, and its first task be done; the id of the last one."""
    assert act(desk.approver, vote(request_id, "action_approve")) == "done"
    with connection() as env:
        first, last = env["service.desk.request"].browse(request_id).task_ids.sorted("id")
        first.action_done("Done")
        return last.id


# -- Stories ---------------------------------------------------------------------------------------


@ATTEMPTS
def test_form_that_is_sent_twice_at_once_orders_once(desk, order, _attempt):
    """A double click: the second one is led to the request of the first one."""
    key, paths = uuid4().hex, []

    def send(env):
        sent = env["service.desk.submission"]._claim(key)
        if sent:
            paths.append(sent.path)
            return
        path = place(desk.work)(env)[0]._portal_url()
        env["service.desk.submission"]._finish(key, path)
        paths.append(path)

    with connection() as env:
        before = env["service.desk.request"].search_count([("item_id", "=", desk.work)])
    assert at_once((desk.requester, send), (desk.requester, send)) == ["done", "done"]
    with connection() as env:
        made = env["service.desk.request"].search([("item_id", "=", desk.work)], order="id desc")
        assert len(made) == before + 1
        assert paths[-1] == made[0].with_user(desk.requester)._portal_url()
        assert len(made[0].approval_ids) == 1


@ATTEMPTS
def test_two_approvers_at_once_start_the_work_once(desk, order, _attempt):
    """One voice is enough: the other one is told, and each task is there once."""
    request_id = order(desk.work)
    answers = at_once(
        (desk.approver, vote(request_id, "action_approve")), (desk.second, vote(request_id, "action_approve"))
    )
    assert answers.count("done") == 1, answers
    found = facts(request_id)
    assert (found.state, found.tasks, found.votes) == ("in_progress", ["ready", "waiting"], 1)


@ATTEMPTS
def test_yes_and_no_at_once_leave_one_result(desk, order, _attempt):
    """Either it is worked on or rejected, never both."""
    request_id = order(desk.work)
    answers = at_once(
        (desk.approver, vote(request_id, "action_approve")), (desk.second, vote(request_id, "action_refuse", "No"))
    )
    assert answers.count("done") == 1, answers
    found = facts(request_id)
    is_approved = answers[0] == "done"
    assert (found.state, len(found.tasks)) == (("in_progress", 2) if is_approved else ("rejected", 0))


@ATTEMPTS
def test_change_while_somebody_approves(desk, order, _attempt):
    """What is carried out is what was approved: the old order, or the new one after a new round.

    Who changes it after the approval, but before anybody began, is told that it is too late.
    """
    request_id = order(desk.work)
    changed, voted = at_once(
        (desk.requester, on_request(request_id, "_requester_amend", 5, {})),
        (desk.approver, vote(request_id, "action_approve")),
    )
    found = facts(request_id)
    assert "done" in (changed, voted)
    assert found.quantity == (5 if changed == "done" else 1)
    if changed != "done":
        assert (found.state, found.approvals) == ("in_progress", ["approved"])
    elif voted == "done":
        # The vote met the second round, of what was changed.
        assert (found.state, found.approvals) == ("in_progress", ["cancelled", "approved"])
    else:
        assert (found.state, found.approvals) == ("approval", ["cancelled", "pending"])


@ATTEMPTS
def test_cancel_while_the_last_task_is_done(desk, order, _attempt):
    """Either it was given up or it is fulfilled; work that was begun is not given up any more."""
    request_id = order(desk.work)
    last_id = approved(desk, request_id)
    with connection() as env:
        # Nobody has worked on it yet, as far as the requester can tell.
        first = env["service.desk.request"].browse(request_id).task_ids.sorted("id")[0]
        env.cr.execute("UPDATE service_desk_task SET state = 'cancelled' WHERE id = %s", [first.id])
    cancelled, done = at_once(
        (desk.requester, on_request(request_id, "_requester_cancel")), (desk.agent, finish(last_id))
    )
    found = facts(request_id)
    assert (cancelled, done).count("done") == 1, (cancelled, done)
    expected = ("cancelled", "cancelled") if cancelled == "done" else ("fulfilled", "done")
    assert (found.state, found.tasks[-1]) == expected


@ATTEMPTS
def test_two_tasks_at_once_end_the_request_once(desk, order, _attempt):
    """The last two of a plan, ended at the same moment by two people: the request ends, once."""
    request_id = order(desk.work)
    act(desk.approver, vote(request_id, "action_approve"))
    with connection() as env:
        tasks = env["service.desk.request"].browse(request_id).task_ids
        env.cr.execute("DELETE FROM service_desk_task_order_rel WHERE task_id IN %s", [tuple(tasks.ids)])
        env.cr.execute("UPDATE service_desk_task SET state = 'ready' WHERE id IN %s", [tuple(tasks.ids)])
        ids = tasks.ids
    assert at_once(*((desk.agent, finish(task_id)) for task_id in ids)) == ["done", "done"]
    assert facts(request_id).state == "fulfilled"
    with connection() as env:
        moves = env["service.desk.request"].browse(request_id).transition_ids.mapped("state_to")
        assert moves.count("fulfilled") == 1


@ATTEMPTS
def test_same_access_ordered_twice_at_once_is_given_once(desk, order, _attempt):
    """One of both orders is refused with a sentence, and nothing of it is left behind."""
    made = []

    def send(env):
        made.append(place(desk.key)(env)[0].id)

    answers = at_once((desk.requester, send), (desk.requester, send))
    assert answers.count("done") == 1, answers
    with connection() as env:
        accesses = env["service.desk.access"].search(
            [("entitlement_id", "=", desk.entitlement), ("state", "=", "requested")]
        )
        assert len(accesses) == 1
        request_id = accesses.request_id.id
    assert act(desk.approver, vote(request_id, "action_approve")) == "done"
    found = facts(request_id)
    assert (found.state, found.accesses) == ("fulfilled", ["active"])
    with connection() as env:
        assert env["res.groups"].browse(desk.group) in env["res.users"].browse(desk.requester).group_ids


@ATTEMPTS
def test_cancel_while_somebody_approves_access(desk, order, _attempt):
    """Who gave it up does not get it: no group is left without a record that stands for it."""
    request_id = order(desk.key)
    cancelled, voted = at_once(
        (desk.requester, on_request(request_id, "_requester_cancel")),
        (desk.approver, vote(request_id, "action_approve")),
    )
    assert (cancelled, voted).count("done") == 1, (cancelled, voted)
    found = facts(request_id)
    is_given = voted == "done"
    assert (found.state, found.accesses) == (("fulfilled", ["active"]) if is_given else ("cancelled", ["cancelled"]))
    with connection() as env:
        group = env["res.groups"].browse(desk.group)
        assert (group in env["res.users"].browse(desk.requester).group_ids) == is_given
