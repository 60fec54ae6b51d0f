"""Major incidents under fire: two who declare at once, clicks that come twice, a job killed with ``kill -9``."""

import subprocess
import sys
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID
from odoo.tests.common import get_db_name

#: A worker that dies in its second batch, after the mails of it were written and before they were kept.
DIE_IN_SECOND_BATCH = """
import os
from unittest.mock import patch
letters = type(env["service.desk.announcement.letter"])
queue, seen = letters._queue_mails, []
def dies(records, mails):
    queue(records, mails)
    env.flush_all()
    seen.append(mails)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
letters._queue_mails = dies
with patch("odoo.addons.service_desk.models.service_desk_announcement_letter.BATCH_SIZE", 2):
    env["service.desk.announcement.letter"]._cron_send()
"""


@pytest.fixture
def mark():
    """A word by which all that was made is found again, and removed."""
    mark = f"fault {uuid4().hex}"
    with connection() as env:
        env.ref("service_desk.cron_announcement").active = False
    yield mark
    with connection() as env:
        env.ref("service_desk.cron_announcement").active = True
        env["mail.mail"].search([("subject", "like", mark)]).unlink()
        announcements = env["service.desk.announcement"].with_context(active_test=False)
        announcements.search([("name", "like", mark)]).unlink()
        incidents = env["service.desk.incident"].search([("name", "like", mark)])
        incidents.filtered("parent_id").unlink()
        incidents.exists().unlink()
        env["res.partner"].search([("name", "like", mark)]).unlink()


def make_incident(env, mark):
    return env["service.desk.incident"].create({"name": mark, "impact": "1", "requester_id": False})


def test_two_who_declare_at_once_declare_once(mark):
    """One of them does, the other hears who was first; there is one banner."""
    with connection() as env:
        admin = env.ref("base.user_admin").id
        major = env["service.desk.major"].create({"incident_id": make_incident(env, mark).id, "reason": mark})
        major_id = major.id

    def declare(env):
        env["service.desk.major"].browse(major_id)._declare({"commander_id": admin}, {"name": mark})

    answers = at_once((admin, declare), (SUPERUSER_ID, declare), (admin, declare))
    assert answers.count("done") == 1
    with connection() as env:
        major = env["service.desk.major"].browse(major_id)
        assert major.state == "declared"
        assert major.event_ids.mapped("kind").count("declared") == 1
        assert env["service.desk.announcement"].search_count([("name", "=", mark)]) == 1


def test_proposed_at_once_is_proposed_once(mark):
    """The other one hears that it was."""
    with connection() as env:
        admin = env.ref("base.user_admin").id
        incident_id = make_incident(env, mark).id

    def propose(env):
        env["service.desk.major"]._propose(env["service.desk.incident"].browse(incident_id), mark)

    answers = at_once((admin, propose), (SUPERUSER_ID, propose))
    assert answers.count("done") == 1
    with connection() as env:
        assert env["service.desk.major"].search_count([("incident_id", "=", incident_id)]) == 1


def test_killed_job_mails_nobody_twice(mark):
    """What was kept with its marks stays, what was not is done by the next one; several at once do it once."""
    with connection() as env:
        people = [{"name": f"{mark} {number}", "email": f"{number}@example.com"} for number in range(7)]
        partners = env["res.partner"].create(people)
        announcement = env["service.desk.announcement"].create({"name": mark, "company_id": False})
        announcement._subscribe(partners)
        announcement._post_update("<p>We found it.</p>")
        ids = partners.ids
    process = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        input=DIE_IN_SECOND_BATCH,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == -9, process.stderr
    assert mailed(mark) == sorted(ids)[:2]

    def run(env):
        env["service.desk.announcement.letter"]._cron_send()

    at_once(*[(SUPERUSER_ID, run)] * 3, refusals=Exception)
    run_alone()
    assert mailed(mark) == sorted(ids)


def run_alone():
    """What a job left that met another one, the next one does."""
    with connection() as env:
        env["service.desk.announcement.letter"]._cron_send()


def mailed(mark):
    """Ids of those for whom a mail waits, as often as one does."""
    with connection() as env:
        mails = env["mail.mail"].search([("subject", "like", mark)])
        return sorted(partner.id for mail in mails for partner in mail.recipient_ids)
