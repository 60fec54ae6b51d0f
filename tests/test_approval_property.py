"""Approvals in any order of votes, stand-ins, leavers and edits, made up by hypothesis.

What must come out is worked out a second time here, from the list of what happened alone. The same
stories are told in each run, so that a failure can be seen again.
"""

from datetime import date, timedelta
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stories import steady, uncommitted, undone

from odoo.exceptions import UserError

from odoo.addons.service_desk.approval_rules import Outcome, needed, outcome

often = settings(steady, max_examples=1000)
briefly = settings(steady, max_examples=60)

APPROVE, REFUSE = "approve", "refuse"
votes_of = st.lists(st.sampled_from([APPROVE, REFUSE, None]), max_size=12)
percents = st.integers(1, 100)

# -- The rules by themselves ---------------------------------------------------------------------


@often
@given(votes_of, percents, st.booleans())
def test_outcome_is_what_counting_says(votes, percent, is_first):
    """Approved means that enough agree; refused, that somebody did and it is over; else it is open."""
    result = outcome(votes, percent, is_first)
    approvals, refusals = votes.count(APPROVE), votes.count(REFUSE)
    enough = [count for count in range(1, len(votes) + 1) if count * 100 >= len(votes) * percent]
    if result == Outcome.APPROVED:
        assert approvals in enough
        assert not (is_first and refusals)
    elif result == Outcome.REFUSED:
        assert refusals
        assert is_first or len(votes) - refusals not in enough
    else:
        assert approvals not in enough
        assert not refusals or (not is_first and len(votes) - refusals in enough)


@often
@given(votes_of, percents, st.randoms(use_true_random=False))
def test_order_of_seats_does_not_matter(votes, percent, random):
    """Who sits where is nobody's advantage."""
    mixed = list(votes)
    random.shuffle(mixed)
    for is_first in (True, False):
        assert outcome(votes, percent, is_first) == outcome(mixed, percent, is_first)


@often
@given(votes_of, percents, st.booleans())
def test_decided_stays_decided(votes, percent, is_first):
    """Votes that come too late would not turn the result, unless a no ends it whenever it comes."""
    result = outcome(votes, percent, is_first)
    for late in (APPROVE, REFUSE):
        filled = [vote or late for vote in votes]
        if result == Outcome.APPROVED and not (is_first and REFUSE in filled):
            assert outcome(filled, percent, is_first) == Outcome.APPROVED
        if result == Outcome.REFUSED:
            assert outcome(filled, percent, is_first) == Outcome.REFUSED


@often
@given(st.integers(1, 1000), percents)
def test_quorum_is_never_less_than_its_share(seats, percent):
    """And never more than everybody."""
    count = needed(seats, percent)
    assert 1 <= count <= seats
    assert count * 100 >= seats * percent
    assert count == 1 or (count - 1) * 100 < seats * percent


# -- Whole stories -------------------------------------------------------------------------------

PEOPLE = ("ann", "bob", "cid", "dan", "requester")
#: Where a step asks nobody who may decide, this one is.
BOSS = "boss"

names = st.sampled_from(PEOPLE)
events = st.one_of(
    st.tuples(st.just("vote"), names, st.sampled_from([APPROVE, APPROVE, REFUSE])),
    st.tuples(st.just("vote"), st.just(BOSS), st.sampled_from([APPROVE, REFUSE])),
    st.tuples(st.just("leave"), names),
    st.tuples(st.just("delegate"), names, names),
    st.tuples(st.just("edit")),
    st.tuples(st.just("again")),
)
stories = st.tuples(
    # Who is asked in each step, and how many of them must agree.
    st.lists(st.tuples(st.sets(names, min_size=1), percents), min_size=1, max_size=3),
    st.booleans(),
    st.lists(events, max_size=14),
)


@pytest.fixture(scope="module")
def desk():
    """An environment with these people, in a transaction that is never committed."""
    with uncommitted(mail_notrack=True, no_reset_password=True) as env:
        roles = env.ref("service_desk.group_manager") | env.ref("service_desk.group_admin")
        for role in roles:
            role.user_ids -= role.user_ids - env.ref("base.user_root")
        groups = dict.fromkeys(PEOPLE, "base.group_user") | {BOSS: "service_desk.group_manager"}
        users = {
            name: env["res.users"].create(
                {"name": name, "login": f"property_{name}", "group_ids": [(6, 0, env.ref(group).ids)]}
            )
            for name, group in groups.items()
        }
        yield env, users


class Story:
    """What should be, worked out from what happened without looking at the desk."""

    def __init__(self, steps, is_first):
        self.plan, self.is_first = steps, is_first
        self.gone, self.stand_ins = set(), set()
        self.state = "pending"
        self.begin()

    def begin(self):
        self.steps = [{"seats": self.seats(people), "percent": percent} for people, percent in self.plan]
        self.now = 0

    def seats(self, people):
        """Nobody who left or who asked; where nobody is left, the boss."""
        seated = people - self.gone - {"requester"}
        return dict.fromkeys(seated or {BOSS})

    def vote(self, name, vote):
        """Whether it counts."""
        if self.state != "pending" or name == "requester" or name in self.gone:
            return False
        seats = self.steps[self.now]["seats"]
        absent = {user for user, delegate in self.stand_ins if delegate == name}
        mine = [user for user, cast in seats.items() if not cast and user in absent | {name}]
        seats.update(dict.fromkeys(mine, vote))
        self.settle()
        return bool(mine)

    def leave(self, name):
        self.gone.add(name)
        if self.state != "pending":
            return
        for step in self.steps[self.now :]:
            seats = step["seats"]
            if name in seats and not seats[name]:
                del seats[name]
                if not seats:
                    seats[BOSS] = None
        self.settle()

    def settle(self):
        while self.state == "pending":
            step = self.steps[self.now]
            votes = list(step["seats"].values())
            quorum = max(1, ceil(len(votes) * step["percent"] / 100 - 1e-9))
            if REFUSE in votes and (self.is_first or len(votes) - votes.count(REFUSE) < quorum):
                self.state = "refused"
            elif votes.count(APPROVE) >= quorum:
                self.now += 1
                if self.now == len(self.steps):
                    self.state = "approved"
            else:
                return


class Desk:
    """The same events on the real thing."""

    def __init__(self, env, users, steps, is_first):
        self.env, self.users = env, users
        policy = env["service.desk.approval.policy"].create(
            {
                "name": "property",
                "is_refused_by_first": is_first,
                "step_ids": [
                    (0, 0, {"name": str(place), "sequence": place, "percent": percent, "user_ids": self.ids(people)})
                    for place, (people, percent) in enumerate(steps)
                ],
            }
        )
        self.request = env["service.desk.request"].create(
            {
                "name": "property",
                "requester_id": users["requester"].partner_id.id,
                "approval_policy_id": policy.id,
            }
        )
        self.request._start_approval()
        self.request.state = "approval"

    def ids(self, people):
        return [(6, 0, [self.users[name].id for name in sorted(people)])]

    def round(self):
        approvals = self.request.approval_ids.sorted("sequence")
        return approvals.filtered(lambda one: one.round == max(approvals.mapped("round")))

    def do(self, work):
        """Whether the desk let it happen; what it refuses leaves no trace."""
        try:
            with self.env.cr.savepoint():
                work()
            return True
        except UserError:
            self.env.invalidate_all()
            return False

    def vote(self, name, vote):
        """Try on every step, as somebody would who guesses."""
        user = self.users[name]
        if not user.active:
            return False
        verb = (lambda one: one.action_approve()) if vote == APPROVE else (lambda one: one.action_refuse("No"))
        # From the last one on: the turn of a later one comes by a vote on an earlier one.
        counted = [self.do(lambda one=one: verb(one.with_user(user))) for one in reversed(self.round())]
        return any(counted)

    def leave(self, name):
        self.users[name].active = False

    def delegate(self, name, delegate):
        values = {"user_id": self.users[name].id, "delegate_id": self.users[delegate].id}
        today = date.today()
        values |= {"date_from": today - timedelta(days=1), "date_to": today + timedelta(days=1)}
        return self.do(lambda: self.env["service.desk.approval.delegation"].create(values))

    def check(self, story):
        """Everything that holds at any time, and what the story says."""
        request, users = self.request, self.users
        assert request.approval_state == story.state
        expected = {"pending": "approval", "approved": "in_progress", "refused": "rejected"}
        assert request.state == expected[story.state]
        barred = users["requester"]
        for approval, step in zip(self.round(), story.steps, strict=True):
            seats = approval.decision_ids
            named = {seat.approver_id.name: seat.decision or None for seat in seats}
            assert named == step["seats"]
            assert barred not in seats.approver_id | seats.user_id
            agreed = seats.filtered(lambda seat: seat.decision == APPROVE)
            if approval.state == "approved":
                assert len(agreed) * 100 >= len(seats) * approval.percent
                assert agreed
        if story.state == "approved":
            assert set(self.round().mapped("state")) == {"approved"}


@briefly
@given(stories)
def test_story_ends_as_its_events_say(desk, story):
    """Never approved without quorum or by somebody barred, whatever happens in whatever order."""
    env, users = desk
    steps, is_first, happened = story
    with undone(env):
        told, real = Story(steps, is_first), Desk(env, users, steps, is_first)
        real.check(told)
        for kind, *arguments in happened:
            if kind == "vote":
                assert real.vote(*arguments) == told.vote(*arguments), (kind, arguments)
            elif kind == "leave":
                told.leave(*arguments)
                real.leave(*arguments)
            elif kind == "delegate" and arguments[0] != arguments[1] and users[arguments[1]].active:
                if real.delegate(*arguments):
                    told.stand_ins.add(tuple(arguments))
            elif kind == "edit":
                is_free = real.do(lambda: real.request.write({"name": real.request.name + "!"}))
                assert is_free == (told.state == "refused")
            elif kind == "again" and told.state == "pending":
                real.request._withdraw_approval("again")
                real.request._start_approval()
                told.begin()
            real.check(told)
