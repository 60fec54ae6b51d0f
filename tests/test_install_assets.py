"""What runs on what comes to a desk with a history, is updated, leaves it and comes back; alone, and beside the rest.

One story for each set of addons, in the order of its tests: each begins where the one before it ended.
"""

import re

import pytest
from installation import empty_database
from test_install_levels import ODOO_LEAVES_OTHERS, what_is_left

ADDON = "service_desk_cmdb"

#: Names that Odoo gives in other addons' names for what a model has from them, constraints, too. It leaves
#: them there until those addons are updated.
ODOO_LEAVES = re.compile(r"^\w+\.(model_inherit_|selection_|constraint)_service_desk_")

#: A desk as it is before anybody writes down on what it runs.
MAKE_HISTORY = """
groups = env.ref("service_desk.group_agent") | env.ref("service_desk.group_admin")
env["res.users"].with_context(no_reset_password=True).create(
    {"name": "Ann Agent", "login": "ann", "group_ids": [(6, 0, groups.ids)]}
)
mail = env["service.desk.service"].create({"name": "Mail"})
for model in ("incident", "request", "problem", "change"):
    env[f"service.desk.{model}"].create({"name": f"Old {model}", "service_id": mail.id})
env["service.desk.contract"].create({"name": "Hosting", "partner_id": env["res.partner"].create({"name": "Host"}).id})
env.cr.commit()
"""

#: Something of everything the addon brings, hung on what was there before.
MAKE_ASSETS = """
ann = env["res.users"].search([("login", "=", "ann")])
env = env(user=ann)
def ref(name):
    return env.ref(f"service_desk_cmdb.{name}")
rack = env["service.desk.ci.attribute"].create(
    {"class_id": ref("ci_class_server").id, "name": "Shelf", "code": "shelf", "is_required": False}
)
items = env["service.desk.ci"].create(
    [
        {"name": name, "class_id": ref(f"ci_class_{kind}").id, "state": "in_use", "owner_id": ann.id}
        for name, kind in (("Host", "server"), ("App", "application"), ("Cluster", "server"))
    ]
)
host, app, cluster = items
host.attributes = {"shelf": "top"}
mail = env["service.desk.service"].search([("name", "=", "Mail")])
app.write({"service_ids": [(6, 0, mail.ids)], "contract_ids": env["service.desk.contract"].search([]).ids})
env["service.desk.ci.relation"].create(
    [
        {"source_id": app.id, "target_id": host.id, "type_id": ref("ci_relation_type_runs_on").id},
        {"source_id": cluster.id, "target_id": app.id, "type_id": ref("ci_relation_type_depends_on").id},
    ]
)
cluster.redundancy_ids = [(0, 0, {"type_id": ref("ci_relation_type_depends_on").id, "need_value": 1})]
for model in ("incident", "request", "problem", "change"):
    ticket = env[f"service.desk.{model}"].search([("name", "=", f"Old {model}")])
    ticket.ci_ids = host
    ticket.affected_ids[0].action_leave_out()
    assert len(ticket.affected_ids) >= 3, ticket.affected_ids
baseline = env["service.desk.ci.baseline"].create({"name": "Then"})
baseline.action_take()
env["service.desk.ci"].sudo()._cron_audit()
license = env["service.desk.license"].create({"name": "Tool", "right_ids": [(0, 0, {"quantity": 3})]})
license.action_assign(ann.partner_id)
plan = env["service.desk.continuity.plan"].create(
    {"name": "Mail is lost", "service_ids": mail.ids, "step_ids": [(0, 0, {"name": "Decide"})]}
)
env["service.desk.continuity.analysis"].create({"service_id": mail.id, "rto_hours": 4, "rpo_hours": 1, "mtpd_hours": 8})
env.cr.commit()
"""

#: What must be the same after an update, and what an update makes of an edited setup.
EDIT_SETUP = """
env.ref("service_desk_cmdb.ci_class_server").write({"name": "Machine", "stale_days": 3})
env.ref("service_desk_cmdb.ci_relation_type_uses").active = False
env.cr.commit()
"""
COUNTS = (
    "SELECT (SELECT count(*) FROM service_desk_ci), (SELECT count(*) FROM service_desk_ci_relation),"
    " (SELECT count(*) FROM service_desk_affected),"
    " (SELECT count(*) FROM service_desk_affected WHERE origin != 'found'),"
    " (SELECT count(*) FROM service_desk_ci_baseline_line), (SELECT count(*) FROM service_desk_ci_finding),"
    " (SELECT count(*) FROM service_desk_license_seat), (SELECT max(attributes ->> 'shelf') FROM service_desk_ci),"
    " (SELECT name ->> 'en_US' || stale_days FROM service_desk_ci_class WHERE code = 'server'),"
    " (SELECT active FROM service_desk_ci_relation_type WHERE code = 'uses')"
)

#: All jobs of the addon, as the scheduler runs them.
RUN_JOBS = """
names = env["ir.model.data"].search([("module", "=", "service_desk_cmdb"), ("model", "=", "ir.cron")])
assert len(names) > 2
for cron in env["ir.cron"].browse(names.mapped("res_id")):
    cron.method_direct_trigger()
env.cr.commit()
"""

#: The desk by itself: tickets of before and of now, their screens, who belongs to what.
WORK_ON = """
for name in ("service.desk.ci", "service.desk.affected", "service.desk.license", "service.desk.alert"):
    assert name not in env, name
ann = env["res.users"].search([("login", "=", "ann")])
env = env(user=ann)
assert ann.has_group("service_desk.group_admin") and ann.has_group("service_desk.group_agent")
for model in ("incident", "request", "problem", "change"):
    tickets = env[f"service.desk.{model}"]
    ticket = tickets.search([("name", "=", f"Old {model}")])
    assert len(ticket) == 1, model
    assert "ci_ids" not in ticket._fields
    views = tickets.get_views([(False, kind) for kind in ("form", "list", "kanban", "search")])
    ticket.web_read({name: {} for name in views["models"][ticket._name]["fields"]})
    ticket.message_post(body="Still here")
    if model == "incident":
        ticket.action_take()
        ticket.hints()
    tickets.create({"name": f"New {model}", "service_id": ticket.service_id.id})
assert ticket._collisions() == []
rows = env["service.desk.work"].search([])
rows.read()
assert ann.partner_id._service_desk_holdings() is not None
env.cr.commit()
"""


@pytest.fixture(scope="module", params=["", ",service_desk_sla,service_desk_hr"], ids=["alone", "beside_the_rest"])
def desk(request):
    """A desk with a history; what it knows of itself before configuration items came."""
    with empty_database("service_desk_assets_test") as installation:
        installation.change(f"--init=service_desk{request.param}")
        installation.shell(MAKE_HISTORY)
        installation.before = installation.belongings()
        yield installation


def test_history_is_left_alone_by_the_installation(desk):
    """Nothing is said of old tickets; classes and relations to begin with are there, and no item."""
    desk.change(f"--init={ADDON}")
    desk.shell(RUN_JOBS)
    assert desk.rows("SELECT count(*) FROM service_desk_affected") == [(0,)]
    assert desk.rows("SELECT count(*) FROM service_desk_ci") == [(0,)]
    assert desk.rows("SELECT count(*) FROM service_desk_ci_class")[0][0] > 14


def test_update_keeps_what_people_wrote_and_edited(desk):
    """Items, relations, exceptions, pictures; and a class that somebody has called otherwise."""
    desk.shell(MAKE_ASSETS)
    desk.shell(EDIT_SETUP)
    before = desk.rows(COUNTS)
    assert before[0][0] == 3 and before[0][3] == 4 and before[0][4] == 3 and before[0][7] == "top", before
    desk.change(f"--update={ADDON}")
    assert desk.rows(COUNTS) == before


def test_update_of_the_desk_keeps_it_too(desk):
    """The addon below is updated: what hangs on it stays."""
    before = desk.rows(COUNTS)
    desk.change("--update=service_desk")
    desk.shell(RUN_JOBS)
    assert desk.rows(COUNTS)[0][:5] == before[0][:5]


def test_uninstalled_it_leaves_nothing(desk):
    """No table, column, index, view, menu, action, job, rule, right, parameter or name."""
    desk.uninstall(ADDON)
    assert what_is_left(desk, ODOO_LEAVES) == {}


def test_desk_works_on_without_it(desk):
    """Tickets of all ages, their screens, hints, collisions, the queue; then the last names are gone, too."""
    desk.shell(WORK_ON)
    desk.change("--update=service_desk")
    assert what_is_left(desk, ODOO_LEAVES_OTHERS) == {}


def test_it_comes_back(desk):
    """Asked for, it is there again, with nothing of before, and is filled anew."""
    desk.change(f"--init={ADDON}")
    assert desk.rows("SELECT count(*) FROM service_desk_ci") == [(0,)]
    desk.shell(MAKE_ASSETS)
    assert desk.rows(COUNTS)[0][0] == 3
