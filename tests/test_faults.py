"""Several people at once, on real connections that really commit.

Tests inside the addon run in one transaction and cannot show this.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from connections import act, at_once, connection

from odoo.exceptions import UserError
from odoo.service.model import retrying

TICKETS = 50
WORKERS = 8


@pytest.fixture(scope="module")
def agents():
    """Ids of two agents, really stored, and archived afterwards."""
    with connection() as env:
        group = env.ref("service_desk.group_agent")
        users = env["res.users"].with_context(no_reset_password=True).create(
            [
                {"name": login, "login": login, "group_ids": [(6, 0, group.ids)]}
                for login in ("fault_agent_one", "fault_agent_two")
            ]
        )
        ids = users.ids
    yield ids
    with connection() as env:
        env["service.desk.incident"].search([("name", "like", "fault:%")]).unlink()
        env["res.users"].browse(ids).write({"active": False})
        for user in env["res.users"].browse(ids):
            user.login = f"{user.login}_{user.id}"


@pytest.fixture
def incident(agents):
    """The id of a stored incident nobody has taken."""
    with connection() as env:
        return env["service.desk.incident"].create({"name": "fault: taken twice", "user_id": False}).id


def take(incident_id):
    return lambda env: env["service.desk.incident"].browse(incident_id).action_take()


def test_ticket_has_one_owner_when_two_take_it_at_once(agents, incident):
    """One agent gets it; the other one is told, and overwrites nothing."""
    answers = at_once(*((uid, take(incident)) for uid in agents))
    assert answers.count("done") == 1
    assert "already belongs" in "".join(answers) or "at this very moment" in "".join(answers)
    with connection() as env:
        owner = env["service.desk.incident"].browse(incident).user_id.id
    assert owner == agents[answers.index("done")]


def test_taking_while_a_colleague_has_not_finished_gives_a_sentence(agents, incident):
    """While the winner's request still runs, the other one does not wait, and is told."""
    with connection(agents[0]) as env:
        env["service.desk.incident"].browse(incident).action_take()
        assert "at this very moment" in act(agents[1], take(incident))


def test_parallel_creations_have_numbers_of_their_own(agents):
    """None of fifty tickets created by eight connections at once is lost or shares a number."""

    def create(index):
        with connection(agents[index % 2]) as env:
            return env["service.desk.incident"].create({"name": f"fault: {index}"}).number

    with ThreadPoolExecutor(WORKERS) as pool:
        numbers = list(pool.map(create, range(TICKETS)))
    assert len(set(numbers)) == TICKETS
    with connection() as env:
        assert env["service.desk.incident"].search_count([("number", "in", numbers)]) == TICKETS


def test_second_of_two_moves_sees_what_the_first_one_did(agents, incident):
    """A move decided on an old state is decided again, and refused by the door."""
    with connection(agents[0]) as first, connection(agents[1]) as second:
        theirs = second["service.desk.incident"].browse(incident)
        assert theirs.state == "new"
        code = first.ref("service_desk.resolution_code_solved").id
        first["service.desk.incident"].browse(incident).write(
            {"state": "resolved", "resolution": "Done", "resolution_code_id": code}
        )
        first.cr.commit()
        reason = second.ref("service_desk.pending_reason_requester").id

        def hold():
            theirs.write({"state": "pending", "pending_reason_id": reason})
            second.flush_all()

        with pytest.raises(UserError, match="cannot become Pending"):
            retrying(hold, second)


def test_form_sent_several_times_at_once_is_done_once(agents):
    """A double click that reaches two servers makes one ticket, and all are led to it."""
    key = uuid4().hex
    gate = Barrier(4)

    def send(_attempt):
        with connection(agents[0]) as env:
            submissions = env["service.desk.submission"]

            def call():
                with env.cr.savepoint():
                    if done := submissions._claim(key):
                        return done.path
                    ticket = env["service.desk.incident"].create({"name": f"fault: {key}"})
                    submissions._finish(key, ticket.number)
                    return ticket.number

            gate.wait()
            return retrying(call, env)

    with ThreadPoolExecutor(4) as pool:
        paths = set(pool.map(send, range(4)))
    with connection() as env:
        tickets = env["service.desk.incident"].search([("name", "=", f"fault: {key}")])
        assert paths == set(tickets.mapped("number"))
    assert len(paths) == 1
