"""Events from several workers at the same moment, and jobs that run twice or are killed: once is once."""

from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID

from odoo.addons.service_desk_cmdb.event_bodies import read_generic


@pytest.fixture
def source():
    """The id of a source, really stored; what it has told is removed afterwards."""
    with connection() as env:
        env["service.desk.event.rule"].search([]).write({"wait_minutes": 0})
        ids = env["service.desk.event.source"].create({"name": f"fault {uuid4().hex[:8]}", "storm_count": 0}).id
    yield ids
    with connection() as env:
        alerts = env["service.desk.alert"].search([("source_id", "=", ids)])
        incidents = alerts.incident_id
        alerts.unlink()
        incidents.unlink()
        env["service.desk.event"].search([("source_id", "=", ids)]).unlink()
        env["service.desk.event.source"].browse(ids).unlink()


def rows(count):
    return [{"id": str(n), "summary": f"fault {n}", "severity": "critical", "ci": f"fault-{n}"} for n in range(count)]


def receive(source, body):
    def work(env):
        events = read_generic({"events": body}, env.cr.now())
        env["service.desk.event"]._receive(env["service.desk.event.source"].browse(source), events)

    return SUPERUSER_ID, work


def run_job(env):
    """The job on a connection of its own; it commits as it goes."""
    env["service.desk.alert"]._cron_process()


def counts(source):
    with connection() as env:
        domain = [("source_id", "=", source)]
        alerts = env["service.desk.alert"].search(domain)
        return env["service.desk.event"].search_count(domain), len(alerts), len(alerts.incident_id)


@pytest.mark.parametrize("_attempt", range(3))
def test_same_events_from_several_workers_are_kept_once(source, _attempt):
    """All of them are answered, whoever was first."""
    answers = at_once(*[receive(source, rows(40))] * 4, receive(source, rows(60)[::-1]))
    assert answers == ["done"] * 5
    assert counts(source)[0] == 60


@pytest.mark.parametrize("_attempt", range(3))
def test_two_jobs_at_once_make_one_incident_each(source, _attempt):
    """Also while more of the same arrives."""
    with connection() as env:
        receive(source, rows(30))[1](env)
    at_once((SUPERUSER_ID, run_job), (SUPERUSER_ID, run_job), receive(source, rows(30)))
    with connection() as env:
        run_job(env)
    assert counts(source) == (30, 30, 30)


@pytest.mark.parametrize("step", ["_fold_next", "_decide_due"])
def test_job_that_is_killed_begins_again(source, step):
    """What it had done since its last commit is undone, and done again once."""
    with connection() as env:
        receive(source, rows(20))[1](env)
    if step == "_decide_due":
        with connection() as env:
            env["service.desk.alert"]._fold_next()
    with connection() as env:
        getattr(env["service.desk.alert"], step)()
        env.flush_all()
        env.cr.rollback()
    with connection() as env:
        run_job(env)
    assert counts(source) == (20, 20, 20)
