"""Contracts under fire: a job killed with ``kill -9``, and several at once. Each step happens once."""

import subprocess
import sys
from datetime import timedelta
from uuid import uuid4

import pytest
from connections import at_once, connection

from odoo import SUPERUSER_ID, fields
from odoo.tests.common import get_db_name

#: A worker that dies when it comes to its second mail, after the rows about it were written.
DIE_AT_SECOND_MAIL = """
import os
contracts = type(env["service.desk.contract"])
mail, seen = contracts._mail_alerts, []
def dies(records, told):
    seen.append(told)
    if len(seen) == 2:
        os.kill(os.getpid(), 9)
    return mail(records, told)
contracts._mail_alerts = dies
env["service.desk.contract"]._cron_contracts()
"""


@pytest.fixture
def contracts():
    """Two contracts of which somebody must be reminded, and one that goes on by itself."""
    mark = f"killed: {uuid4().hex}"
    with connection() as env:
        env.ref("service_desk.cron_contract").active = False
        env["service.desk.contract"]._cron_contracts()  # what else is due
        today = fields.Date.today()
        partner = env["res.partner"].create({"name": mark, "is_company": True})
        near = {"date_start": today, "date_end": today + timedelta(days=20), "notice_alert_days": ""}
        over = {
            "date_start": today - timedelta(days=40),
            "date_end": today - timedelta(days=1),
            "renewal": "tacit",
            "renewal_months": 24,
        }
        common = {"name": mark, "partner_id": partner.id, "state": "active", "user_id": SUPERUSER_ID}
        ids = env["service.desk.contract"].create([{**common, **values} for values in (near, near, over)]).ids
    yield ids
    with connection() as env:
        env.ref("service_desk.cron_contract").active = True
        found = env["service.desk.contract"].browse(ids)
        env["mail.mail"].search([("subject", "ilike", mark)]).unlink()
        found.activity_ids.unlink()
        found.write({"state": "ended", "end_reason": mark})
        env.cr.execute("DELETE FROM service_desk_contract WHERE id IN %s", [tuple(ids)])
        env["res.partner"].search([("name", "=", mark)]).unlink()


def facts(ids):
    """For each contract: its terms, what was sent, to-dos, and mails a contract manager."""
    with connection() as env:
        for contract in env["service.desk.contract"].browse(ids):
            managers = len(contract._contract_managers().filtered("email"))
            link = f"service.desk.contract/{contract.id}"
            mails = env["mail.mail"].search_count([("body_html", "like", f'{link}"')])
            yield len(contract.term_ids), len(contract.alert_ids), len(contract.activity_ids), mails / managers


def test_killed_job_repeats_nothing_and_forgets_nothing(contracts):
    """What was committed stays, what was not is done by the next one; several at once do it once."""
    process = subprocess.run(
        [sys.executable, "-m", "odoo", "shell", "-d", get_db_name(), "--no-http", "--log-level=error"],
        input=DIE_AT_SECOND_MAIL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert process.returncode == -9, process.stderr
    assert list(facts(contracts)) == [(1, 2, 1, 1), (1, 0, 0, 0), (2, 0, 0, 0)]

    def job(env):
        env["service.desk.contract"]._cron_contracts()

    for _round in range(2):
        assert at_once(*[(SUPERUSER_ID, job)] * 4) == ["done"] * 4
        assert list(facts(contracts)) == [(1, 2, 1, 1), (1, 2, 1, 1), (2, 0, 0, 0)]
