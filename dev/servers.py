"""Which desks this checkout serves right now, for `stop` and for clear messages."""
import json
import os
import signal
import time
from contextlib import contextmanager

from . import commands, files, paths

SECONDS_TO_STOP = 30


@contextmanager
def noted(database, port):
    """Keep a note of the desk that this process serves while the block runs."""
    note = paths.SERVERS / f"{database}.json"
    files.write_whole(note, json.dumps({"process": os.getpid(), "port": port}))
    try:
        yield
    finally:
        note.unlink(missing_ok=True)


def serving():
    """By database, the process and port of each desk that is served from here."""
    found = {}
    for note in sorted(paths.SERVERS.glob("*.json")):
        told = json.loads(note.read_text(encoding="utf-8"))
        if _is_ours(told["process"]):
            found[note.stem] = told
        else:
            note.unlink(missing_ok=True)
    return found


def stop(process):
    """Ask a desk to end and wait until it has."""
    os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while _is_ours(process) and time.monotonic() < deadline:
        time.sleep(0.1)


def _is_ours(process):
    """Whether that number still is a `dev` command, and not one reused by the system."""
    command = commands.output(["ps", "-o", "args=", "-p", str(process)]) or ""
    return " dev" in command or "/dev" in command
