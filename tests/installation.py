"""A database of its own in which addons come and go, by Odoo's own commands in processes of their own."""

import configparser
import os
import re
import subprocess
import sys
from contextlib import contextmanager

import psycopg2
from psycopg2 import sql

#: Said by Odoo or its libraries about themselves on any machine, not by this addon.
NOT_OURS = re.compile(r"http_interface|DeprecationWarning|py\.warnings|security risk")
PROBLEM = re.compile(r" (WARNING|ERROR|CRITICAL) ")

#: What an addon brings to a database besides its records, each with a query of names.
BELONGINGS = {
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_schema = current_schema()",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
    "constraints": "SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE conrelid != 0"
    " AND contype != 'n'",
    "names": "SELECT module || '.' || name FROM ir_model_data",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    "views": "SELECT key || ' ' || name FROM ir_ui_view UNION SELECT model || ' ' || name FROM ir_ui_view",
    "menus": "SELECT name ->> 'en_US' || ' ' || parent_path FROM ir_ui_menu",
    "actions": "SELECT type || ' ' || (name ->> 'en_US') FROM ir_actions",
    "jobs": "SELECT cron_name FROM ir_cron",
    "rules": "SELECT name FROM ir_rule",
    "rights": "SELECT name FROM ir_model_access",
    "parameters": "SELECT key FROM ir_config_parameter",
}


def connect(database):
    """A connection to the server that the tests use."""
    options = configparser.RawConfigParser()
    options.read(os.environ["ODOO_RC"])
    given = {name[3:]: value for name, value in options["options"].items() if name.startswith("db_")}
    keys = {"host": "host", "port": "port", "user": "user", "password": "password"}
    chosen = {key: given[name] for name, key in keys.items() if given.get(name) not in (None, "", "False")}
    return psycopg2.connect(dbname=database, **chosen)


@contextmanager
def empty_database(name):
    """An :class:`Installation` in an empty database, gone afterwards."""
    server = connect("postgres")
    server.autocommit = True
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with server.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield Installation(name)
        cursor.execute(drop)
    server.close()


class Installation:
    """Odoo's commands on one database. Each returns its log without lines about others."""

    def __init__(self, database):
        self.database = database

    def command(self, *arguments, stdin=""):
        result = subprocess.run(
            [sys.executable, "-m", "odoo", *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PGAPPNAME": "service-desk-install-test"},
        )
        output = result.stdout + result.stderr
        assert result.returncode == 0, output[-4000:]
        return [line for line in output.splitlines() if not NOT_OURS.search(line)]

    def start(self, *arguments):
        """Start the server, and stop it as soon as it has done what the arguments say."""
        return self.command(
            "server", f"--database={self.database}", f"--db-filter=^{self.database}$", "--stop-after-init",
            "--max-cron-threads=0", *arguments,
        )

    def change(self, *arguments):
        """Install or update without anything wrong in the log."""
        assert problems(self.start("--no-http", *arguments)) == []

    def uninstall(self, addon):
        """Uninstall without anything wrong in the log."""
        assert problems(self.command("module", "uninstall", f"--database={self.database}", addon)) == []

    def shell(self, script):
        """Run a script with ``env``; what is wrong in its log is wrong."""
        lines = self.command(
            "shell", f"--database={self.database}", "--no-http", "--log-level=warn", stdin=script
        )
        assert problems(lines) == [], lines
        return lines

    def rows(self, query, *values):
        with connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall()

    def belongings(self):
        """All that addons brought to the database: what it is -> names."""
        return {what: {name for (name,) in self.rows(query)} for what, query in BELONGINGS.items()}


def problems(lines):
    return [line for line in lines if PROBLEM.search(line)]
