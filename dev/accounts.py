"""Which account PostgreSQL runs as: it refuses to be started by root."""
import os
import pwd
import subprocess
from dataclasses import dataclass, field

from .trouble import Trouble

# Accounts that may stand in for root, on any machine the first that exists.
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An account, and how to start a program as it."""

    uid: int
    gid: int
    options: dict = field(default_factory=dict)

    def may_enter(self, *folders):
        """Whether this account gets into all these folders, past everything above them."""
        return all(
            subprocess.run(["test", "-x", str(folder)], check=False, **self.options).returncode == 0
            for folder in folders)

    def takes(self, path):
        """Make this account the owner of a file or folder that we made for it."""
        if self.options:
            os.chown(path, self.uid, self.gid)


def for_postgres():
    """This user; for root, an account that PostgreSQL accepts."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in UNPRIVILEGED:
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid, {
            "user": found.pw_uid, "group": found.pw_gid, "extra_groups": [], "cwd": "/"})
    raise Trouble("PostgreSQL refuses to run as root and this machine has neither an account "
                  "'postgres' nor 'nobody': run this as an ordinary user.")
