"""Taking in configuration items from a spreadsheet under fire: a job killed with ``kill -9``, and several at once.

Nothing comes twice and nothing is forgotten, relations neither.
"""

import subprocess
import sys
from base64 import b64encode
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID
from odoo.tests.common import get_db_name

ITEMS, BATCH = 6, 2
#: Each but the first relies on the first.
RELATIONS = ITEMS - 1

#: A worker that dies in its second batch, when all is written and nothing of it is committed.
DIE = f"""
import os
from odoo.addons.service_desk_cmdb.models import service_desk_ci_import_run_mixin as run
run.ROW_BATCH = {BATCH}
imports = type(env["service.desk.ci.import"])
step, seen = imports.%(step)s, []
def dies(job, rows):
    step(job, rows)
    env.flush_all()
    seen.append(rows)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
imports.%(step)s = dies
env["service.desk.ci.import"]._cron_run()
"""


@pytest.fixture
def sheet():
    """Id of a sheet that has been checked, and what its items are called; all of it goes again."""
    mark = f"killed{uuid4().hex[:12]}"
    with connection() as env:
        env.ref("service_desk_cmdb.cron_ci_import").active = False
        env["service.desk.ci.import"].search([("state", "in", ("checking", "running"))]).state = "done"
        source = env["service.desk.ci.source"].create({"name": mark, "code": mark})
        rows = [f"server;{mark} {number};{mark}{number};{mark} 0" for number in range(ITEMS)]
        rows[0] = f"server;{mark} 0;{mark}0;"
        content = b64encode("\n".join(["Class;Name;Serial Number;depends_on", *rows]).encode())
        job = env["service.desk.ci.import"].create({"file": content, "source_id": source.id})
        job.action_check()
        assert job.waiting_count == ITEMS, job.row_ids.mapped("message")
        job_id = job.id
    yield job_id, mark
    with connection() as env:
        env.ref("service_desk_cmdb.cron_ci_import").active = True
        env["service.desk.ci.import"].search([("source_id.code", "=", mark)]).state = "done"
        env["service.desk.ci.import"].search([("source_id.code", "=", mark)]).unlink()
        brought(env, mark).unlink()
        env["service.desk.ci.source"].search([("code", "=", mark)]).unlink()


def brought(env, mark):
    return env["service.desk.ci"].search([("name", "=like", f"{mark} %")])


def start(env, job_id):
    env["service.desk.ci.import"].browse(job_id).action_start()


def facts(job_id, mark):
    """State of the import, and how many items, relations, notes of birth, and rows that are in there are."""
    with connection() as env:
        job = env["service.desk.ci.import"].browse(job_id)
        items = brought(env, mark)
        relations = env["service.desk.ci.relation"].search_count([("source_id", "in", items.ids)])
        notes = len(items.message_ids.filtered(lambda note: mark in (note.body or "")))
        return job.state, len(items), relations, notes, job.done_count


def die(step):
    process = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        input=DIE % {"step": step},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == -9, process.stdout + process.stderr


DONE = ("done", ITEMS, RELATIONS, ITEMS, ITEMS)


@pytest.mark.parametrize(
    ("step", "left"),
    [
        ("_bring_batch", ("running", BATCH, 0, BATCH, BATCH)),
        ("_link_batch", ("running", ITEMS, BATCH, ITEMS, ITEMS)),
    ],
)
def test_killed_job_brings_nothing_twice_and_forgets_nothing(sheet, step, left):
    """What was committed is in, what was not is nowhere, and the next run brings the rest."""
    with connection() as env:
        start(env, sheet[0])
    die(step)
    assert facts(*sheet) == left
    for _run in range(2):
        with connection() as env:
            env["service.desk.ci.import"]._cron_run()
        assert facts(*sheet) == DONE


def test_two_people_and_two_jobs_at_once_bring_each_once(sheet):
    """Both press the button, and two servers are awake."""
    with connection() as env:
        admin = env.ref("base.user_admin").id

    def press(env):
        start(env, sheet[0])

    def run(env):
        env["service.desk.ci.import"]._cron_run()

    at_once((admin, press), (admin, press))
    at_once((SUPERUSER_ID, run), (SUPERUSER_ID, run))
    with connection() as env:
        run(env)
    assert facts(*sheet) == DONE


def test_two_programs_at_once_bring_each_once(sheet):
    """The same rows from two clients: the second finds what the first has made."""
    mark = sheet[1]
    with connection() as env:
        admin = env.ref("base.user_admin").id
    rows = [
        {"class": "server", "name": f"{mark} {number}", "serial_number": f"{mark}{number}"} for number in range(ITEMS)
    ]

    def send(env):
        env["service.desk.ci"].import_items(mark, rows)

    assert at_once((admin, send), (admin, send)) == ["done", "done"]
    with connection() as env:
        assert len(brought(env, mark)) == ITEMS
