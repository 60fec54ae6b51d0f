"""The life of an order of two items, with everything that people may do about it in any order.

The same stories are told in each run, so that a failure can be seen again. What the desk refuses is
a part of a story, as long as it refuses it with a sentence.
"""

from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.exceptions import AccessError, UserError

briefly = settings(steady, max_examples=30)

ENDED_TASK = {"done", "cancelled"}
UNSETTLED = {"requested", "approval", "granting"}
LIVE = UNSETTLED | {"active"}
GIVEN_UP = {"rejected", "cancelled"}
ENDED = GIVEN_UP | {"fulfilled", "closed"}

PEOPLE = {
    "requester": "base.group_user",
    "approver": "base.group_user",
    "owner": "base.group_user",
    "manager": "service_desk.group_manager",
    "access": "service_desk.group_access_manager",
}

parts = st.integers(0, 1)
#: What is done to one of the two parts, or to its task of this place.
events = st.one_of(
    st.tuples(st.sampled_from(["approve", "approve", "refuse", "amend", "cancel", "agent_cancel"]), parts),
    st.tuples(st.sampled_from(["access_yes", "access_yes", "access_no", "revoke"]), parts),
    st.tuples(
        st.sampled_from(["start", "done", "done", "done", "fail", "retry", "skip"]), parts, st.integers(0, 3)
    ),
    st.tuples(st.just("cancel_order"), parts),
)
stories = st.lists(events, max_size=25)


@pytest.fixture(scope="module")
def desk():
    """People and two items, in a transaction that is never committed."""
    with uncommitted(mail_notrack=True, no_reset_password=True) as env:
        users = {
            name: env["res.users"].create(
                {"name": name, "login": f"order_property_{name}", "group_ids": [(6, 0, env.ref(group).ids)]}
            )
            for name, group in PEOPLE.items()
        }
        yield SimpleNamespace(env=env, users=users, items=_items(env, users))


def _items(env, users):
    """Both are approved; one is worked on in three steps, the other one gives access besides a step."""
    step = {"name": "Boss", "user_ids": [(6, 0, users["approver"].ids)]}
    policy = env["service.desk.approval.policy"].create({"name": "property", "step_ids": [(0, 0, step)]})
    long, short = env["service.desk.task.plan"].create([{"name": "property: long"}, {"name": "property: short"}])
    template = env["service.desk.task.template"]
    first = template.create({"plan_id": long.id, "name": "First"})
    template.create({"plan_id": long.id, "name": "Beside", "is_required": False})
    template.create({"plan_id": long.id, "name": "Last", "predecessor_ids": [(6, 0, first.ids)]})
    template.create({"plan_id": short.id, "name": "Only"})
    key = env["service.desk.entitlement"].create({"name": "property: key", "owner_id": users["owner"].id})
    asks = env.ref("service_desk.approval_policy_access")
    key.approval_policy_id = asks
    common = {"state": "published", "approval_policy_id": policy.id, "max_quantity": 9}
    items = env["service.desk.catalog.item"]
    work = items.create({"name": "property: work", "plan_id": long.id, **common})
    return work | items.create(
        {"name": "property: key", "plan_id": short.id, "entitlement_ids": [(6, 0, key.ids)], **common}
    )


class Order:
    """One order, and what people do about it."""

    def __init__(self, desk):
        self.users, self.env = desk.users, desk.env
        items = desk.items.with_user(self.users["requester"])
        lines = [{"item_id": item.id, "quantity": 1} for item in items]
        self.order = items._place_order(lines)[0].sudo()
        self.parts = self.order.child_ids.sorted("id")

    def do(self, event):
        """Let somebody do it; what is refused leaves no trace."""
        verb, place, *more = event
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_{verb}")(self.parts[place], *more)
                self.env.flush_all()
        except (UserError, AccessError):
            pass
        self.env.invalidate_all()

    def _as(self, name, record):
        return record.with_user(self.users[name])

    def _waiting(self, subject):
        return subject.approval_ids.filtered(lambda one: one.state == "pending")

    def _approve(self, part):
        for approval in self._as("approver", self._waiting(part)):
            approval.action_approve()

    def _refuse(self, part):
        for approval in self._as("approver", self._waiting(part)):
            approval.action_refuse("No")

    def _amend(self, part):
        self._as("requester", part)._requester_amend(part.quantity % 9 + 1, {})

    def _cancel(self, part):
        self._as("requester", part)._requester_cancel()

    def _cancel_order(self, _part):
        self._as("requester", self.order)._requester_cancel()

    def _agent_cancel(self, part):
        self._as("manager", part).write({"state": "cancelled", "resolution": "<p>No</p>"})

    def _access_yes(self, part):
        for approval in self._as("owner", self._waiting(part.access_ids)):
            approval.action_approve()

    def _access_no(self, part):
        for approval in self._as("owner", self._waiting(part.access_ids)):
            approval.action_refuse("No")

    def _revoke(self, part):
        live = part.access_ids.filtered(lambda access: access.state in LIVE)
        for access in self._as("access", live):
            access.action_revoke("Over")

    def _task(self, part, place):
        """Any task of a part, also one that gives or takes back access.

        :raise UserError: when there are not so many
        """
        tasks = (part.task_ids | part.access_ids.task_ids).sorted("id")
        if place >= len(tasks):
            raise UserError("no such task")
        return self._as("manager", tasks[place])

    def _start(self, part, place):
        self._task(part, place).action_start()

    def _done(self, part, place):
        self._task(part, place).action_done("Done")

    def _fail(self, part, place):
        self._task(part, place).action_fail("Broken")

    def _retry(self, part, place):
        self._task(part, place).action_retry()

    def _skip(self, part, place):
        self._task(part, place).action_skip("Not needed")

    # -- What holds at any time ------------------------------------------------------------------

    def check(self):
        for part in self.parts:
            self._check_part(part)
        states = self.parts.mapped("state")
        assert (self.order.state in ENDED) == all(state in ENDED for state in states), (self.order.state, states)
        if self.order.state == "fulfilled":
            assert "fulfilled" in states
            assert self.order.is_partial == any(state in GIVEN_UP for state in states)

    def _check_part(self, part):
        tasks = part.task_ids | part.access_ids.task_ids
        # What was given and is being taken back is work that goes on after the end.
        open_tasks = tasks.filtered(lambda task: task.state not in ENDED_TASK and task.access_verb != "revoke")
        accesses = set(part.access_ids.mapped("state"))
        told = (part.state, part.approval_state, tasks.mapped("state"), part.access_ids.mapped("state"))
        assert (part.state == "approval") == (part.approval_state == "pending"), told
        if part.state in {"in_progress", "fulfilled"}:
            assert part.approval_state == "approved", told
        else:
            assert not open_tasks, told
        if part.state == "in_progress":
            assert open_tasks or accesses & UNSETTLED, told
        elif part.state == "fulfilled":
            assert not open_tasks and not accesses & UNSETTLED, told
        elif part.state in GIVEN_UP:
            assert not accesses & LIVE, told
        assert len(part.access_ids.filtered(lambda access: access.state in LIVE)) <= 1, told


@briefly
@given(stories)
def test_order_is_whole_whatever_people_do(desk, story):
    """No work before it is agreed to, none after the end, and never an end before the work."""
    with undone(desk.env):
        order = Order(desk)
        order.check()
        for event in story:
            order.do(event)
            order.check()


def test_story_that_goes_well_ends_fulfilled(desk):
    """What the stories are made of leads to the end, so that they test more than refusals."""
    with undone(desk.env):
        order = Order(desk)
        steps = [(verb, place) for place in (0, 1) for verb in ("approve", "access_yes")]
        for event in [*steps, *(("done", place, number) for number in range(4) for place in (0, 1))]:
            order.do(event)
            order.check()
        assert (order.order.state, order.order.is_partial) == ("fulfilled", False)
        assert order.parts.access_ids.state == "active"
