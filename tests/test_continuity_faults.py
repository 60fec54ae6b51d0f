"""Two who invoke the same plan at once, on real connections that really commit: it is carried out once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest
from connections import act, at_once, connection
from psycopg2.errors import UniqueViolation

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.fields import Command

STEPS = 3


@pytest.fixture
def ground():
    """Ids of a declared major incident and of a plan that holds, really stored, and removed afterwards."""
    mark = f"fault {uuid4().hex}"
    with connection() as env:
        admin = env.ref("base.user_admin")
        incident = env["service.desk.incident"].create({"name": mark, "impact": "1", "requester_id": False})
        major = env["service.desk.major"].create({"incident_id": incident.id, "reason": mark})
        major._declare({"commander_id": admin.id})
        plan = env["service.desk.continuity.plan"].create(
            {
                "name": mark,
                "service_ids": [Command.set(env["service.desk.service"].search([], limit=1).ids)],
                "step_ids": [Command.create({"name": f"Step {number}"}) for number in range(STEPS)],
            }
        )
        plan.action_approve()
        ids = {"admin": admin.id, "major": major.id, "plan": plan.id}
    yield ids
    with connection() as env:
        env["service.desk.major"].browse(ids["major"]).invocation_ids.unlink()
        env["service.desk.continuity.plan"].browse(ids["plan"]).write({"version": 0})
        env["service.desk.continuity.plan"].browse(ids["plan"]).unlink()
        env["service.desk.incident"].search([("name", "=", mark)]).unlink()


def invoke(ground):
    def run(env):
        major = env["service.desk.major"].browse(ground["major"])
        major._invoke_plan(env["service.desk.continuity.plan"].browse(ground["plan"]))

    return run


def invocations(env, ground):
    return env["service.desk.major"].browse(ground["major"]).invocation_ids


def test_two_who_invoke_at_once_invoke_once(ground):
    """One does, the other one is told so; the steps are there once."""
    refusals = (UserError, UniqueViolation)
    answers = at_once((ground["admin"], invoke(ground)), (SUPERUSER_ID, invoke(ground)), refusals=refusals)
    assert answers.count("done") == 1, answers
    with connection() as env:
        assert len(invocations(env, ground)) == 1
        assert len(invocations(env, ground).task_ids) == STEPS


def test_who_has_looked_before_the_other_was_done_is_refused(ground):
    """They still see a plan that nobody has invoked, and no lock stands in their way."""
    looked, done = Event(), Event()

    def late(env):
        assert not invocations(env, ground) or done.is_set()
        looked.set()
        assert done.wait(timeout=60)
        invoke(ground)(env)

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(act, SUPERUSER_ID, late, (UserError, UniqueViolation))
        assert looked.wait(timeout=60)
        assert act(ground["admin"], invoke(ground)) == "done"
        done.set()
        assert answer.result(timeout=60) != "done"
    with connection() as env:
        assert len(invocations(env, ground)) == 1
