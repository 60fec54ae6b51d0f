"""Journeys come by themselves where Odoo's Employees are, work, leave, and leave the desk whole.

One story in the order of its tests: each begins where the one before it ended.
"""

import pytest
from installation import empty_database
from test_install import leftovers

ADDON = "service_desk_hr"

#: People, a role, and journeys that own something of everything: running, done and signed, cancelled.
MAKE_JOURNEYS = """
from datetime import timedelta
from odoo import fields
today = fields.Date.today()
admin = env.ref("base.user_admin")
boss = admin.employee_id or env["hr.employee"].create({"name": "Bea Boss", "user_id": admin.id})
people = env["hr.employee"].create(
    [{"name": f"Person {n}", "work_email": f"p{n}@example.com", "parent_id": boss.id} for n in range(3)]
)
entitlement = env["service.desk.entitlement"].create({"name": "Door", "owner_id": env.ref("base.user_admin").id})
env["service.desk.access.package"].create({"name": "All", "entitlement_ids": [(6, 0, entitlement.ids)]})
item = env["service.desk.catalog.item"].search([("state", "=", "published"), ("question_ids", "=", False)], limit=1)
template = env["service.desk.journey.template"].create(
    {
        "name": "Short",
        "kind": "joiner",
        "step_ids": [
            (0, 0, {"name": "Desk", "team_id": env.ref("service_desk.team_service_desk").id}),
            (0, 0, {"name": "Order", "kind": "item", "item_id": item.id}) if item else (0, 0, {"name": "No order"}),
            (0, 0, {"name": "Access", "kind": "access"}),
        ],
    }
)
journeys = env["service.desk.journey"]._propose("joiner", people, date_start=today)
journeys.template_id = template
journeys._start()
journeys[2].action_cancel("Does not come")
policy = env["service.desk.approval.policy"].create(
    {"name": "Line", "step_ids": [(0, 0, {"name": "Manager", "approver_kind": "line_manager"})]}
)
env["service.desk.incident"].create({"name": "Asked by one", "requester_id": people[0].work_contact_id.id})
env.cr.commit()
assert journeys.line_ids.task_id
print("OWNED", len(journeys.line_ids.task_id), len(journeys.line_ids.grant_ids))
"""

#: The desk by itself: what the journeys set going is still there, and can be worked on.
WORK_ON = """
assert "service.desk.journey" not in env
tasks = env["service.desk.task"].search([("name", "like", "Desk: Person")])
assert len(tasks) == 3, tasks
tasks.filtered(lambda task: task.state == "ready").action_done("Done without them")
access = env["service.desk.access"].search([("entitlement_id.name", "=", "Door")])
assert len(access) == 3, access
step = env["service.desk.approval.step"].search([("policy_id.name", "=", "Line")])
assert step.approver_kind == "team_leader", step.approver_kind
ticket = env["service.desk.incident"].search([("name", "=", "Asked by one")])
ticket.action_take()
new = env["service.desk.request"].create({"name": "New", "requester_id": ticket.requester_id.id})
new.approval_policy_id = step.policy_id
new._start_approval()
access[:1]._revoke_now("Over")
partner = ticket.requester_id
assert [one["kind"] for one in partner._service_desk_holdings()] in ([], ["access"])
env.cr.commit()
"""


@pytest.fixture(scope="module")
def database():
    """A desk with Odoo's Employees, gone afterwards."""
    with empty_database("service_desk_people_test") as installation:
        installation.change("--init=service_desk,hr")
        yield installation


def state(database):
    return database.rows("SELECT state FROM ir_module_module WHERE name = %s", ADDON)[0][0]


def test_it_comes_by_itself(database):
    """Nobody asks for it: the desk and Employees are enough; templates to begin with are there."""
    assert state(database) == "installed"
    assert database.rows("SELECT COUNT(*) FROM service_desk_journey_template")[0][0] >= 4


def test_it_keeps_its_journeys_over_an_update(database):
    """They run on, and nothing is done twice."""
    owned = [line for line in database.shell(MAKE_JOURNEYS) if "OWNED" in line]
    counts = "SELECT COUNT(*), COUNT(task_id), COUNT(*) FILTER (WHERE state = 'open') FROM service_desk_journey_line"
    before = database.rows(counts)
    assert owned and before[0][1] >= 3
    database.change(f"--update={ADDON}")
    assert database.rows(counts) == before


def test_it_leaves_the_desk_whole(database):
    """Tickets, tasks and access stay and are worked on; of the addon nothing is left."""
    database.uninstall(ADDON)
    assert leftovers(database, ADDON) == []
    columns = ["journey_line_id", "revoke_line_id", "is_from_package", "requester_department_id"]
    left = database.rows(
        "SELECT table_name || '.' || column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND (table_name LIKE %s OR column_name = ANY(%s))",
        "service_desk_journey%",
        columns,
    )
    assert left == []
    database.shell(WORK_ON)


def test_it_comes_back(database):
    """Asked for, it is there again, with nothing of before."""
    database.change(f"--init={ADDON}")
    assert state(database) == "installed"
    assert database.rows("SELECT COUNT(*) FROM service_desk_journey") == [(0,)]
