"""People who keep and look at configuration items at the same moment, on real connections that really commit."""

import pytest
from connections import at_once, connection
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tools import mute_logger


@pytest.fixture(scope="module")
def people():
    """Ids of two configuration managers, really stored."""
    with connection() as env:
        users = env["res.users"].with_context(no_reset_password=True)
        role = [(6, 0, env.ref("service_desk_cmdb.group_configuration_manager").ids)]
        names = ("fault keeper one", "fault keeper two")
        ids = users.create([{"name": name, "login": name, "group_ids": role} for name in names]).ids
    yield ids
    with connection() as env:
        for user in env["res.users"].browse(ids):
            user.write({"active": False, "login": f"{user.login}_{user.id}"})


@pytest.fixture
def landscape():
    """Ids of servers and of types of which each has one at most, gone afterwards."""
    with connection() as env:
        server = env.ref("service_desk_cmdb.ci_class_server")
        items = env["service.desk.ci"].create(
            [{"name": f"fault: {name}", "class_id": server.id, "state": "in_use"} for name in ("a", "b", "c", "d")]
        )
        one = {"target_max": 1}
        kinds = env["service.desk.ci.relation.type"].create(
            [
                {"name": "fault sits in", "reverse_name": "fault holds", "code": "fault_sits_in", **one},
                {"name": "fault twin", "reverse_name": "fault twin", "code": "fault_twin", "passes": "no", **one},
                {"name": "fault needs", "reverse_name": "fault carries", "code": "fault_needs"},
            ]
        )
        ids = items.ids, kinds.ids
    yield ids
    with connection() as env:
        tickets = env["service.desk.incident"].search([("name", "=like", "fault:%")])
        env["service.desk.affected"].search([("incident_id", "in", tickets.ids)]).unlink()
        tickets.unlink()
        env["service.desk.ci.relation"].search([("type_id", "in", ids[1])]).unlink()
        env["service.desk.ci"].browse(ids[0]).exists().unlink()
        env["service.desk.ci.relation.type"].browse(ids[1]).unlink()


def relate(source, target, kind):
    def work(env):
        env["service.desk.ci.relation"].create({"source_id": source, "target_id": target, "type_id": kind})

    return work


def relations(kind):
    with connection() as env:
        return len(env["service.desk.ci.relation"].search([("type_id", "=", kind)]))


@pytest.mark.parametrize("_attempt", range(3))
def test_one_place_for_one_thing(people, landscape, _attempt):
    """Two say at once where it is, each elsewhere: one is right, the other is told."""
    (a, b, c, _d), (sits_in, _twin, _needs) = landscape
    told = at_once((people[0], relate(a, b, sits_in)), (people[1], relate(a, c, sits_in)))
    assert sorted(one == "done" for one in told) == [False, True], told
    assert any("too many" in one for one in told), told
    assert relations(sits_in) == 1


@pytest.mark.parametrize("_attempt", range(3))
def test_both_ways_at_once(people, landscape, _attempt):
    """One says A and B, the other B and A, where neither is first: it is there once, the other is told."""
    (a, b, _c, _d), (_sits_in, twin, _needs) = landscape
    with mute_logger("odoo.sql_db"):
        told = at_once(
            (people[0], relate(a, b, twin)), (people[1], relate(b, a, twin)), refusals=(UserError, IntegrityError)
        )
    assert sorted(one == "done" for one in told) == [False, True], told
    assert relations(twin) == 1


def test_different_things_do_not_wait(people, landscape):
    """Two things that are put into the same place at once both get there."""
    (a, b, c, _d), (sits_in, _twin, _needs) = landscape
    assert at_once((people[0], relate(a, c, sits_in)), (people[1], relate(b, c, sits_in))) == ["done", "done"]


@pytest.mark.parametrize("_attempt", range(3))
def test_two_look_at_once_what_a_ticket_touches(people, landscape, _attempt):
    """Both are answered, and everything is in the list once."""
    (a, b, c, d), (_sits_in, _twin, needs) = landscape
    with connection() as env:
        incident = env["service.desk.incident"].create({"name": "fault: down", "ci_ids": [(6, 0, [a])]}).id
        for other in (b, c, d):
            relate(other, a, needs)(env)

    def look(env):
        env["service.desk.incident"].browse(incident).action_find_affected()

    assert at_once((people[0], look), (people[1], look)) == ["done", "done"]
    with connection() as env:
        rows = env["service.desk.affected"].search([("incident_id", "=", incident)])
        assert sorted(rows.ci_id.ids) == [b, c, d]
        assert len(rows) == 3


@pytest.mark.parametrize("_attempt", range(3))
def test_item_is_deleted_while_a_ticket_is_opened_about_it(people, landscape, _attempt):
    """Either there is a ticket and the item stays, or the item is gone and whoever opens the ticket is told."""
    (_a, _b, _c, d), _kinds = landscape

    def report(env):
        env["service.desk.incident"].create({"name": "fault: about it", "ci_ids": [(6, 0, [d])]})

    def delete(env):
        env["service.desk.ci"].browse(d).exists().unlink()

    with mute_logger("odoo.sql_db"):
        told = at_once((people[0], report), (people[1], delete), refusals=(UserError, IntegrityError))
    with connection() as env:
        about = env["service.desk.incident"].search([("name", "=", "fault: about it")])
        item = env["service.desk.ci"].browse(d).exists()
        assert bool(about) == bool(item), told
        assert not about or about.ci_ids == item
        assert [one == "done" for one in told] == [bool(about), not item], told
