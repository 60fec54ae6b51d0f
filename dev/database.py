"""Odoo databases with the desk in them: made, brought up to date, made anew.

A note in the database's own comment says what was put in and whether that
went well. It can neither outlive the database nor get lost beside it, so a
half-made database is never taken for a whole one, and one that somebody else
made is never dropped.
"""
import json
import re

from . import addons, commands, configuration, files, locks, paths, say, sql, venv
from .trouble import Trouble

MAKER = "python3 dev"
EXTENSIONS = ("pg_trgm", "unaccent")

LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
LOGGED = re.compile(r"\d{4}-\d\d-\d\d ")
PROBLEM = re.compile(r" (WARNING|ERROR|CRITICAL) ")


def prepare(server, database, fresh=False, is_disposable=False):
    """Have a database with every addon of this checkout, current, with demo data.

    :param is_disposable: nobody works in it, so that it is made anew when records changed that an
        update leaves alone, such as the templates of mails
    """
    wanted = addons.fingerprints()
    if not wanted:
        raise Trouble(f"There is no addon in {paths.ROOT}: nothing to install.")
    with locks.exclusive(f"database-{database}", f"it prepares the database {database}"):
        write_configuration(server, database)
        held = note(server, database)
        is_stale = is_disposable and held and held.get("records") != addons.record_fingerprint()
        if fresh or is_stale or not is_whole(held) or not held["addons"].keys() <= wanted.keys():
            _make(server, database, held, wanted)
        elif held["addons"] != wanted:
            _update(server, database, held["addons"], wanted)


def write_configuration(server, database, **options):
    """Write Odoo's configuration for a database of this server.

    :param options: as ``configuration.write`` takes them
    """
    return configuration.write(server, database, "unaccent" in extensions(server), **options)


def note(server, database):
    """What is written on a database: None if there is none, {} if it is not of our making."""
    found = sql.rows(server, sql.MAINTENANCE, """
        SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s""",
                     database)
    if not found:
        return None
    try:
        read = json.loads(found[0][0] or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) and read.get("maker") == MAKER else {}


def is_whole(held):
    """Whether a note says that everything went in."""
    return bool(held) and held.get("whole") is True


def extensions(server):
    """Those of the extensions Odoo can use that this server has."""
    found = sql.rows(server, sql.MAINTENANCE, """
        SELECT name FROM pg_available_extensions WHERE name = ANY(%s) ORDER BY name""",
                     list(EXTENSIONS))
    return [name for (name,) in found]


def drop(server, database):
    """Drop a database of our making and what Odoo stored for it."""
    if note(server, database) == {}:
        raise Trouble(f"The database {database} was not made by `{MAKER}`, so it is left alone: "
                      "choose another name with --database.")
    sql.rows(server, sql.MAINTENANCE,
             f"DROP DATABASE IF EXISTS {sql.identifier(database)} WITH (FORCE)")
    files.remove(paths.DATA / database)


def _make(server, database, held, wanted):
    if held is not None and not is_whole(held):
        say.detail(f"the database {database} was left half-made: making it anew")
    drop(server, database)
    say.step(f"Making the database {database} with demo data: {', '.join(wanted)}")
    _create_empty(server, database)
    write_configuration(server, database)
    _load(server, database, ["-i", ",".join(wanted), "--with-demo"])
    _write_note(server, database, addons=wanted, records=addons.record_fingerprint(), whole=True)


def _update(server, database, held, wanted):
    """Load what changed. The note still names the old sources until that went well."""
    new = [name for name in wanted if name not in held]
    changed = [name for name in wanted if name in held and held[name] != wanted[name]]
    say.step(f"Updating the database {database}: {', '.join(changed + new)}")
    arguments = (["-i", ",".join(new)] if new else []) + (["-u", ",".join(changed)] if changed else [])
    _load(server, database, arguments)
    records = (note(server, database) or {}).get("records")
    _write_note(server, database, addons=wanted, records=records, whole=True)


def _create_empty(server, database):
    name = sql.identifier(database)
    # The same as Odoo itself does: sorting by bytes makes the better indexes.
    sql.rows(server, sql.MAINTENANCE,
             f"CREATE DATABASE {name} ENCODING 'unicode' LC_COLLATE 'C' TEMPLATE template0")
    _write_note(server, database, whole=False)
    for extension in extensions(server):
        sql.rows(server, database, f"CREATE EXTENSION IF NOT EXISTS {extension}")
    if "unaccent" in extensions(server):
        # Odoo searches through indexes over it, which must be immutable.
        sql.rows(server, database, "ALTER FUNCTION unaccent(text) IMMUTABLE")


def _write_note(server, database, **facts):
    sql.rows(server, sql.MAINTENANCE, f"COMMENT ON DATABASE {sql.identifier(database)} IS %s",
             json.dumps({"maker": MAKER, **facts}))


def _load(server, database, arguments):
    """Let Odoo install or update addons; show its warnings, and fail if it left any out."""
    command = venv.odoo("-d", database, "--stop-after-init", "--no-http", *arguments)
    with say.progress() as progress:
        commands.logged(
            command, f"odoo-{database}", f"Odoo could not load the addons into {database}.",
            on_line=_Narrator(progress).hear, cwd=paths.ROOT,
            env=configuration.environment(server, database))
    _refuse_missing(server, database)


class _Narrator:
    """Passes on what matters of Odoo's log: how far it is, and every warning in full."""

    def __init__(self, progress):
        self.progress = progress
        self.in_problem = False

    def hear(self, line):
        loading = LOADING.search(line)
        if LOGGED.match(line):
            self.in_problem = bool(PROBLEM.search(line))
        if loading:
            self.progress.show("loading {} ({} of {})".format(*loading.groups()))
        elif self.in_problem:
            self.progress.interrupt(line)


def _refuse_missing(server, database):
    """Odoo passes over an addon it does not like with a mere warning; here it is an error."""
    installed = {name for (name,) in sql.rows(
        server, database, "SELECT name FROM ir_module_module WHERE state = 'installed'")}
    missing = [name for name in addons.names() if name not in installed]
    if missing:
        raise Trouble(f"Odoo left out {', '.join(missing)}: the warnings above and "
                      f"{paths.log(f'odoo-{database}')} say why.")
