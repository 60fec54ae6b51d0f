"""The life of the addon in a database: install, upgrade, uninstall, install again.

Each step runs Odoo's own command in a process of its own on a database made for it, and no step
may log a warning.
"""

import configparser
import os
import re
import subprocess
import sys

import psycopg2
import pytest
from psycopg2 import sql

DATABASE = "service_desk_install_test"

#: Said by Odoo or its libraries about themselves on any machine, not by this addon.
NOT_OURS = re.compile(r"http_interface|DeprecationWarning|py\.warnings|security risk")
PROBLEM = re.compile(r" (WARNING|ERROR|CRITICAL) ")

MAKE_DATA = """
incident = env["service.desk.incident"].create({"name": "Before the upgrade"})
incident.action_take()
env["service.desk.worklog"].create({"incident_id": incident.id, "minutes": 5, "name": "Looked"})
env.cr.commit()
"""
COUNT_DATA = """
print("STATES", env["service.desk.incident"].search([]).mapped("state"))
"""


def connect(database):
    """A connection to the server that the tests use."""
    options = configparser.RawConfigParser()
    options.read(os.environ["ODOO_RC"])
    given = {name[3:]: value for name, value in options["options"].items() if name.startswith("db_")}
    keys = {"host": "host", "port": "port", "user": "user", "password": "password"}
    chosen = {key: given[name] for name, key in keys.items() if given.get(name) not in (None, "", "False")}
    return psycopg2.connect(dbname=database, **chosen)


def odoo(*arguments, stdin=""):
    """Run Odoo's command line on the database; return its log without lines about others."""
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


def serverless(*arguments):
    return odoo(
        "server", f"--database={DATABASE}", f"--db-filter=^{DATABASE}$", "--stop-after-init",
        "--no-http", "--max-cron-threads=0", *arguments,
    )


def shell(script):
    return odoo("shell", f"--database={DATABASE}", "--no-http", "--log-level=warn", stdin=script)


def problems(lines):
    return [line for line in lines if PROBLEM.search(line)]


@pytest.fixture(scope="module")
def database():
    """An empty database, gone afterwards."""
    server = connect("postgres")
    server.autocommit = True
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(DATABASE))
    with server.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        yield DATABASE
        cursor.execute(drop)
    server.close()


def leftovers(addon="service_desk"):
    """Tables and fields of the addon that a database still knows."""
    like = {"tables": f"{addon}%", "models": f"{addon.replace('_', '.')}%", "addon": addon}
    with connect(DATABASE) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE tablename LIKE %(tables)s"
            " UNION ALL SELECT model || '.' || name FROM ir_model_fields"
            " WHERE model LIKE %(models)s OR name LIKE %(tables)s"
            " UNION ALL SELECT complete_name FROM (SELECT module || '.' || name AS complete_name"
            " FROM ir_model_data WHERE module = %(addon)s) AS data",
            like,
        )
        return [name for (name,) in cursor.fetchall()]


def test_addon_installs_upgrades_and_leaves_without_a_warning(database):
    """Without demo data: installs; keeps its tickets over an upgrade; leaves nothing; comes back."""
    assert problems(serverless("--init=service_desk")) == []
    shell(MAKE_DATA)
    assert problems(serverless("--update=service_desk")) == []
    assert any("STATES ['in_progress']" in line for line in shell(COUNT_DATA))
    removed = odoo("module", "uninstall", f"--database={DATABASE}", "service_desk")
    assert problems(removed) == []
    assert leftovers() == []
    assert problems(serverless("--init=service_desk")) == []


def test_dashboard_comes_by_itself_and_leaves(database):
    """Where the spreadsheet dashboards are, the desk's is there; it leaves and comes back alone."""
    assert problems(serverless("--init=service_desk,spreadsheet_dashboard")) == []
    assert bridge_state() == "installed"
    assert problems(serverless("--update=service_desk_spreadsheet")) == []
    removed = odoo("module", "uninstall", f"--database={DATABASE}", "service_desk_spreadsheet")
    assert problems(removed) == []
    assert problems(serverless("--init=service_desk_spreadsheet")) == []
    assert bridge_state() == "installed"


def test_service_levels_come_upgrade_leave_and_come_back(database):
    """The desk works on without them, and nothing of theirs stays."""
    assert problems(serverless("--init=service_desk_sla")) == []
    assert problems(serverless("--update=service_desk_sla")) == []
    removed = odoo("module", "uninstall", f"--database={DATABASE}", "service_desk_sla")
    assert problems(removed) == []
    assert leftovers("service_desk_sla") == []
    shell(MAKE_DATA)
    assert problems(serverless("--init=service_desk_sla")) == []


def bridge_state():
    with connect(DATABASE) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT state FROM ir_module_module WHERE name = 'service_desk_spreadsheet'")
        return cursor.fetchone()[0]
