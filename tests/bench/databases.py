"""The databases that are measured: made here, marked as ours, dropped here.

One is installed, people and teams are put in, and it is copied for each scale. With ``--keep``
the copies stay and a later run brings them up to date instead of filling them again.
"""
import json
import logging
import shutil
import time
from contextlib import closing
from pathlib import Path

from odoo.modules.registry import Registry
from odoo.service.db import _create_empty_database
from odoo.sql_db import close_db, db_connect
from odoo.tools import SQL, config

from . import filling, people
from .ground import Ground

ADDONS = Path(__file__).parent / "addons"
MODULES = ["service_desk", "service_desk_sla", "service_desk_cmdb", "bench_bare"]
MAKER = "service desk benchmarks"
#: Warnings alone, and no word about an interface that nothing listens on here.
QUIET = ["--log-level=warn", "--http-interface=127.0.0.1"]


def configure():
    """Read the configuration that ODOO_RC names, with the addons of the benchmarks added."""
    config.parse_config(QUIET, setup_logging=True)
    folders = ",".join([*config["addons_path"], str(ADDONS)])
    config.parse_config([*QUIET, f"--addons-path={folders}"], setup_logging=False)
    # That tables are large enough to be worth a word is known here.
    logging.getLogger("odoo.tools.translate").setLevel(logging.ERROR)


def configured_name():
    """The database that the configuration names, if it names one."""
    return next(iter(config["db_name"] or ()), None)


class Databases:
    """Makes databases by scale and cleans up after itself, also when something fails."""

    def __init__(self, base, keep):
        self.base = base
        self.keep = keep
        self.made = []

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        kept = {name for name in self.made if self.keep and _note(name).get("scale")}
        for name in self.made:
            if name not in kept:
                _drop(name)

    def ground(self, scale, addons=()):
        """A database with that many tickets, ready to be measured.

        :param addons: others that may be there already, where an earlier run has kept it
        """
        name = f"{self.base}_{scale}"
        self.made.append(name)
        fill = filling.fingerprint()
        facts = {"maker": MAKER, "scale": scale, "fill": fill}
        note = self.keep and _note(name)
        if note in (facts, {**facts, "addons": list(addons)}):
            _say(f"Updating {name}")
            modules = MODULES + note.get("addons", [])
            registry = Registry.new(name, update_module=True, upgrade_modules=modules)
        else:
            registry = self._filled(name, scale)
            _write_note(name, scale=scale, fill=fill)
        filling.analyze(registry)
        return Ground(registry, scale)

    def with_addons(self, ground, addons):
        """The same database with other addons."""
        name = f"{self.base}_{ground.scale}"
        _say(f"Installing {', '.join(addons)} into {name}")
        registry = Registry.new(name, update_module=True, install_modules=addons)
        _write_note(name, scale=ground.scale, fill=filling.fingerprint(), addons=addons)
        return Ground(registry, ground.scale)

    def copy(self, name):
        """A database with people and teams, and no tickets but the demo's."""
        self._installed()
        name = f"{self.base}_{name}"
        _drop(name)
        self.made.append(name)
        _copy(self.base, name)
        return Registry.new(name)

    def _filled(self, name, scale):
        self._installed()
        _say(f"Filling {name}")
        started = time.monotonic()
        _drop(name)
        _copy(self.base, name)
        registry = Registry.new(name)
        filling.fill(registry, scale)
        _say(f"Filled {name} with {scale:,} tickets in {time.monotonic() - started:.0f} s")
        return registry

    def _installed(self):
        """The database that the others are copied from: the addons, teams and people."""
        if self.base in self.made:
            return
        _drop(self.base)
        self.made.append(self.base)
        _say(f"Installing {', '.join(MODULES)} into {self.base}")
        _create_empty_database(self.base)
        _write_note(self.base)
        registry = Registry.new(self.base, update_module=True, install_modules=MODULES)
        people.move_in(registry)


def _say(text):
    print(f"- {text}", flush=True)


def _maintenance(query):
    """Run a statement that concerns whole databases, outside of any transaction."""
    with closing(db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute(query)
        return cr.fetchall() if cr.description else []


def _note(name):
    """What we wrote on a database; empty for one that is not there or not ours."""
    found = _maintenance(SQL(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", name))
    try:
        note = json.loads(found[0][0])
    except (IndexError, TypeError, ValueError):
        return {}
    return note if isinstance(note, dict) and note.get("maker") == MAKER else {}


def _write_note(name, **facts):
    _maintenance(SQL("COMMENT ON DATABASE %s IS %s", SQL.identifier(name),
                     json.dumps({"maker": MAKER, **facts})))


def _exists(name):
    return bool(_maintenance(SQL("SELECT 1 FROM pg_database WHERE datname = %s", name)))


def _drop(name):
    """Drop a database of our making; refuse any other."""
    if not _exists(name):
        return
    if not _note(name):
        raise SystemExit(f"The database {name} was not made by the benchmarks, so it is left alone: "
                         "choose another name with --database.")
    Registry.delete(name)
    close_db(name)
    _maintenance(SQL("DROP DATABASE %s WITH (FORCE)", SQL.identifier(name)))
    shutil.rmtree(config.filestore(name), ignore_errors=True)


def _copy(source, target):
    Registry.delete(source)
    close_db(source)
    _maintenance(SQL("CREATE DATABASE %s TEMPLATE %s", SQL.identifier(target), SQL.identifier(source)))
    _write_note(target)
