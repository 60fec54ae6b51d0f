"""The private PostgreSQL: made in the checkout, started while something needs it.

It listens on the loopback address only, on a port that was free, and asks
for a password, since other people may work on the same machine.
"""
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from . import accounts, commands, files, paths, ports, say
from .trouble import Trouble

ROLE = "desk"

SHARED_BUFFERS_AT_MOST_MB = 512
SHARED_BUFFERS_OF_MEMORY = 8

# Quick rather than crash-proof: losing the last half second of a developer's
# database in a power cut is no loss, so nothing waits for the disk. The files
# stay whole all the same (fsync is left on).
SETTINGS = {
    "listen_addresses": ports.HOST,
    "unix_socket_directories": "",
    "synchronous_commit": "off",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_connections": "100",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


class Cluster:
    """A PostgreSQL data folder and the programs that go with it."""

    def __init__(self, programs):
        self.account = accounts.for_postgres()
        self.home = self._home()
        self.programs = self._reachable(programs)
        self.data = self.home / "data"
        self.password_file = paths.POSTGRES / "password"

    def start(self):
        """Start the server unless it runs; return its port and password."""
        if not self.data.exists():
            self._make()
        self._refuse_other_version()
        port = self._port() if self._is_running() else self._launch()
        return port, self.password_file.read_text(encoding="utf-8")

    def stop(self):
        """Stop the server, if it runs. Returns whether it did."""
        if not self.data.exists() or not self._is_running():
            return False
        self._pg_ctl("stop", "-m", "fast", "-w", trouble="PostgreSQL did not stop.")
        return True

    def remove(self):
        self.stop()
        files.remove(self.home)
        files.remove(paths.POSTGRES)

    def _make(self):
        """Make the data folder. Takes its place only when it is complete."""
        say.step("Making a private PostgreSQL")
        password = secrets.token_urlsafe(24)
        files.write_whole(self.password_file, password)
        self.password_file.chmod(0o600)
        part, handed = self.home / "data.part", self.home / "handed-password"
        files.remove(part)
        part.mkdir(mode=0o700)
        handed.touch(mode=0o600)
        handed.write_text(password, encoding="utf-8")
        for path in (part, handed):
            self.account.takes(path)
        self._run("initdb", "-D", str(part), "-U", ROLE, "--pwfile", str(handed),
                  "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
                  trouble="PostgreSQL could not make its data folder.")
        handed.unlink()
        part.rename(self.data)

    def _launch(self):
        port = ports.any_free()
        settings = {**SETTINGS, "port": str(port), "shared_buffers": f"{_shared_buffers()}MB"}
        told = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        self._pg_ctl("start", "-w", "-t", "120", "-l", str(self.home / "server.log"), "-o", told,
                     trouble=f"PostgreSQL did not start: see {self.home / 'server.log'}.")
        return port

    def _is_running(self):
        return commands.output([str(self.programs / "pg_ctl"), "status", "-D", str(self.data)],
                               **self.account.options) is not None

    def _port(self):
        """The port of the running server: the fourth line of what it writes about itself."""
        return int((self.data / "postmaster.pid").read_text(encoding="utf-8").splitlines()[3])

    def _refuse_other_version(self):
        made_by = (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        told = commands.output([str(self.programs / "postgres"), "--version"]) or ""
        if f" {made_by}." not in told:
            raise Trouble(f"The databases in {self.home} were made by PostgreSQL {made_by}, and "
                          f"this machine has{told.removeprefix('postgres').rstrip()}: "
                          "`python3 dev clean` starts afresh.")

    def _pg_ctl(self, *arguments, trouble):
        self._run("pg_ctl", "-D", str(self.data), *arguments, trouble=trouble)

    def _run(self, program, *arguments, trouble):
        environment = {**os.environ, "LC_ALL": "C"}
        commands.logged([str(self.programs / program), *arguments], "postgres", trouble,
                        env=environment, **self.account.options)

    def _home(self):
        """A folder that PostgreSQL's account gets into: in the checkout, if at all possible.

        Root's own folder is often closed to everybody else. A checkout in
        there keeps its databases in a temporary folder, and a note of where.
        """
        paths.POSTGRES.mkdir(parents=True, exist_ok=True)
        elsewhere = paths.POSTGRES / "elsewhere"
        if elsewhere.exists() and Path(elsewhere.read_text(encoding="utf-8")).is_dir():
            return Path(elsewhere.read_text(encoding="utf-8"))
        home = paths.POSTGRES / "home"
        home.mkdir(exist_ok=True)
        self.account.takes(home)
        if self.account.may_enter(home):
            return home
        away = tempfile.mkdtemp(prefix="service-desk-postgres-")
        self.account.takes(away)
        files.write_whole(elsewhere, away)
        say.detail(f"PostgreSQL's account may not enter {paths.ROOT}: databases lie in {away}")
        return Path(away)

    def _reachable(self, programs):
        """The programs, copied beside the databases if their account cannot get at them.

        Those of a wheel find their libraries in a folder beside the package,
        so both are copied, in the same places to each other.
        """
        if self.account.may_enter(programs):
            return programs
        package = programs.parents[1]
        copy = self.home / "programs"
        if not copy.exists():
            with files.whole_directory(copy) as folder:
                for part in package.parent.glob(f"{package.name}*"):
                    shutil.copytree(part, folder / part.name, symlinks=True)
        return copy / programs.relative_to(package.parent)


def _shared_buffers():
    """A share of the machine's memory, in megabytes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // (1 << 20)
    return max(64, min(SHARED_BUFFERS_AT_MOST_MB, memory // SHARED_BUFFERS_OF_MEMORY))
