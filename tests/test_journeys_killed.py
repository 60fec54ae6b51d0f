"""Starting hundreds of journeys under fire: a job killed with ``kill -9``, and several at once.

Nobody is started twice and nobody is forgotten.
"""

import subprocess
import sys
from collections import Counter
from datetime import timedelta
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID, fields
from odoo.tests.common import get_db_name

PEOPLE, BATCH = 6, 2

#: A worker that dies in its second batch, when the records of the desk are made and nothing is committed.
DIE_IN_SECOND_BATCH = f"""
import os
from odoo.addons.service_desk_hr.models import service_desk_journey_queue_mixin as queue
queue.BATCH_SIZE = {BATCH}
journeys = type(env["service.desk.journey"])
start, seen = journeys._start, []
def dies(records, **values):
    start(records, **values)
    env.flush_all()
    seen.append(records)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
journeys._start = dies
env["service.desk.journey"]._cron_run()
"""


@pytest.fixture
def journeys():
    """Ids of journeys that HR has confirmed, of a template of their own; all of it goes again."""
    mark = f"killed: {uuid4().hex}"
    with connection() as env:
        cron = env.ref("service_desk_hr.cron_journeys")
        cron.active = False
        templates = env["service.desk.journey.template"]
        department = env["hr.department"].create({"name": mark})
        steps = [
            {"name": "Desk", "team_id": env["service.desk.team"].search([], limit=1).id},
            {"name": "Badge", "kind": "hand_out", "responsible": "hr"},
        ]
        templates.create(
            {
                "name": mark,
                "kind": "joiner",
                "department_ids": [(6, 0, department.ids)],
                "job_ids": [(6, 0, env["hr.job"].create({"name": mark}).ids)],
                "step_ids": [(0, 0, step) for step in steps],
            }
        )
        job = env["hr.job"].search([("name", "=", mark)])
        people = env["hr.employee"].create(
            [{"name": mark, "department_id": department.id, "job_id": job.id} for _number in range(PEOPLE)]
        )
        env["service.desk.journey"].search([("is_confirmed", "=", True)]).is_confirmed = False
        made = env["service.desk.journey"]._propose("joiner", people, fields.Date.today() + timedelta(days=9))
        made.write({"is_confirmed": True, "confirmed_by_id": SUPERUSER_ID})
        ids = made.ids
    yield ids
    with connection() as env:
        env.ref("service_desk_hr.cron_journeys").active = True
        env["service.desk.task"].search([("journey_line_id.journey_id", "in", ids)]).unlink()
        env.cr.execute("DELETE FROM service_desk_journey WHERE id IN %s", [tuple(ids)])
        people = env["hr.employee"].search([("name", "=", mark)])
        contacts = people.work_contact_id
        people.unlink()
        contacts.unlink()
        for model in ("service.desk.journey.template", "hr.job", "hr.department"):
            env[model].search([("name", "=", mark)]).unlink()


def facts(ids):
    """State -> number of journeys, and how often there is a line and a task for each of them."""
    with connection() as env:
        found = env["service.desk.journey"].browse(ids)
        tasks = env["service.desk.task"].search([("journey_line_id", "in", found.line_ids.ids)])
        started = [len(one.event_ids.filtered(lambda event: event.kind == "started")) for one in found]
        return Counter(found.mapped("state")), len(found.line_ids), len(tasks), sum(started)


def test_killed_job_starts_nobody_twice_and_forgets_nobody(journeys):
    """What was committed is started, what was not is started by the next run."""
    process = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        input=DIE_IN_SECOND_BATCH,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == -9, process.stdout + process.stderr
    assert facts(journeys) == ({"running": BATCH, "proposed": PEOPLE - BATCH}, 2 * BATCH, 2 * BATCH, BATCH)
    for _run in range(2):
        with connection() as env:
            env["service.desk.journey"]._cron_run()
        assert facts(journeys) == ({"running": PEOPLE}, 2 * PEOPLE, 2 * PEOPLE, PEOPLE)


def test_several_jobs_and_people_at_once_start_each_once(journeys):
    """The job on two servers, while somebody confirms the same ones by hand."""

    def run(env):
        env["service.desk.journey"]._cron_run()

    def confirm(env):
        env["service.desk.journey"].browse(journeys[:2]).action_confirm()

    at_once((SUPERUSER_ID, run), (SUPERUSER_ID, run), (SUPERUSER_ID, confirm))
    with connection() as env:
        run(env)
    assert facts(journeys) == ({"running": PEOPLE}, 2 * PEOPLE, 2 * PEOPLE, PEOPLE)
