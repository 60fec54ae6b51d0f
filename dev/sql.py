"""Small questions to PostgreSQL, asked through the virtual environment's driver.

A child asks them, because the Python that runs ``dev`` has no driver, and a
machine with a server named by the developer need not have a client program.
"""
import json
import os
import subprocess

from . import venv
from .trouble import Trouble

MAINTENANCE = "postgres"

ASK = """
import json, sys
import psycopg2
question = json.load(sys.stdin)
try:
    connection = psycopg2.connect(dbname=question["database"], connect_timeout=10)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(question["query"], question["values"] or None)
        rows = cursor.fetchall() if cursor.description else []
except psycopg2.Error as error:
    sys.exit(str(error).strip().splitlines()[0])
json.dump(rows, sys.stdout, default=str)
"""

READ_PARTS = """
import json, sys
from psycopg2.extensions import parse_dsn
json.dump(parse_dsn(sys.argv[1]), sys.stdout)
"""


def rows(server, database, query, *values):
    """What a query gives. Each one is a transaction of its own."""
    asked = subprocess.run(
        [str(venv.PYTHON), "-c", ASK], capture_output=True, text=True, check=False,
        input=json.dumps({"database": database, "query": query, "values": values}),
        env={**os.environ, **server.environment()})
    if asked.returncode:
        reason = asked.stderr.strip().splitlines()[-1:] or ["no answer"]
        raise Trouble(f"PostgreSQL said no ({reason[0]}).")
    return json.loads(asked.stdout)


def value(server, database, query, *values):
    """The first value of the first row; None without one."""
    found = rows(server, database, query, *values)
    return found[0][0] if found else None


def identifier(name):
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def parts(connection):
    """Host, port, user and password in a connection URL or string; None if it is neither."""
    asked = subprocess.run([str(venv.PYTHON), "-c", READ_PARTS, connection],
                           capture_output=True, text=True, check=False)
    return None if asked.returncode else json.loads(asked.stdout)
