"""Escalation under fire: jobs killed with ``kill -9``, several at once, people who write meanwhile.

Whatever happens, each level of each clock is acted upon once: one message, one line in the log.
"""

import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from connections import act, at_once, connection

from odoo import SUPERUSER_ID
from odoo.tests.common import get_db_name

#: A worker that takes few clocks at a time, so that it is killed between two of its batches as well.
RUN = """
from odoo.addons.service_desk_sla.models import service_desk_sla_job_mixin as job
job.BATCH_SIZE = {batch}
env["service.desk.sla.clock"]._cron_due()
"""
SLEEP = "SELECT pg_sleep(60)"
#: An action that takes its time at one ticket when it is told to.
SLOW_ACTION = f"""
record.write({{"name": record.name + "!"}})
if env["ir.config_parameter"].sudo().get_param("service_desk.test_is_slow") == str(record.id):
    env.cr.execute("{SLEEP}")
"""


@pytest.fixture(scope="module")
def level():
    """Id of a level at half of an hour that tells one user and renames the ticket."""
    with connection() as env:
        env["service.desk.sla.policy"].search([]).active = False
        agent = env["res.users"].with_context(no_reset_password=True).create({
            "name": "escalated",
            "login": f"escalation_fault_{uuid4().hex}",
            "email": "escalated@example.com",
            "group_ids": [(6, 0, env.ref("service_desk.group_agent").ids)],
        })
        action = env["ir.actions.server"].create({
            "name": "escalated",
            "model_id": env.ref("service_desk.model_service_desk_incident").id,
            "state": "code",
            "code": SLOW_ACTION,
        })
        policy = env["service.desk.sla.policy"].create({
            "name": "escalated",
            "process": "service.desk.incident",
            "calendar_source": "always",
            "date_from": "2020-01-01",
            "target_ids": [(0, 0, {"metric": "resolution", "minutes": 60})],
        })
        made = env["service.desk.sla.level"].create({
            "policy_id": policy.id,
            "percent": 50,
            "user_ids": agent.ids,
            "server_action_id": action.id,
            "date_since": "2020-01-01",
        })
        ids = made.id, policy.id, agent.id
    yield ids[0]
    with connection() as env:
        env["service.desk.sla.level"].browse(ids[0]).unlink()
        policies = env["service.desk.sla.policy"].with_context(active_test=False)
        policies.search([("id", "!=", ids[1])]).active = True
        policies.browse(ids[1]).unlink()
        user = env["res.users"].browse(ids[2])
        user.active = False


@pytest.fixture(autouse=True)
def only_ours():
    """No other clock is due meanwhile; all that the tests make goes again."""
    with connection() as env:
        env.ref("service_desk_sla.cron_due").active = False
        env.cr.execute("UPDATE service_desk_sla_clock SET date_next = NULL")
    yield
    with connection() as env:
        env.ref("service_desk_sla.cron_due").active = True
        env["ir.config_parameter"].set_param("service_desk.test_is_slow", False)
        env["service.desk.incident"].search([("name", "like", "escalated%")]).unlink()


@pytest.fixture
def tickets(level):
    """Ids of tickets of which 40 of 60 minutes are used up, and whose level waits for the job."""
    assert level
    with connection() as env:
        names = [{"name": f"escalated {place}"} for place in range(12)]
        ids = env["service.desk.incident"].create(names).ids
    with connection() as env:
        env.cr.execute(
            "UPDATE service_desk_sla_clock SET spans = jsonb_build_array(jsonb_build_array("
            "  (spans->0->>0)::int - 2400, NULL, 0)), date_levels = '2020-01-01',"
            " date_next = now() at time zone 'utc' - interval '1 minute' WHERE incident_id IN %s",
            [tuple(ids)],
        )
    return ids


def worker(batch=200):
    """A server process of its own that runs the job once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    process.stdin.write(RUN.format(batch=batch))
    process.stdin.close()
    return process


def kill(process):
    """Kill it, also when it should have ended by then, and see that the database knows."""
    process.kill()
    process.stdout.close()
    assert process.wait(30) in (-9, 0)
    with connection() as env:
        env.cr.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = %s AND state = 'active' AND datname = current_database()",
            [SLEEP],
        )
    wait_until(lambda: not is_sleeping())


def is_sleeping():
    with connection() as env:
        env.cr.execute(
            "SELECT 1 FROM pg_stat_activity WHERE query = %s AND state = 'active'"
            " AND datname = current_database()",
            [SLEEP],
        )
        return env.cr.fetchone()


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def run_here(env=None):
    """The job in this process."""
    if env is not None:
        env["service.desk.sla.clock"]._cron_due()
        return
    with connection() as env:
        env["service.desk.sla.clock"]._cron_due()


def slow_at(ticket_id):
    with connection() as env:
        env["ir.config_parameter"].set_param("service_desk.test_is_slow", str(ticket_id))


def counted(ids):
    """Of each ticket: lines in the log, messages, mails or inbox entries, times it was renamed."""
    with connection() as env:
        tickets = env["service.desk.incident"].browse(ids)
        messages = env["mail.message"].search([
            ("model", "=", tickets._name),
            ("res_id", "in", ids),
            ("message_type", "=", "user_notification"),
            ("subject", "like", "50 %"),
        ])
        told = Counter(messages.notification_ids.mail_message_id.mapped("res_id"))
        return [
            (
                len(ticket.clock_ids.escalation_ids),
                told[ticket.id],
                len(messages.filtered(lambda one, id_=ticket.id: one.res_id == id_).notification_ids),
                ticket.name.count("!"),
            )
            for ticket in tickets
        ]


NOTHING, ONCE = (0, 0, 0, 0), (1, 1, 1, 1)


def test_job_killed_in_the_middle_has_done_nothing_of_its_batch(tickets):
    """Neither mark nor message; the next run acts on each of them once."""
    slow_at(tickets[7])
    process = worker()
    wait_until(is_sleeping)
    kill(process)
    assert counted(tickets) == [NOTHING] * 12
    slow_at(0)
    run_here()
    run_here()
    assert counted(tickets) == [ONCE] * 12


def test_job_killed_between_its_batches_keeps_what_it_has_done(tickets):
    """What was committed is not done again, what was not is."""
    slow_at(tickets[7])
    process = worker(batch=3)
    wait_until(is_sleeping)
    kill(process)
    assert counted(tickets) == [ONCE] * 6 + [NOTHING] * 6
    slow_at(0)
    run_here()
    assert counted(tickets) == [ONCE] * 12


def test_job_killed_at_any_moment_acts_once(tickets):
    """Killed again and again, wherever it happens to be."""
    for pause in (0, 0.01, 0.03):
        before = counted(tickets).count(ONCE)
        process = worker(batch=1)
        wait_until(lambda before=before: counted(tickets).count(ONCE) > before)
        time.sleep(pause)
        kill(process)
        assert set(counted(tickets)) <= {NOTHING, ONCE}
        assert counted(tickets).count(ONCE) > before
    run_here()
    assert counted(tickets) == [ONCE] * 12


def test_several_jobs_at_once_double_nothing(tickets):
    """They share the work, or leave it to each other."""
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _index: run_here(), range(4)))
    run_here()
    assert counted(tickets) == [ONCE] * 12


def test_what_is_told_together_is_told_once(tickets, monkeypatch):
    """Several jobs that tell at the same time name each ticket once, and leave nothing untold."""
    from odoo.addons.service_desk_sla.models import service_desk_sla_level_action_mixin as actions

    monkeypatch.setattr(actions, "MOST_NOTICES", 0)
    with connection() as env:
        numbers = env["service.desk.incident"].browse(tickets).mapped("number")
        last = env["mail.message"].search([], order="id desc", limit=1).id
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _index: run_here(), range(4)))
    run_here()
    with connection() as env:
        told = env["mail.message"].search([
            ("id", ">", last), ("message_type", "=", "user_notification"), ("model", "=", False)
        ])
        bodies = "".join(told.mapped("body"))
        assert [bodies.count(number) for number in numbers] == [1] * 12
        assert not env["service.desk.sla.escalation"].search([("later_user_ids", "!=", False)])
        told.unlink()


def test_people_who_write_meanwhile_stop_nobody(tickets):
    """The job begins anew where somebody was faster, and never fails for the others."""
    done = threading.Event()

    def write():
        place = 0
        while not done.is_set():
            place += 1

            def change(env, place=place):
                env["service.desk.incident"].browse(tickets[place % 12]).urgency = str(1 + place % 3)

            act(SUPERUSER_ID, change)

    writer = threading.Thread(target=write)
    writer.start()
    for _run in range(3):
        run_here()
    done.set()
    writer.join()
    run_here()
    assert counted(tickets) == [ONCE] * 12


def test_ticket_changed_between_reading_and_acting(tickets, monkeypatch):
    """The batch is begun anew and acts by what is true now: nobody hears of what was resolved."""
    with connection() as env:
        clocks = env.registry["service.desk.sla.clock"]
    take, calls = clocks._next_due, []

    def late(model, busy=()):
        calls.append(model._count_due())
        if len(calls) == 1:
            assert act(SUPERUSER_ID, lambda env: resolve(env, tickets[:1])) == "done"
        return take(model, busy)

    monkeypatch.setattr(clocks, "_next_due", late)
    run_here()
    assert calls[:2] == [12, 11]
    assert counted(tickets) == [NOTHING] + [ONCE] * 11


def resolve(env, ids):
    code = env.ref("service_desk.resolution_code_solved")
    env["service.desk.incident"].browse(ids).write(
        {"state": "resolved", "resolution": "<p>Done.</p>", "resolution_code_id": code.id}
    )


def test_ticket_that_somebody_holds_is_left_for_the_next_run(tickets):
    """The others do not wait for it."""
    with connection() as env:
        env.cr.execute("SELECT FROM service_desk_incident WHERE id = %s FOR UPDATE", [tickets[0]])
        began = time.monotonic()
        run_here()
        assert time.monotonic() - began < 20
        assert counted(tickets) == [NOTHING] + [ONCE] * 11
    run_here()
    assert counted(tickets) == [ONCE] * 12


@pytest.mark.parametrize("_attempt", range(4))
def test_ticket_resolved_while_its_level_is_reached(tickets, _attempt):
    """Whoever is first: told and resolved, or resolved and nobody told; never twice, never stuck."""
    assert at_once((SUPERUSER_ID, lambda env: resolve(env, tickets)), (SUPERUSER_ID, run_here)) == ["done", "done"]
    run_here()
    assert set(counted(tickets)) <= {NOTHING, ONCE}
    with connection() as env:
        clocks = env["service.desk.incident"].browse(tickets).clock_ids
        assert set(clocks.mapped("state")) == {"met"}
        assert not any(clocks.mapped("date_next"))
