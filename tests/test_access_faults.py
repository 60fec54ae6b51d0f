"""Access under pressure, on real connections that really commit: nothing doubled, nothing lost."""

from datetime import timedelta

import pytest
from connections import at_once, connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError

LIVE = ("requested", "approval", "granting", "active", "revoking")


@pytest.fixture(scope="module")
def ground():
    """An access manager, a group and two entitlements by it and another one, really stored."""
    with connection() as env:
        one, two = env["res.groups"].create([{"name": "fault: book"}, {"name": "fault: pay"}])
        manager = env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "fault manager",
                "login": "fault_access_manager",
                "group_ids": [(6, 0, [env.ref("service_desk.group_access_manager").id, one.id, two.id])],
            }
        )
        entitlements = env["service.desk.entitlement"].with_user(manager).create(
            [
                {"name": "fault: booking", "method": "group", "group_ids": one.ids},
                {"name": "fault: paying", "method": "group", "group_ids": two.ids},
            ]
        )
        ids = {"manager": manager.id, "one": entitlements[0].id, "two": entitlements[1].id}
        ids["conflict"] = (
            env["service.desk.entitlement.conflict"]
            .create({"entitlement_id": ids["one"], "other_id": ids["two"], "reason": "fault", "severity": "refuse"})
            .id
        )
    yield ids
    with connection() as env:
        env.cr.execute(
            "DELETE FROM service_desk_access_evidence WHERE access_id IN"
            " (SELECT id FROM service_desk_access WHERE entitlement_id IN %s)",
            [(ids["one"], ids["two"])],
        )
        env.cr.execute("DELETE FROM service_desk_access WHERE entitlement_id IN %s", [(ids["one"], ids["two"])])
        env["service.desk.entitlement"].browse([ids["one"], ids["two"]]).unlink()
        manager = env["res.users"].browse(ids["manager"])
        manager.write({"active": False, "login": f"fault_access_{manager.id}"})


@pytest.fixture
def holder():
    """The id of an employee's contact."""
    with connection() as env:
        user = env["res.users"].with_context(no_reset_password=True).create(
            {"name": "fault holder", "login": "fault_holder", "group_ids": [(6, 0, env.ref("base.group_user").ids)]}
        )
        ids = user.id, user.partner_id.id
    yield ids[1]
    with connection() as env:
        env["res.users"].browse(ids[0]).write({"active": False, "login": f"fault_holder_{ids[0]}"})


def by_manager(ground, *works):
    """What these answer when the access manager begins them all at the same moment."""
    # Who loses a race by an index is told so by the client.
    return at_once(*((ground["manager"], work) for work in works), refusals=(UserError, UniqueViolation))


def ask(partner_id, entitlement_id, **values):
    """Ask for access through the dialog."""

    def work(env):
        env["service.desk.access.request.wizard"].create(
            {
                "partner_ids": [(6, 0, [partner_id])],
                "entitlement_ids": [(6, 0, [entitlement_id])],
                "reason": "fault",
                **values,
            }
        ).action_confirm()

    return work


def records(env, partner_id):
    return env["service.desk.access"].search([("partner_id", "=", partner_id)], order="id")


@pytest.mark.parametrize("_attempt", range(4))
def test_same_access_asked_for_twice_at_once_is_given_once(ground, holder, _attempt):
    """One gets it, the other one a sentence."""
    answers = by_manager(ground, *[ask(holder, ground["one"])] * 2)
    assert answers.count("done") == 1, answers
    with connection() as env:
        assert records(env, holder).mapped("state") == ["active"]


@pytest.mark.parametrize("_attempt", range(4))
def test_two_conflicting_grants_at_once_are_not_both_given(ground, holder, _attempt):
    """Neither sees the other one's row, and still only one is granted."""
    by_manager(ground, ask(holder, ground["one"]), ask(holder, ground["two"]))
    with connection() as env:
        states = records(env, holder).mapped("state")
        assert states.count("active") == 1, states
        user = env["res.users"].search([("partner_id", "=", holder)])
        given = env["service.desk.entitlement"].browse([ground["one"], ground["two"]]).group_ids & user.group_ids
        assert len(given) == 1


@pytest.mark.parametrize("_attempt", range(4))
def test_expiry_while_extending_ends_in_one_of_both(ground, holder, _attempt):
    """Either it was extended in time and lives, or it has ended and the person is told."""
    with connection(ground["manager"]) as env:
        ask(holder, ground["one"])(env)
        access = records(env, holder).sudo()
        access.date_end = env.cr.now() + timedelta(days=1)
        access_id, later = access.id, env.cr.now() + timedelta(days=9)

    def extend(env):
        env["service.desk.access"].browse(access_id).action_extend(later)

    def expire(env):
        env["service.desk.access"].sudo().browse(access_id).try_lock_for_update()._expire()

    extended, _expired = by_manager(ground, extend, expire)
    with connection() as env:
        access = env["service.desk.access"].browse(access_id)
        kinds = access.evidence_ids.mapped("kind")
        assert access.state in ("active", "revoked")
        assert kinds.count("revoked") == (access.state == "revoked")
        assert ("extended" in kinds) == (extended == "done")
        user = env["res.users"].search([("partner_id", "=", holder)])
        group = env["service.desk.entitlement"].browse(ground["one"]).group_ids
        assert (group in user.group_ids) == (access.state == "active")


STEPS = st.lists(
    st.tuples(st.sampled_from(["ask", "revoke", "extend", "expire", "later"]), st.sampled_from(["one", "two"])),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_order_of_steps_leaves_one_live_record_and_true_groups(ground, holder, steps):
    """Whatever is done in whatever order: at most one live record, never two that conflict, and the
    login is in exactly the groups that active records stand for."""
    with connection(ground["manager"]) as env:
        for verb, which in steps:
            with env.cr.savepoint():
                _step(env, verb, holder, ground[which])
        found = records(env, holder)
        live = found.filtered(lambda access: access.state in LIVE)
        assert len(live) == len(live.entitlement_id)
        active = live.filtered(lambda access: access.state == "active")
        assert len(active.entitlement_id) <= 1
        user = env["res.users"].sudo().search([("partner_id", "=", holder)])
        known = env["service.desk.entitlement"].browse([ground["one"], ground["two"]]).group_ids
        assert user.group_ids & known == active.entitlement_id.group_ids
        env.cr.rollback()


def _step(env, verb, partner_id, entitlement_id):
    """One step of a story; what is refused is a part of it."""
    live = records(env, partner_id).filtered(
        lambda access: access.entitlement_id.id == entitlement_id and access.state in LIVE
    )
    try:
        with env.cr.savepoint():
            if verb == "ask":
                ask(partner_id, entitlement_id, date_end=env.cr.now() + timedelta(days=3))(env)
            elif verb == "later":
                ask(partner_id, entitlement_id, date_start=env.cr.now() + timedelta(days=3))(env)
            elif verb == "revoke":
                live.action_revoke("x")
            elif verb == "extend":
                live.action_extend(env.cr.now() + timedelta(days=9))
            else:
                live.sudo()._expire()
    except UserError:
        pass
