"""The import of history as a process of its own: killed in the middle with ``kill -9``, and refused."""

import csv
import subprocess
import sys

import pytest
from connections import connection

from odoo.tests.common import get_db_name

TICKETS = 1500
PEOPLE = 40
TOOL = "killed_tool"
#: Archived, as all teams that come in with history alone.
KILLED_TEAMS = [("name", "like", "Killed Team %"), ("active", "in", (True, False))]
COLUMNS = {
    "Number": "number",
    "Subject": "name",
    "State": "state",
    "Opened": "date_opened",
    "Resolved": "date_resolved",
    "Requester": "requester",
    "Team": "team",
}


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """A file of resolved tickets with a profile that reads it; all that comes of it goes again."""
    path = tmp_path_factory.mktemp("history") / "history.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for index in range(TICKETS):
            requester, team = f"Killed Person {index % PEOPLE}", f"Killed Team {index % 3}"
            times = ("2016-02-01 08:00", "2016-02-02 10:00")
            writer.writerow([f"KILL-{index}", f"Story {index}", "Resolved", *times, requester, team])
    with connection() as env:
        columns = [(0, 0, {"header": name, "target": target}) for name, target in COLUMNS.items()]
        env["service.desk.import.profile"].create(
            {"name": "Killed", "tool": TOOL, "date_order": "ymd", "column_ids": columns}
        )
    yield path
    with connection() as env:
        profile = env["service.desk.import.profile"].search([("tool", "=", TOOL)])
        jobs = env["service.desk.import"].search([("profile_id", "=", profile.id)])
        jobs.state = "done"
        imported(env).unlink()
        jobs.unlink()
        profile.unlink()
        env["service.desk.team"].search(KILLED_TEAMS).unlink()
        env["res.partner"].search([("name", "like", "Killed Person %")]).unlink()


def imported(env):
    return env["service.desk.incident"].search([("external_tool", "=", TOOL)])


def start(path):
    """The command line in a process of its own, with its words to read."""
    company = ("--company", main_company())
    return subprocess.Popen(
        [sys.executable, "-m", "odoo", "service_desk_import", "--log-level=error"]
        + ["-d", get_db_name(), "--profile", TOOL, *company, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def main_company():
    with connection() as env:
        return env.ref("base.main_company").name


@pytest.fixture(scope="module")
def after_kill(history):
    """How many tickets were in when the process was killed between two batches."""
    process = start(history)
    words = []
    for line in process.stdout:
        words.append(line)
        if f"of {TICKETS} tickets" in line:
            process.kill()
            break
    process.stdout.close()
    assert process.wait(60) == -9, "".join(words)
    with connection() as env:
        return len(imported(env))


def test_killed_import_has_whole_batches_only(after_kill):
    """What was committed is in, what was not is nowhere."""
    assert 0 < after_kill < TICKETS
    with connection() as env:
        job = env["service.desk.import"].search([("profile_id.tool", "=", TOOL)])
        assert (job.state, job.loaded_count) == ("running", after_kill)
        assert all(len(ticket.transition_ids) == 2 for ticket in imported(env))


def test_second_run_brings_the_rest_and_nothing_twice(history, after_kill):
    """Tickets, their history, people and teams."""
    process = start(history)
    words, _none = process.communicate(timeout=300)
    assert process.returncode == 0, words
    assert f"Tickets loaded: {TICKETS - after_kill} of {TICKETS}." in words
    with connection() as env:
        tickets = imported(env)
        assert len(tickets) == len(set(tickets.mapped("external_number"))) == TICKETS
        assert len(set(tickets.mapped("number"))) == TICKETS
        history_lines = env["service.desk.transition"].search_count([("incident_id", "in", tickets.ids)])
        assert history_lines == 2 * TICKETS
        people = env["res.partner"].search([("name", "like", "Killed Person %")])
        teams = env["service.desk.team"].search(KILLED_TEAMS)
        assert (len(people), len(teams)) == (PEOPLE, 3)


def test_scheduled_job_ends_what_was_killed(after_kill):
    """It goes on where the process stopped, finds what the second run brought, and doubles nothing."""
    with connection() as env:
        env["service.desk.import"]._cron_load()
    with connection() as env:
        job = env["service.desk.import"].search([("profile_id.tool", "=", TOOL)], order="id", limit=1)
        assert (job.state, job.loaded_count) == ("done", after_kill)
        assert job.existing_count == TICKETS - after_kill
        assert len(imported(env)) == TICKETS


def test_too_large_a_file_ends_with_a_sentence(history, tmp_path):
    """Before it is read into memory."""
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    process = start(path)
    words, _none = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "The file has 100 MB; up to 64 MB" in words
