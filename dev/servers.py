"""Which desks this checkout serves right now, for `stop` and for clear messages."""
import json
import os
import signal
import time
from contextlib import contextmanager

from . import files, locks, paths

SECONDS_TO_STOP = 30


@contextmanager
def noted(database, port):
    """Keep a note of the desk that this process serves while the block runs.

    The lock beside it tells whether the note still holds: a killed process leaves the note, and
    the system may give its number to a stranger.
    """
    note = paths.SERVERS / f"{database}.json"
    with locks.shared(_lock(database)):
        files.write_whole(note, json.dumps({"process": os.getpid(), "port": port}))
        try:
            yield
        finally:
            note.unlink(missing_ok=True)


def serving():
    """By database, the process and port of each desk that is served from here."""
    found = {}
    for note in sorted(paths.SERVERS.glob("*.json")):
        if _is_served(note.stem):
            found[note.stem] = json.loads(note.read_text(encoding="utf-8"))
        else:
            note.unlink(missing_ok=True)
    return found


def stop(database, process):
    """Ask the process that serves a desk to end and wait until it has."""
    os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while _is_served(database) and time.monotonic() < deadline:
        time.sleep(0.1)


def _is_served(database):
    """Whether a process of this checkout, and no other one, serves the database."""
    return not locks.is_unused(_lock(database))


def _lock(database):
    return f"serving-{database}"
