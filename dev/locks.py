"""Locks between ``python3 dev`` commands that run in the same checkout.

They are the kernel's: one that is killed lets go by itself.
"""
import fcntl
from contextlib import contextmanager

from . import paths, say


@contextmanager
def exclusive(name, waiting_for=None, folder=None):
    """Let one command at a time through. Says what it waits for, if it must."""
    with _open(name, folder) as handle:
        if not _try(handle, fcntl.LOCK_EX):
            say.detail(f"waiting for another command: {waiting_for or name}")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(name):
    """Count as a user of something until the block ends."""
    with _open(name) as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield


def is_unused(name):
    """Whether nobody holds that lock at this moment."""
    with _open(name) as handle:
        return _try(handle, fcntl.LOCK_EX)


def _open(name, folder=None):
    folder = folder or paths.LOCKS
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f"{name}.lock").open("w")


def _try(handle, kind):
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
