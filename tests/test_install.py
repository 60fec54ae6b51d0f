"""The life of the addon in a database: install, upgrade, uninstall, install again.

Each step runs Odoo's own command in a process of its own on a database made for it, and no step
may log a warning.
"""

import pytest
from installation import empty_database

MAKE_DATA = """
incident = env["service.desk.incident"].create({"name": "Before the upgrade"})
incident.action_take()
env["service.desk.worklog"].create({"incident_id": incident.id, "minutes": 5, "name": "Looked"})
env.cr.commit()
"""
COUNT_DATA = """
print("STATES", env["service.desk.incident"].search([]).mapped("state"))
"""


@pytest.fixture(scope="module")
def database():
    """An empty database, gone afterwards."""
    with empty_database("service_desk_install_test") as installation:
        yield installation


def leftovers(database, addon="service_desk"):
    """Tables, fields and names of the addon that a database still knows."""
    tables, models = f"{addon}%", f"{addon.replace('_', '.')}%"
    rows = database.rows(
        "SELECT tablename FROM pg_tables WHERE tablename LIKE %s"
        " UNION ALL SELECT model || '.' || name FROM ir_model_fields WHERE model LIKE %s OR name LIKE %s"
        " UNION ALL SELECT complete_name FROM (SELECT module || '.' || name AS complete_name"
        " FROM ir_model_data WHERE module = %s) AS data",
        tables,
        models,
        tables,
        addon,
    )
    return [name for (name,) in rows]


def test_addon_installs_upgrades_and_leaves_without_a_warning(database):
    """Without demo data: installs; keeps its tickets over an upgrade; leaves nothing; comes back."""
    database.change("--init=service_desk")
    database.shell(MAKE_DATA)
    database.change("--update=service_desk")
    assert any("STATES ['in_progress']" in line for line in database.shell(COUNT_DATA))
    database.uninstall("service_desk")
    assert leftovers(database) == []
    database.change("--init=service_desk")


def test_dashboard_comes_by_itself_and_leaves(database):
    """Where the spreadsheet dashboards are, the desk's is there; it leaves and comes back alone."""
    database.change("--init=service_desk,spreadsheet_dashboard")
    assert bridge_state(database) == "installed"
    database.change("--update=service_desk_spreadsheet")
    database.uninstall("service_desk_spreadsheet")
    database.change("--init=service_desk_spreadsheet")
    assert bridge_state(database) == "installed"


def bridge_state(database):
    return database.rows("SELECT state FROM ir_module_module WHERE name = 'service_desk_spreadsheet'")[0][0]
