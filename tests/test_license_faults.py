"""Licenses under pressure, on real connections that really commit: the last seat is given once."""

from threading import Barrier

import pytest
from connections import at_once, connection, two_agents

from odoo.fields import Command


@pytest.fixture
def ground():
    """A license with one seat, access that needs it, and two people who want it, really stored."""
    with connection() as env:
        people = env["res.partner"].create([{"name": "fault one"}, {"name": "fault two"}])
        product = env["service.desk.license"].create(
            {
                "name": "fault: drawing",
                "company_id": False,
                "right_ids": [Command.create({"quantity": 1, "date_start": "2020-01-01"})],
            }
        )
        entitlement = env["service.desk.entitlement"].create({"name": "fault: drawing", "license_id": product.id})
        ids = {"product": product.id, "people": people.ids, "entitlement": entitlement.id, "access": []}
    yield ids
    with connection() as env:
        env["service.desk.task"].search([("access_id.entitlement_id", "=", ids["entitlement"])]).unlink()
        env.cr.execute("DELETE FROM service_desk_license_seat WHERE license_id = %s", [ids["product"]])
        env.cr.execute(
            "DELETE FROM service_desk_access_evidence WHERE access_id IN"
            " (SELECT id FROM service_desk_access WHERE entitlement_id = %s)",
            [ids["entitlement"]],
        )
        env.cr.execute("DELETE FROM service_desk_access WHERE entitlement_id = %s", [ids["entitlement"]])
        env["service.desk.entitlement"].browse(ids["entitlement"]).unlink()
        env["service.desk.license"].browse(ids["product"]).unlink()
        env["res.partner"].browse(ids["people"]).unlink()


def together(works, users=(1, 1)):
    """Let these begin when all of them have looked at the database, so that each sees the seat as free."""
    gate = Barrier(len(works))
    looked = set()

    def after_a_look(number, work):
        def run(env):
            env["service.desk.license"].search_count([])
            if number not in looked:
                looked.add(number)
                gate.wait(timeout=30)
            work(env)

        return run

    looking = (after_a_look(number, work) for number, work in enumerate(works))
    return at_once(*zip(users, looking, strict=True))


def seats(env, ground):
    return env["service.desk.license"].browse(ground["product"]).current_seat_ids


def test_last_seat_given_to_two_at_once_is_given_once(ground):
    """By hand: one of them is told that no seat is free."""

    def assign(partner_id):
        def work(env):
            product = env["service.desk.license"].browse(ground["product"])
            product.action_assign(env["res.partner"].browse(partner_id))

        return work

    answers = together([assign(partner_id) for partner_id in ground["people"]])
    assert answers.count("done") == 1, answers
    assert "No seat" in next(answer for answer in answers if answer != "done")
    with connection() as env:
        assert len(seats(env, ground)) == 1


def test_last_seat_ordered_by_two_at_once_is_reserved_once(ground):
    """By access: the work of one of them is ordered, the other one waits and says why."""
    with connection() as env:
        made = env["service.desk.access"].create(
            [
                {"partner_id": partner_id, "entitlement_id": ground["entitlement"], "company_id": 1}
                for partner_id in ground["people"]
            ]
        )
        made.write({"state": "granting"})
        ids = made.ids

    def provision(access_id):
        return lambda env: env["service.desk.access"].browse(access_id)._provision()

    assert together([provision(access_id) for access_id in ids]) == ["done", "done"]
    with connection() as env:
        accesses = env["service.desk.access"].browse(ids)
        assert len(accesses.filtered("date_ordered")) == 1
        waiting = accesses.filtered(lambda access: not access.date_ordered)
        assert "No seat" in waiting.problem
        accesses.filtered("date_ordered").task_ids.action_done("Given")
        assert seats(env, ground).partner_id == (accesses - waiting).partner_id


def test_last_seat_ordered_in_the_catalog_by_two_at_once_is_kept_once(ground):
    """The order of one of them is refused, whoever agrees to the other one and whenever."""
    with connection() as env:
        item = env["service.desk.catalog.item"].create(
            {
                "name": "fault: drawing",
                "audience": "internal",
                "entitlement_ids": [Command.set([ground["entitlement"]])],
            }
        )
        item.state = "published"
        item_id = item.id

    def order(env):
        env["service.desk.catalog.item"]._place_order([{"item_id": item_id}])

    with two_agents("license") as agents:
        answers = together([order, order], (agents.one, agents.two))
        with connection() as env:
            waiting = env["service.desk.license"].browse(ground["product"]).on_order
            requests = env["service.desk.request"].search([("item_id", "=", item_id)])
            ordered = len(requests)
            requests.access_ids._revoke_now("over")
            env["service.desk.approval"].search([("access_id", "in", requests.access_ids.ids)]).unlink()
            requests.unlink()
            env["service.desk.catalog.item"].browse(item_id).unlink()
    assert answers.count("done") == 1, answers
    assert "license is free" in next(answer for answer in answers if answer != "done")
    assert (waiting, ordered) == (1, 1)
