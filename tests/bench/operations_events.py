"""Monitoring events: taken in, and worked on by the job, in the landscape of a company.

Nothing in Odoo stands beside it. What the wire and two workers make of it says
``tests/bench/events_over_http.py``.
"""
import json
from itertools import count
from unittest.mock import patch

from odoo.api import SUPERUSER_ID

from . import landscape
from .operations import operation

BODY, JOB = 500, 10_000
numbers = count(1)


@operation("take in one event", limit=20, has_bare=False)
def events_one(scene):
    return _intake(scene, 1)


@operation(f"take in {BODY} events in one body", limit=1000, has_bare=False, share=2)
def events_body(scene):
    return _intake(scene, BODY)


@operation(f"job: {JOB:,} events of as many known alerts", has_bare=False, share=8)
def events_job_known(scene):
    env, source = _source(scene)
    size = landscape.share(JOB, scene.scale)
    _receive(env, source, size)
    job = _job(env)
    job()
    _receive(env, source, size)
    return job


@operation(f"job: {JOB:,} new alerts because of one switch", has_bare=False, share=8)
def events_job_new(scene):
    env, source = _source(scene)
    switch = env["service.desk.ci"].search([("class_id.code", "=", "network_device")], order="id desc", limit=1)
    below = env["service.desk.ci"].browse(switch._impact().hits)
    size = landscape.share(JOB, scene.scale)
    names = below.mapped("name")[:size]
    _receive(env, source, size, names)
    return _job(env)


def _source(scene):
    env = scene.env(user=SUPERUSER_ID)
    env["service.desk.event.rule"].search([]).write({"wait_minutes": 0})
    return env, env["service.desk.event.source"].create({"name": f"Bench {next(numbers)}", "rate": 10**6})


def _intake(scene, size):
    env, source = _source(scene)
    return lambda: _receive(env, source, size)


def _receive(env, source, size, names=()):
    """A body from its bytes on, as a request brings it."""
    # Where addons are is known only after the bench has been configured.
    from odoo.addons.service_desk_cmdb.event_bodies import parse, read_generic

    told = next(numbers)
    named = [*names, *(f"thing {number}" for number in range(size))][:size]
    rows = [
        {"id": f"{told}-{number}", "summary": f"{name}: no answer", "severity": "critical",
         "labels": {"instance": f"{name}:9100", "job": "ping", "n": number}}
        for number, name in enumerate(named)]
    for start in range(0, size, BODY):
        raw = json.dumps({"events": rows[start : start + BODY]}).encode()
        env["service.desk.event"]._receive(source, read_generic(parse(raw), env.cr.now()))


def _job(env):
    """The job, whose batches are not committed, as nothing of a scene is kept."""
    def commit(*_args, **_kwargs):
        env.flush_all()
        env.invalidate_all()
        return float("inf")

    def work():
        with patch.object(type(env["ir.cron"]), "_commit_progress", commit):
            env["service.desk.alert"]._cron_process()
    return work
