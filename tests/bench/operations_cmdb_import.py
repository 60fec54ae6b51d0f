"""Configuration items from a sheet, in the landscape of a company: looked at, brought in, and once more.

Nothing in Odoo stands beside it. The job runs without its commits, as nothing is kept here; what a
sheet of 100,000 rows takes is so many times this, for a batch takes the same wherever it stands.
"""
from base64 import b64encode
from unittest.mock import patch

from odoo.api import SUPERUSER_ID

from . import landscape
from .operations import operation

FEW, MANY = 1000, 5000
HEADER = "Class;Name;Serial Number;Asset Tag;Model;Version;Environment;hostname;memory_gb;runs_on;connects_to"


def imports(title, rows=MANY, **facts):
    return operation(
        title, has_bare=False, share=8, count=lambda scale: landscape.share(rows, scale), **facts)


@imports(f"look at a sheet of {MANY:,} new things")
def import_check(scene):
    job = _make(scene, MANY)
    return lambda: _run(job.action_check, job)


@imports(f"bring in {MANY:,} new things with two relations each")
def import_new(scene):
    job = _make(scene, MANY)
    _run(job.action_check, job)
    return lambda: _bring(job)


@imports(f"bring in the same {MANY:,} things again")
def import_same(scene):
    _bring(_checked(scene, MANY))
    job = _checked(scene, MANY)
    return lambda: _bring(job)


@imports(f"bring in {FEW:,} things of which two values change", rows=FEW)
def import_changed(scene):
    _bring(_checked(scene, FEW))
    job = _checked(scene, FEW, version="2")
    return lambda: _bring(job)


def _make(scene, full, version="1"):
    env = scene.env(user=SUPERUSER_ID)
    rows = landscape.share(full, scene.scale)
    hosts = env["service.desk.ci"].search([("class_id.code", "=", "platform")], limit=50, order="id desc")
    switches = env["service.desk.ci"].search([("class_id.code", "=", "network_device")], limit=50, order="id desc")
    source = env["service.desk.ci.source"].search([("code", "=", "bench")]) or env["service.desk.ci.source"].create(
        {"name": "Bench", "code": "bench"})
    lines = [
        f"virtual_machine;bench-{n};BENCH{n};T{n};Model {n % 30};{version};test;bench{n}.example.com;"
        f"{8 * int(version)};{hosts[n % len(hosts)].number};{switches[n % len(switches)].number}"
        for n in range(rows)]
    return env["service.desk.ci.import"].create(
        {"source_id": source.id, "file": b64encode("\n".join([HEADER, *lines]).encode())})


def _checked(scene, rows, **facts):
    job = _make(scene, rows, **facts)
    _run(job.action_check, job)
    return job


def _bring(job):
    _run(job.action_start, job)
    assert job.state == "done" and not job.problem_count and not job.failed_count, job.failure


def _run(press, job):
    """Press the button, and let the job work until it is done."""
    press()
    jobs = job.sudo().with_user(SUPERUSER_ID)
    with patch.object(type(jobs.env["ir.cron"]), "_commit_progress", _pass_on):
        jobs._cron_run()
    assert job.state in ("checked", "done"), job.state


def _pass_on(cron, *_args, **_values):
    """As much of a commit as can be: what is known in memory is forgotten, as it is then."""
    cron.env.flush_all()
    cron.env.invalidate_all()
    return 1
