"""Taking in people from a spreadsheet under fire: a job killed with ``kill -9``, and several at once.

Nobody comes twice and nobody is forgotten.
"""

import subprocess
import sys
from base64 import b64encode
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID, fields
from odoo.tests.common import get_db_name

PEOPLE, BATCH = 6, 2

#: A worker that dies in its second batch, when people and journeys are made and nothing is committed.
DIE_IN_SECOND_BATCH = f"""
import os
from odoo.addons.service_desk_hr.models import service_desk_journey_import_run_mixin as run
run.PEOPLE_BATCH = {BATCH}
imports = type(env["service.desk.journey.import"])
bring, seen = imports._bring_batch, []
def dies(job, ids):
    bring(job, ids)
    env.flush_all()
    seen.append(ids)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
imports._bring_batch = dies
env["service.desk.journey.import"]._cron_run()
"""


@pytest.fixture
def sheet():
    """Id of a sheet that has been checked, and what its people are called; all of it goes again."""
    mark = uuid4().hex[:12]
    with connection() as env:
        env.ref("service_desk_hr.cron_journey_import").active = False
        env["service.desk.journey.import"].search([("state", "=", "running")]).state = "done"
        company = env.ref("base.main_company")
        department = env["hr.department"].create({"name": mark, "company_id": company.id})
        env["service.desk.journey.template"].create(
            {
                "name": mark,
                "kind": "acquired",
                "department_ids": [(6, 0, department.ids)],
                "step_ids": [(0, 0, {"name": "Papers", "responsible": "hr"})],
            }
        )
        rows = [f"Killed{mark} {number};{mark}{number}@killed.example;{mark} / New" for number in range(PEOPLE)]
        job = env["service.desk.journey.import"].create(
            {
                "file": b64encode("\n".join(["Name;Work Mail;Department", *rows]).encode()),
                "file_name": f"{mark}.csv",
                "date_default": fields.Date.today(),
                "makes_places": True,
                "company_id": company.id,
            }
        )
        job.action_check()
        assert job.waiting_count == PEOPLE, job.row_ids.mapped("message")
        job_id = job.id
    yield job_id, mark
    with connection() as env:
        env.ref("service_desk_hr.cron_journey_import").active = True
        ids = env["service.desk.journey"].search([("import_id", "=", job_id)]).ids
        env["service.desk.task"].search([("journey_line_id.journey_id", "in", ids)]).unlink()
        if ids:
            env.cr.execute("DELETE FROM service_desk_journey WHERE id IN %s", [tuple(ids)])
        people = brought(env, mark)
        contacts = people.work_contact_id
        job = env["service.desk.journey.import"].browse(job_id)
        job.state = "done"
        job.unlink()
        people.unlink()
        contacts.unlink()
        env["service.desk.journey.template"].search([("name", "=", mark)]).unlink()
        env["hr.department"].search([("name", "=", mark)]).child_ids.unlink()
        env["hr.department"].search([("name", "=", mark)]).unlink()


def brought(env, mark):
    return env["hr.employee"].with_context(active_test=False).search([("work_email", "like", f"{mark}%")])


def start(env, job_id):
    env["service.desk.journey.import"].browse(job_id).action_start()


def facts(job_id, mark):
    """State of the import, and how many employees, journeys, rows that are done, and departments there are."""
    with connection() as env:
        job = env["service.desk.journey.import"].browse(job_id)
        departments = len(env["hr.department"].search([("name", "=", mark)]).child_ids)
        return job.state, len(brought(env, mark)), len(job.journey_ids), job.done_count, departments


def test_killed_job_brings_nobody_twice_and_forgets_nobody(sheet):
    """What was committed is in, what was not is nowhere, and the next run brings the rest."""
    with connection() as env:
        start(env, sheet[0])
    process = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        input=DIE_IN_SECOND_BATCH,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == -9, process.stdout + process.stderr
    assert facts(*sheet) == ("running", BATCH, BATCH, BATCH, 1)
    for _run in range(2):
        with connection() as env:
            env["service.desk.journey.import"]._cron_run()
        assert facts(*sheet) == ("done", PEOPLE, PEOPLE, PEOPLE, 1)


def test_two_people_and_two_jobs_at_once_bring_each_once(sheet):
    """Both press the button, and two servers are awake."""
    with connection() as env:
        admin = env.ref("base.user_admin").id

    def press(env):
        start(env, sheet[0])

    at_once((admin, press), (admin, press))

    def run(env):
        env["service.desk.journey.import"]._cron_run()

    at_once((SUPERUSER_ID, run), (SUPERUSER_ID, run))
    with connection() as env:
        run(env)
    assert facts(*sheet) == ("done", PEOPLE, PEOPLE, PEOPLE, 1)
