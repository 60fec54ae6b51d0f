"""The decisions that `python3 dev` takes, without a database or a network."""
import json
import os
import smtplib
import socket
import subprocess
import sys
import time

import pytest

from dev import (
    addons,
    browser,
    cli,
    database,
    files,
    locks,
    odoo_source,
    paths,
    ports,
    postbox,
    postgres,
    servers,
    sql,
    verbs,
)
from dev.trouble import Trouble


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with one small addon, whose state lies beside it."""
    addon = tmp_path / "service_desk"
    (addon / "models").mkdir(parents=True)
    (addon / "tests").mkdir()
    (addon / "static" / "src").mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{}")
    (addon / "models" / "ticket.py").write_text("a = 1")
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "LOCKS", tmp_path / ".dev" / "locks")
    monkeypatch.setattr(paths, "SERVERS", tmp_path / ".dev" / "servers")
    monkeypatch.delenv("SERVICE_DESK_CACHE", raising=False)
    monkeypatch.setattr(paths, "STATE", tmp_path / ".dev")
    return tmp_path


@pytest.fixture
def place(tmp_path):
    """Makes a folder with an Odoo of some series in it."""
    def make(name, series):
        package = tmp_path / name / "odoo"
        package.mkdir(parents=True)
        (package / "release.py").write_text(f"series = {series!r}")
        return package.parent
    return make


# Addons and their fingerprints

def test_addons_are_folders_with_a_manifest(checkout):
    """Other folders beside the addons do not count."""
    (checkout / "service_desk_sla").mkdir()
    assert addons.names() == ["service_desk"]


def test_fingerprint_changes_with_a_model(checkout):
    """A changed model calls for an update."""
    before = addons.fingerprints()
    (checkout / "service_desk" / "models" / "ticket.py").write_text("a = 2")
    assert addons.fingerprints() != before


def test_fingerprint_changes_with_a_moved_file(checkout):
    """The same content under another name is a change, too."""
    before = addons.fingerprints()
    models = checkout / "service_desk" / "models"
    (models / "ticket.py").rename(models / "incident.py")
    assert addons.fingerprints() != before


@pytest.mark.parametrize("name", [
    "tests/test_ticket.py", "static/src/desk.js", "models/ticket.pyc", "README.md"])
def test_fingerprint_ignores_what_no_update_loads(checkout, name):
    """Tests, scripts and words are read from the disk: no update for them."""
    before = addons.fingerprints()
    (checkout / "service_desk" / name).write_text("changed")
    assert addons.fingerprints() == before


# Databases

@pytest.fixture
def answers(monkeypatch):
    """What PostgreSQL answers; records what it was asked."""
    asked, rows = [], []

    def ask(_server, _database, query, *values):
        asked.append((query, values))
        return rows
    monkeypatch.setattr(sql, "rows", ask)
    return asked, rows


def comment(**facts):
    return [json.dumps({"maker": database.MAKER, **facts})]


def test_database_is_whole_only_when_its_note_says_so(answers):
    """A database whose making was interrupted is not taken for a whole one."""
    _asked, rows = answers
    rows[:] = [comment(whole=False)]
    assert not database.is_whole(database.note(None, "desk"))
    rows[:] = [comment(whole=True, addons={})]
    assert database.is_whole(database.note(None, "desk"))


def test_absent_and_foreign_databases_are_told_apart(answers):
    """No database is None; one without a note of ours is empty, and neither is whole."""
    _asked, rows = answers
    assert database.note(None, "desk") is None
    for found in ([None], ["a comment of somebody"], ["[1, 2]"], ['{"maker": "another"}']):
        rows[:] = [found]
        assert database.note(None, "desk") == {}
        assert not database.is_whole(database.note(None, "desk"))


def test_foreign_database_is_never_dropped(answers):
    """Dropping a database that was not made here is refused, and nothing is done."""
    asked, rows = answers
    rows[:] = [[None]]
    with pytest.raises(Trouble, match="left alone"):
        database.drop(None, "desk")
    assert not any("DROP" in query for query, _values in asked)


@pytest.fixture
def prepared(checkout, monkeypatch):
    """Prepares a database that carries a given note; tells which way it went."""
    def prepare(held, **options):
        went = []
        monkeypatch.setattr(database, "write_configuration", lambda *a, **k: None)
        monkeypatch.setattr(database, "note", lambda *a: held)
        monkeypatch.setattr(database, "_make", lambda *a: went.append("made"))
        monkeypatch.setattr(database, "_update", lambda *a: went.append("updated"))
        database.prepare(None, "desk", **options)
        return went
    return prepare


def test_current_database_is_left_as_it_is(prepared):
    """Nothing changed, so nothing is loaded."""
    assert prepared({"whole": True, "addons": addons.fingerprints()}) == []


def test_changed_addon_is_updated(prepared):
    """Other sources than the ones it was made from: an update."""
    assert prepared({"whole": True, "addons": {"service_desk": "old"}}) == ["updated"]


@pytest.mark.parametrize("held", [
    None,
    {"whole": False},
    {"whole": True, "addons": {"service_desk": "old", "service_desk_gone": "old"}},
])
def test_unusable_database_is_made_anew(prepared, held):
    """None yet, half-made, or with an addon that is no longer there."""
    assert prepared(held) == ["made"]


def test_fresh_makes_a_current_database_anew(prepared):
    """The developer's wish counts."""
    assert prepared({"whole": True, "addons": addons.fingerprints()}, fresh=True) == ["made"]


def test_disposable_database_is_made_anew_when_its_records_changed(prepared):
    """An update leaves templates and demo data as they are; tests want those of today."""
    held = {"whole": True, "addons": addons.fingerprints(), "records": "old"}
    assert prepared(held, is_disposable=True) == ["made"]
    assert prepared(held) == []
    held["records"] = addons.record_fingerprint()
    assert prepared(held, is_disposable=True) == []


# Ports

def test_next_port_is_taken_when_the_first_is_busy(monkeypatch):
    """Somebody listens on the usual port: the desk moves on."""
    monkeypatch.setattr(ports, "is_free", lambda port: port > ports.DEFAULT + 1)
    assert ports.for_desk() == ports.DEFAULT + 2


def test_busy_port_asked_for_is_trouble():
    """A port named by the developer is not replaced in silence."""
    with socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} is taken"):
            ports.for_desk(port)


# Finding Odoo

@pytest.fixture
def nothing_found(monkeypatch, checkout):
    """A machine without any Odoo."""
    monkeypatch.delenv(odoo_source.VARIABLE, raising=False)
    monkeypatch.setattr(odoo_source.importlib.util, "find_spec", lambda name: None)


def test_named_odoo_comes_first(nothing_found, monkeypatch, place):
    """The developer's variable wins over one that could be imported."""
    named, importable = place("named", "19.0"), place("importable", "19.0")
    monkeypatch.setattr(odoo_source, "_importable", lambda: importable)
    monkeypatch.setenv(odoo_source.VARIABLE, str(named))
    assert odoo_source.find() == named
    monkeypatch.delenv(odoo_source.VARIABLE)
    assert odoo_source.find() == importable


def test_named_odoo_of_another_series_is_trouble(nothing_found, monkeypatch, place):
    """A wrong name is told rather than passed over."""
    monkeypatch.setenv(odoo_source.VARIABLE, str(place("named", "18.0")))
    with pytest.raises(Trouble, match=odoo_source.VARIABLE):
        odoo_source.find()


def test_importable_odoo_of_another_series_is_passed_over(nothing_found, monkeypatch, place):
    """An Odoo that this Python has for something else is of no use."""
    class Spec:
        submodule_search_locations = [str(place("old", "18.0") / "odoo")]
    monkeypatch.setattr(odoo_source.importlib.util, "find_spec", lambda name: Spec)
    monkeypatch.setattr(odoo_source, "_fetch", lambda: "fetched")
    assert odoo_source.find() == "fetched"


class Origin:
    """A place to fetch Odoo from, which has it or not."""

    PLACE = "."

    def __init__(self, name, has_it):
        self.NAME, self.has_it = name, has_it

    def fetch(self, folder):
        if not self.has_it:
            raise Trouble("Not here.")
        (folder / "odoo").mkdir()
        (folder / "odoo" / "release.py").write_text("series = '19.0'")


def test_second_origin_is_asked_when_the_first_has_none(nothing_found, monkeypatch):
    """Debian's package failing, the source is fetched, and kept for the next time."""
    monkeypatch.setattr(odoo_source, "ORIGINS", (Origin("first", False), Origin("second", True)))
    assert odoo_source.series(odoo_source.find()) == "19.0"
    monkeypatch.setattr(odoo_source, "_fetch", lambda: pytest.fail("fetched twice"))
    assert odoo_source.series(odoo_source.find()) == "19.0"


def test_no_origin_is_one_sentence_with_a_way_out(nothing_found, monkeypatch):
    """Told are the places asked and the variable that helps."""
    monkeypatch.setattr(odoo_source, "ORIGINS", (Origin("first", False), Origin("second", False)))
    with pytest.raises(Trouble, match=rf"first, second.*{odoo_source.VARIABLE}"):
        odoo_source.find()


# Files, locks, servers

def test_interrupted_folder_is_not_there(tmp_path):
    """A folder that was being filled when the command died does not count, and is redone."""
    target = tmp_path / "odoo"
    with pytest.raises(KeyboardInterrupt), files.whole_directory(target) as folder:
        (folder / "half").touch()
        raise KeyboardInterrupt
    assert not target.exists()
    with files.whole_directory(target) as folder:
        (folder / "whole").touch()
    assert [path.name for path in target.iterdir()] == ["whole"]


def test_shared_lock_counts_as_use(checkout):
    """PostgreSQL is stopped by the last command that used it."""
    with locks.shared("something"):
        assert not locks.is_unused("something")
    assert locks.is_unused("something")


def test_served_desk_is_known_while_it_is_served(checkout):
    """By its database, with the process to ask and the port to open."""
    with servers.noted("desk", 8069):
        assert servers.serving() == {"desk": {"process": os.getpid(), "port": 8069}}
    assert servers.serving() == {}


def test_note_of_a_killed_desk_stops_no_stranger(checkout):
    """The number on the note may belong to another checkout's command by now."""
    note = checkout / ".dev" / "servers" / "desk.json"
    files.write_whole(note, json.dumps({"process": os.getpid(), "port": 8069}))
    assert servers.serving() == {}
    assert not note.exists()


def test_connection_that_is_none_is_trouble(monkeypatch):
    """A slip in the variable is told with an example."""
    monkeypatch.setattr(sql, "parts", lambda connection: None)
    with pytest.raises(Trouble, match="postgresql://"):
        postgres._named("what?")


def test_missing_browser_is_trouble(checkout, monkeypatch):
    """No browser and no apt: named is what to install, and no test is skipped."""
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    with pytest.raises(Trouble, match="install Chromium"):
        browser.ensure()


# The command line

def test_trouble_is_one_sentence_and_exit_code_one(monkeypatch, capsys):
    """No traceback for what a person can mend."""
    def fail(_options):
        raise Trouble("Do this.")
    monkeypatch.setattr(verbs.lint, "main", fail)
    assert cli.main(["lint"]) == 1
    assert capsys.readouterr().err == "\nTrouble: Do this.\n"


def test_arguments_behind_a_verb_are_passed_on_in_order():
    """The verb takes its own, the program behind it all others."""
    options = cli._parse(["odoo", "-d", "other", "-u", "service_desk", "--", "-d", "third"])
    assert options.database == "other"
    assert options.rest == ["-u", "service_desk", "-d", "third"]


def test_unknown_argument_is_refused(capsys):
    """A verb with nothing behind it takes no more than its own."""
    with pytest.raises(SystemExit):
        cli._parse(["clean", "--everything"])
    assert "--everything" in capsys.readouterr().err


def test_help_needs_nothing_but_python():
    """The verbs are listed before anything was made or fetched."""
    told = subprocess.run([sys.executable, "-S", "dev", "--help"], cwd=paths.ROOT, check=True,
                          capture_output=True, text=True, env={"PATH": os.environ["PATH"]})
    assert all(verb in told.stdout for verb in verbs.VERBS)


def test_named_paths_replace_the_whole_suite(checkout):
    """Options go to pytest as they are; a path among them stands for all paths."""
    (checkout / "tests").mkdir()
    whole = verbs.test._command("desk", ["-k", "sla"], parallel=True)
    assert whole[-4:] == ["-k", "sla", "tests", "service_desk/tests"]
    assert "-n" in whole
    part = verbs.test._command("desk", ["service_desk/tests::Some"], parallel=True)
    assert part[-1] == "service_desk/tests::Some"
    assert "-n" not in part


# Mail

def test_postbox_keeps_what_is_sent(tmp_path):
    """A mail to the demo's server ends as a file named after its recipient, whatever that is."""
    port = ports.any_free()
    with postbox.opened(sys.executable, port, tmp_path / "mail"):
        deadline = time.monotonic() + 20
        while ports.is_free(port) and time.monotonic() < deadline:
            time.sleep(0.05)
        with smtplib.SMTP(ports.HOST, port, timeout=10) as connection:
            connection.sendmail("desk@x.test", ["../ann@x.test"], "Subject: Hello\r\n\r\nAnn")
    kept = list((tmp_path / "mail").iterdir())
    assert len(kept) == 1
    assert "ann@x.test" in kept[0].name
    assert b"Subject: Hello" in kept[0].read_bytes()
