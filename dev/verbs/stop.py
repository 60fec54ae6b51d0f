"""Stop the desks served from this checkout, and its private PostgreSQL.

PostgreSQL stops with the last command that uses it; only after one was
killed hard is there something left to stop.
"""
from .. import postgres, say, servers


def add_arguments(_parser):
    """It takes none."""


def main(_options):
    for database, told in servers.serving().items():
        say.step(f"Stopping the desk {database} on port {told['port']}")
        servers.stop(database, told["process"])
    private = postgres.private()
    if private and private.stop():
        say.step("Stopped PostgreSQL")
