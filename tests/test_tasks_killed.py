"""Automatic steps under fire: workers killed with ``kill -9``, several at once, two ends at one moment.

Whatever happens, each step takes effect once: what it changes here, and, for whoever looks at its
key, what it tells others.
"""

import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID
from odoo.tests.common import get_db_name

RUN = "env['service.desk.task']._cron_run()\n"
#: A worker that is killed right after it has written down that an attempt begins.
CLAIM_AND_DIE = "import os\nenv['service.desk.task']._claim_safely()\nos.kill(os.getpid(), 9)\n"
SLOW_ACTION = """
record.write({"name": record.name + "!"})
if env["ir.config_parameter"].sudo().get_param("service_desk.test_is_slow"):
    env.cr.execute("SELECT pg_sleep(60)")
"""


class Receiver(BaseHTTPRequestHandler):
    """A system that the desk calls, which remembers the keys, and may keep callers waiting."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(self.headers["Idempotency-Key"])
        self.server.called.set()
        self.server.gate.wait(30)
        try:
            self.send_response(200)
            self.end_headers()
        except OSError:
            return

    def log_message(self, *_args):
        pass


@pytest.fixture
def receiver():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    server.daemon_threads = True
    server.calls, server.called, server.gate = [], threading.Event(), threading.Event()
    server.gate.set()
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield server
    server.gate.set()
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def only_ours():
    """No other step is due meanwhile; all that the tests make goes again."""
    with connection() as env:
        cron = env.ref("service_desk.cron_tasks")
        cron.active = False
        env["service.desk.task"].search([("date_next", "!=", False)]).date_next = False
    yield
    with connection() as env:
        env.ref("service_desk.cron_tasks").active = True
        env["ir.config_parameter"].set_param("service_desk.test_is_slow", False)
        env["service.desk.request"].search([("name", "like", "killed:%")]).unlink()
        env["service.desk.task.plan"].search([("name", "like", "killed:%")]).unlink()
        env["service.desk.webhook"].search([("name", "like", "killed:%")]).unlink()


def start_plan(*steps):
    """Ids of the tasks of a new plan on a new request; each step is (values, names it waits for)."""
    with connection() as env:
        plan = env["service.desk.task.plan"].create({"name": f"killed: {uuid4().hex}"})
        made = {}
        for values, after in steps:
            step = {"plan_id": plan.id, "predecessor_ids": [made[name].id for name in after], **values}
            made[values["name"]] = env["service.desk.task.template"].create(step)
        request = env["service.desk.request"].create({"name": "killed: laptop"})
        return request.id, {task.name: task.id for task in request._start_plan(plan)}


def hook(receiver, name="Call", **values):
    """A step that calls the receiver."""
    with connection() as env:
        url = f"http://127.0.0.1:{receiver.server_port}/"
        webhook = env["service.desk.webhook"].create(
            {"name": "killed: hook", "url": url, "allow_private": True, "timeout": 30}
        )
    return {"name": name, "kind": "webhook", "webhook_id": webhook.id, **values}


def action():
    """A step that renames the request, and takes its time when it is told to."""
    with connection() as env:
        model = env.ref("service_desk.model_service_desk_request")
        values = {"name": "killed", "model_id": model.id, "state": "code", "code": SLOW_ACTION}
        made = env["ir.actions.server"].create(values)
    return {"name": "Rename", "kind": "server_action", "server_action_id": made.id}


def worker(script=RUN):
    """A server process of its own that runs the job once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    process.stdin.write(script)
    process.stdin.close()
    return process


def finished(process):
    words = process.stdout.read()
    process.stdout.close()
    assert process.wait(120) == 0, words
    assert "Traceback" not in words, words


def kill(process):
    """Kill it, also when it should have ended by then, and see that the database knows."""
    process.kill()
    process.stdout.close()
    assert process.wait(30) in (-9, 0)


def run_here():
    """The job in this process."""
    with connection() as env:
        env["service.desk.task"]._cron_run()


def make_due(task_id):
    """As if the time of the attempt were over."""
    with connection() as env:
        env.cr.execute(
            "UPDATE service_desk_task SET date_next = now() at time zone 'utc' - interval '1 minute'"
            " WHERE id = %s AND date_next IS NOT NULL",
            [task_id],
        )


def facts(task_id):
    with connection() as env:
        task = env["service.desk.task"].browse(task_id)
        return task.state, task.run_ids.sorted("attempt").mapped("outcome")


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def is_sleeping():
    with connection() as env:
        env.cr.execute(
            "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"
            " AND datname = current_database()"
        )
        return env.cr.fetchone()


def test_worker_killed_during_a_call_is_followed_by_one_with_the_same_key(receiver):
    """While it lives nobody else calls; once it is dead the next one does, with the same key."""
    _request, tasks = start_plan((hook(receiver), []))
    receiver.gate.clear()
    process = worker()
    assert receiver.called.wait(60)
    assert facts(tasks["Call"]) == ("in_progress", ["running"])
    make_due(tasks["Call"])
    run_here()
    assert len(receiver.calls) == 1
    kill(process)
    receiver.gate.set()
    wait_until(lambda: not lost_backend())
    make_due(tasks["Call"])
    run_here()
    assert facts(tasks["Call"]) == ("done", ["lost", "done"])
    assert len(receiver.calls) == 2
    assert len(set(receiver.calls)) == 1


def lost_backend():
    """Whether the database still thinks that a killed worker holds the row of its attempt."""
    with connection() as env:
        run = env["service.desk.task.run"].search([("outcome", "=", "running")])
        return run and not run.try_lock_for_update()


def test_worker_killed_in_the_middle_of_an_action_leaves_nothing_of_it():
    """And the next one does it once."""
    request, tasks = start_plan((action(), []))
    with connection() as env:
        env["ir.config_parameter"].set_param("service_desk.test_is_slow", "1")
    process = worker()
    wait_until(is_sleeping)
    run_here()
    kill(process)
    with connection() as env:
        env["ir.config_parameter"].set_param("service_desk.test_is_slow", False)
        env.cr.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query = 'SELECT pg_sleep(60)' AND datname = current_database()"
        )
    wait_until(lambda: not lost_backend())
    assert facts(tasks["Rename"]) == ("in_progress", ["running"])
    make_due(tasks["Rename"])
    run_here()
    assert facts(tasks["Rename"]) == ("done", ["lost", "done"])
    with connection() as env:
        assert env["service.desk.request"].browse(request).name == "killed: laptop!"


def test_worker_killed_before_it_began_has_done_nothing(receiver):
    """The attempt is on record, and the next one makes the call."""
    _request, tasks = start_plan((hook(receiver), []))
    process = worker(CLAIM_AND_DIE)
    assert process.wait(60) == -9
    process.stdout.close()
    assert facts(tasks["Call"]) == ("in_progress", ["running"])
    run_here()
    assert not receiver.calls
    make_due(tasks["Call"])
    run_here()
    assert facts(tasks["Call"]) == ("done", ["lost", "done"])
    assert len(receiver.calls) == 1


def test_plan_ends_once_however_often_its_workers_are_killed(receiver):
    """Calls and actions in a row, workers killed at any moment: each takes effect once."""
    steps = [(hook(receiver, "0"), [])]
    for place in range(1, 6):
        step = action() if place % 2 else hook(receiver)
        steps.append(({**step, "name": str(place), "max_attempts": 50}, [str(place - 1)]))
    request, tasks = start_plan(*steps)
    for pause in (2.5, 3.2, 3.6, 4.0):
        process = worker()
        time.sleep(pause)
        kill(process)
        for task_id in tasks.values():
            make_due(task_id)
    wait_until(lambda: not lost_backend())
    for _round in range(10):
        for task_id in tasks.values():
            make_due(task_id)
        run_here()
    assert {facts(task_id)[0] for task_id in tasks.values()} == {"done"}
    with connection() as env:
        ticket = env["service.desk.request"].browse(request)
        assert ticket.name == "killed: laptop!!!"
        assert set(receiver.calls) == set(
            ticket.task_ids.filtered(lambda task: task.kind == "webhook").mapped("key")
        )
        ends = [body for body in ticket.message_ids.mapped("body") if "All tasks have ended" in body]
        assert len(ends) == 1


def test_many_workers_at_once_run_each_step_once(receiver):
    """They share the work, and nobody calls twice."""
    steps = [({**hook(receiver), "name": str(place)}, []) for place in range(12)]
    _request, tasks = start_plan(*steps)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _index: run_here(), range(4)))
    run_here()
    assert all(facts(task_id) == ("done", ["done"]) for task_id in tasks.values())
    assert set(Counter(receiver.calls).values()) == {1}
    assert len(receiver.calls) == 12


def all_at_once(*works):
    """Each of these as a request of its own, all beginning at the same moment; none is refused."""
    assert set(at_once(*((SUPERUSER_ID, work) for work in works))) == {"done"}


@pytest.mark.parametrize("_repetition", range(5))
def test_what_waits_for_two_begins_when_both_end_at_once(_repetition):
    """Neither transaction sees the other one's end, and yet nothing waits for ever."""
    request, tasks = start_plan(
        ({"name": "Left"}, []), ({"name": "Right"}, []), ({"name": "Join"}, ["Left", "Right"])
    )

    def end(name):
        return lambda env: env["service.desk.task"].browse(tasks[name]).action_done()

    all_at_once(end("Left"), end("Right"))
    assert facts(tasks["Join"])[0] == "ready"
    with connection() as env:
        assert env["service.desk.request"].browse(request).open_task_count == 1


@pytest.mark.parametrize("_repetition", range(5))
def test_ticket_hears_once_of_two_last_tasks_that_end_at_once(_repetition):
    """The end of all is told, and told once."""
    request, tasks = start_plan(({"name": "Left"}, []), ({"name": "Right"}, []))

    def end(name):
        return lambda env: env["service.desk.task"].browse(tasks[name]).action_done()

    all_at_once(end("Left"), end("Right"))
    with connection() as env:
        ticket = env["service.desk.request"].browse(request)
        bodies = ticket.message_ids.mapped("body")
        assert len([body for body in bodies if "All tasks have ended" in body]) == 1
        assert ticket.open_task_count == 0


def test_plan_started_twice_at_once_is_started_once():
    """A double click makes one set of tasks."""
    request, _tasks = start_plan()
    with connection() as env:
        plan = env["service.desk.task.plan"].create({"name": "killed: double"})
        env["service.desk.task.template"].create({"plan_id": plan.id, "name": "Once"})

    def begin(env):
        env["service.desk.request"].browse(request)._start_plan(env["service.desk.task.plan"].browse(plan.id))

    all_at_once(begin, begin, begin)
    with connection() as env:
        assert len(env["service.desk.request"].browse(request).task_ids) == 1
