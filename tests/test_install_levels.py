"""Service levels come to a desk with a history, are updated, leave it and come back.

One story in the order of its tests: each begins where the one before it ended.
"""

import re
import socket

import pytest
from installation import empty_database

ADDON = "service_desk_sla"

#: Tickets as a desk of some years has them: new, in work, waiting, over; with and without a date.
MAKE_HISTORY = """
from datetime import datetime, timedelta
now = datetime.now().replace(microsecond=0)
agent = env.ref("service_desk.user_agent_demo")
incidents = env["service.desk.incident"].with_user(agent)
long_ago = now - timedelta(days=300)
makes = [
    {"name": "Old and new", "date_opened": long_ago},
    {"name": "Old and promised", "date_opened": long_ago, "date_due": now - timedelta(days=290)},
    {"name": "Old with a date ahead", "date_opened": long_ago, "date_due": now + timedelta(days=30)},
    {"name": "Old in work", "date_opened": long_ago, "urgency": "1", "impact": "1"},
    {"name": "Old on hold", "date_opened": long_ago},
    {"name": "Old and done", "date_opened": long_ago},
]
made = incidents.browse()
for vals in makes:
    made |= incidents.sudo().create(vals).with_user(agent)
made[3:].action_take()
made[4].write({"state": "pending", "pending_reason_id": env.ref("service_desk.pending_reason_requester").id})
made[5].write({"state": "resolved", "resolution": "<p>Done</p>",
               "resolution_code_id": env.ref("service_desk.resolution_code_solved").id})
made[3].sudo().message_post(body="How is it going?", message_type="comment", subtype_xmlid="mail.mt_comment")
env["service.desk.request"].with_user(agent).create({"name": "Old request", "date_due": now + timedelta(days=9)})
env["service.desk.task"].create({"name": "Old task", "incident_id": made[3].id, "date_due": long_ago})
env.cr.commit()
"""

#: What comes from here on brings no demo data along, which is made for desks that have some.
REAL_DESK = """
env["service.desk.contract"]._cron_contracts()
env.cr.execute("UPDATE ir_module_module SET demo = FALSE")
env.cr.commit()
"""

#: All jobs of the addon, as the scheduler runs them.
RUN_JOBS = """
names = env["ir.model.data"].search([("module", "=", "service_desk_sla"), ("model", "=", "ir.cron")])
assert len(names) > 2
for cron in env["ir.cron"].browse(names.mapped("res_id")):
    cron.method_direct_trigger()
env.cr.commit()
"""

#: What people go on doing about old tickets.
WORK_ON = """
agent = env.ref("service_desk.user_agent_demo")
tickets = env["service.desk.incident"].with_user(agent).search([("name", "like", "Old%")], order="id")
waits = {"state": "pending", "pending_reason_id": env.ref("service_desk.pending_reason_requester").id}
tickets[0].action_take()
tickets[1].write({"urgency": "1", "impact": "1"})
tickets[3].write(waits)
tickets[3].action_resume()
tickets[4].action_resume()
tickets[5].write({"state": "in_progress"})
env.cr.commit()
"""

#: A ticket of today, through its life.
WORK_ANEW = """
agent = env.ref("service_desk.user_agent_demo")
ticket = env["service.desk.incident"].with_user(agent).create({"name": "%(name)s", "channel": "email"})
ticket.action_take()
ticket.write({"state": "pending", "pending_reason_id": env.ref("service_desk.pending_reason_requester").id})
ticket.action_resume()
env.cr.commit()
"""

EDIT_POLICIES = """
policy = env.ref("service_desk_sla.policy_incidents")
policy.write({"name": "Ours", "warning_percent": 50, "reopen": "restart"})
policy.target_ids.filtered(lambda one: one.metric == "response").unlink()
policy.target_ids.filtered(lambda one: one.priority == "3").minutes = 77
env.ref("service_desk_sla.policy_requests").active = False
env.ref("service_desk_sla.cron_due").interval_number = 5
env.cr.commit()
"""

POLICIES = (
    "SELECT p.id, p.name->>'en_US', p.active, p.version, p.warning_percent, p.reopen, p.date_from, p.write_date,"
    " string_agg(t.metric || ' ' || t.priority || ' ' || t.minutes, ', ' ORDER BY t.id)"
    " FROM service_desk_sla_policy p LEFT JOIN service_desk_sla_target t ON t.policy_id = p.id"
    " GROUP BY p.id ORDER BY p.id"
)
CLOCKS = "SELECT to_jsonb(c) FROM service_desk_sla_clock c ORDER BY id"
DATES = (
    "SELECT 'incident', id, date_due, state FROM service_desk_incident WHERE name NOT LIKE 'Today%%'"
    " UNION ALL SELECT 'request', id, date_due, state FROM service_desk_request"
    " UNION ALL SELECT 'task', id, date_due, state FROM service_desk_task ORDER BY 1, 2"
)
MAILS = (
    "SELECT (SELECT count(*) FROM mail_mail), (SELECT count(*) FROM mail_message WHERE model LIKE 'service.desk%%'"
    " AND model NOT LIKE 'service.desk.sla%%'),"
    " (SELECT count(*) FROM mail_notification), (SELECT count(*) FROM mail_activity)"
)
MEASURED = (
    "SELECT name FROM service_desk_incident WHERE is_breached OR promise_state IS NOT NULL OR date_risk IS NOT NULL"
    " UNION ALL SELECT name FROM service_desk_request WHERE is_breached OR promise_state IS NOT NULL"
    " UNION ALL SELECT name FROM service_desk_task WHERE is_breached OR promise_state IS NOT NULL"
    " UNION ALL SELECT 'clock ' || id FROM service_desk_sla_clock"
)

#: Names that Odoo gives in other addons' names for what a model has from them. It leaves them there until
#: those addons are updated.
ODOO_LEAVES = re.compile(r"^\w+\.(model_inherit|selection)__service_desk_")
ODOO_LEAVES_OTHERS = re.compile(r"^(?!service_desk\.)\w+\.(model_inherit|selection)__service_desk_")

#: Tests of the desk by itself: queue, overview, portal in a browser's requests, contracts, tickets.
DESK_TESTS = ",".join(
    f"/service_desk:{name}"
    for name in (
        "TestTicketDoor",
        "TestWorkQueue",
        "TestOverviewFigures",
        "TestPortalTicket",
        "TestContractLife",
        "TestContractScorecard",
    )
)


@pytest.fixture(scope="module")
def desk():
    """A desk with demo data and history; what it knows of itself before service levels came."""
    with empty_database("service_desk_levels_test") as installation:
        installation.change("--init=service_desk", "--with-demo")
        installation.shell(MAKE_HISTORY)
        installation.shell(REAL_DESK)
        installation.before = installation.belongings()
        installation.dates = installation.rows(DATES)
        installation.mails = installation.rows(MAILS)
        yield installation


def tickets_named(desk, name):
    """State of the promise and number of clocks of the tickets with this name."""
    return desk.rows(
        "SELECT i.promise_state, count(c.id) FROM service_desk_incident i"
        " LEFT JOIN service_desk_sla_clock c ON c.incident_id = i.id WHERE i.name = %s GROUP BY i.id",
        name,
    )


def what_is_left(desk, but):
    """What the database has more of than before service levels came, but for names like these."""
    after = desk.belongings()
    left = {what: {name for name in names - desk.before[what] if not but.search(name)} for what, names in after.items()}
    return {what: names for what, names in left.items() if names}


def test_history_is_left_alone_by_the_installation(desk):
    """Nobody promised anything then: no clock, no breach, no other date, no mail, also after the jobs."""
    desk.change(f"--init={ADDON}")
    desk.shell(RUN_JOBS)
    assert desk.rows(MEASURED) == []
    assert desk.rows(DATES) == desk.dates
    assert desk.rows(MAILS) == desk.mails


def test_old_tickets_are_worked_on_without_clocks(desk):
    """Whatever happens to them later; their dates stay as people had set them."""
    desk.shell(WORK_ON)
    desk.shell(RUN_JOBS)
    assert desk.rows(MEASURED) == []
    assert [row[:3] for row in desk.rows(DATES)] == [row[:3] for row in desk.dates]


def test_new_tickets_are_measured(desk):
    """From the first ticket on, by what the addon brought along."""
    desk.shell(WORK_ANEW % {"name": "Today one"})
    assert tickets_named(desk, "Today one") == [("running", 2)]


def test_update_recomputes_nothing_and_keeps_what_admins_edited(desk):
    """Twice, with the jobs in between: policies, jobs and clocks are as they were, to the letter."""
    desk.shell(EDIT_POLICIES)
    policies, clocks = desk.rows(POLICIES), desk.rows(CLOCKS)
    assert len(clocks) == 2
    for _time in range(2):
        desk.change(f"--update={ADDON}")
        desk.shell(RUN_JOBS)
        assert desk.rows(POLICIES) == policies
        assert desk.rows(CLOCKS) == clocks
    assert desk.rows("SELECT interval_number FROM ir_cron WHERE cron_name = 'Service Desk: clocks that fall due'") == [
        (5,)
    ]


def test_uninstalled_levels_leave_nothing(desk):
    """No table, column, index, view, menu, action, job, rule, right, parameter or name; dates stay."""
    dates = desk.rows(DATES)
    new = desk.rows("SELECT date_due FROM service_desk_incident WHERE name = 'Today one'")
    desk.uninstall(ADDON)
    assert what_is_left(desk, ODOO_LEAVES) == {}
    assert desk.rows(DATES) == dates
    assert desk.rows("SELECT date_due FROM service_desk_incident WHERE name = 'Today one'") == new != [(None,)]


def test_desk_works_on_without_levels(desk):
    """Tickets of all ages, the queue, the overview, the portal and contracts, by the desk's own tests."""
    desk.shell(WORK_ANEW % {"name": "Today alone"})
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    lines = desk.start("--update=service_desk", f"--test-tags={DESK_TESTS}", f"--http-port={port}")
    told = [line for line in lines if "failed, " in line and "error(s) of" in line]
    assert told and all("0 failed, 0 error(s)" in line for line in told), "\n".join(lines[-60:])
    assert int(told[-1].split("error(s) of ")[1].split()[0]) > 30
    assert what_is_left(desk, ODOO_LEAVES_OTHERS) == {}


def test_levels_come_back(desk):
    """Tickets of today are measured again; those of the time without stay without."""
    desk.change(f"--init={ADDON}")
    desk.shell(RUN_JOBS)
    assert desk.rows(MEASURED) == []
    desk.shell(WORK_ANEW % {"name": "Today two"})
    assert tickets_named(desk, "Today two") == [("running", 2)]
    assert tickets_named(desk, "Today alone") == [(None, 0)]
