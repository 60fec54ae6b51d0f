"""An Odoo of its own for a test, that people and programs talk to over the network, and that can be killed."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import xmlrpc.client

import psycopg2
from psycopg2 import sql

from odoo.tools import config

PATIENCE = 120


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


def wait(condition, what, patience=PATIENCE):
    """Until something holds; returns what it gave."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"Waited in vain: {what}")


class Process:
    """A program that a test starts, kills and starts again, with all that it has started itself.

    :param is_up: says whether it listens
    :param place: the folder where it is started
    """

    def __init__(self, command, log, is_up, place=None):
        self.command, self.log, self.is_up, self.place = command, log, is_up, place
        self.running = None

    def start(self):
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.command, stdout=log, stderr=log, cwd=self.place, start_new_session=True,
                env={**os.environ, "PGAPPNAME": "service-desk-served"},
            )  # fmt: skip
        wait(self.is_up, f"{self.command[:3]} to listen, see {self.log}")

    def kill(self):
        """As the kernel does when memory runs out: nothing is finished, nothing closed."""
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)
            self.running.wait()
            self.running = None


class Desk(Process):
    """An Odoo over a database of its own, that serves people and runs its jobs."""

    def __init__(self, database, folder, workers=0):
        self.database, self.port = database, free_port()
        command = [
            sys.executable, "-m", "odoo", "server", f"--database={database}", f"--db-filter=^{database}$",
            "--http-interface=127.0.0.1", f"--http-port={self.port}", f"--gevent-port={free_port()}",
            "--max-cron-threads=1", f"--workers={workers}",
        ]  # fmt: skip
        super().__init__(command, folder / "desk.log", self.is_healthy)

    def is_healthy(self):
        return answers(f"http://127.0.0.1:{self.port}/web/health")

    def script(self, words):
        """Let an administrator's script run beside the server; returns what it printed."""
        return odoo(self.database, "shell", "--no-http", script=words)

    def call(self, login, model, method, *arguments, **named):
        """A method, as somebody whose password is the login, over the network."""
        door = f"http://127.0.0.1:{self.port}/xmlrpc/2"
        uid = xmlrpc.client.ServerProxy(f"{door}/common").authenticate(self.database, login, login, {})
        assert uid, login
        return xmlrpc.client.ServerProxy(f"{door}/object", allow_none=True).execute_kw(
            self.database, uid, login, model, method, arguments, named
        )

    def run_job(self, job):
        """Have a job, by its external id, run as soon as it can, and wait for nothing."""
        module, name = job.split(".")
        self.query(
            "INSERT INTO ir_cron_trigger (cron_id, call_at, create_date) SELECT c.id, now() AT TIME ZONE 'UTC',"
            " now() AT TIME ZONE 'UTC' FROM ir_cron c JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id"
            " WHERE d.module = %s AND d.name = %s",
            module,
            name,
        )
        self.wake()

    def wake(self):
        """Jobs that were asked for before it was started begin at once, and not after a minute."""
        query("postgres", "SELECT pg_notify('cron_trigger', %s)", self.database)

    def query(self, words, *values):
        return query(self.database, words, *values)

    def value(self, words, *values):
        return self.query(words, *values)[0][0]


def answers(url):
    """Whether there is somebody who answers with 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def odoo(database, command, *arguments, script=""):
    """One of Odoo's commands, to its end; returns what it printed."""
    result = subprocess.run(
        [sys.executable, "-m", "odoo", command, f"--database={database}", *arguments],
        input=script, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr[-4000:]
    return result.stdout


def connect(database):
    """A connection to the server that the tests use."""
    names = {"host": "db_host", "port": "db_port", "user": "db_user", "password": "db_password"}
    chosen = {name: config[key] for name, key in names.items() if config[key]}
    connection = psycopg2.connect(dbname=database, **chosen)
    connection.autocommit = True
    return connection


def query(database, words, *values):
    """What the database answers, on a connection of its own; None when it answers nothing."""
    with contextlib.closing(connect(database)) as connection, connection.cursor() as cursor:
        cursor.execute(words, values)
        return cursor.fetchall() if cursor.description else None


@contextlib.contextmanager
def database(name, addons):
    """A database of its own, since what is killed leaves traces."""
    with contextlib.closing(connect("postgres")) as server, server.cursor() as cursor:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            odoo(name, "server", f"--init={addons}", "--stop-after-init", "--no-http")
            yield name
        finally:
            cursor.execute(drop)
