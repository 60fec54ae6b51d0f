"""What a person holds, from the first day to the last: the addons for HR and for configuration together.

Everything happens in one transaction that is given up at the end.
"""

from datetime import timedelta

import pytest

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests.common import get_db_name


@pytest.fixture
def env():
    with Registry(get_db_name()).cursor() as cursor:
        yield api.Environment(cursor, SUPERUSER_ID, {"tracking_disable": True})
        cursor.rollback()


@pytest.fixture
def person(env):
    """An employee of a department with templates of its own."""
    department = env["hr.department"].create({"name": "story"})
    team = env.ref("service_desk.team_service_desk").id
    steps = {
        "joiner": [{"name": "Laptop", "kind": "hand_out", "team_id": team}],
        "mover": [{"name": "Old laptop", "kind": "take_back", "team_id": team}],
        "leaver": [
            {"name": "Access", "kind": "revoke", "anchor": "end"},
            {"name": "Laptop", "kind": "take_back", "team_id": team, "anchor": "end", "needs_proof": True},
        ],
    }
    for kind, lines in steps.items():
        env["service.desk.journey.template"].create(
            {
                "name": f"story {kind}",
                "kind": kind,
                "department_ids": [Command.set(department.ids)],
                "job_ids": [Command.set(env["hr.job"].create({"name": f"story {kind}"}).ids)],
                "step_ids": [Command.create(line) for line in lines],
            }
        )
    jobs = env["hr.job"].search([("name", "like", "story ")])
    person = env["hr.employee"].create(
        {"name": "Story Person", "work_email": "story@example.com", "department_id": department.id}
    )
    for template in env["service.desk.journey.template"].search([("name", "like", "story ")]):
        template.job_ids = jobs
    person.job_id = jobs[:1]
    return person


def start(env, kind, person, **values):
    wizard = env["service.desk.journey.wizard"].create(
        {"kind": kind, "employee_ids": [Command.set(person.ids)], "date_start": fields.Date.today(), **values}
    )
    return env["service.desk.journey"].browse(wizard.action_start()["res_id"])


def task_of(journey, name):
    return journey.line_ids.filtered(lambda line: line.name == name).task_id


def finish(env, task, **values):
    """By the dialog, as an agent does it."""
    wizard = env["service.desk.task.wizard"].with_context(active_model=task._name, active_ids=task.ids)
    wizard.create({"verb": "done", "note": "Seen with my own eyes", **values}).action_confirm()


def ends(env, journey):
    """name -> how it ends, as HR reads it."""
    env.invalidate_all()
    return {row["name"]: row["ends"] for row in journey._portal_holdings().get(journey, [])}


def test_things_and_seats_come_and_go_with_a_person(env, person):
    contact = person.work_contact_id
    laptop = env["service.desk.ci"].create(
        {
            "name": "LT-1",
            "class_id": env.ref("service_desk_cmdb.ci_class_workstation").id,
            "state": "in_stock",
            "company_id": person.company_id.id,
        }
    )
    product = env["service.desk.license"].create(
        {"name": "Drawing", "right_ids": [Command.create({"quantity": 1, "date_start": "2020-01-01"})]}
    )

    joiner = start(env, "joiner", person)
    finish(env, task_of(joiner, "Laptop"), ci_ids=[Command.set(laptop.ids)])
    assert (laptop.user_partner_id, laptop.state) == (contact, "in_use")
    product.action_assign(contact)
    assert ends(env, joiner) == {"LT-1": "Stays", "Drawing": "Stays"}
    joiner.action_finish()

    mover = start(env, "mover", person)
    assert ends(env, mover) == {"LT-1": "Stays", "Drawing": "Stays"}
    held = task_of(mover, "Old laptop").held.splitlines()
    assert [line.split(": ")[1] for line in held] == ["LT-1", "Drawing"]
    task_of(mover, "Old laptop").ci_ids = laptop
    assert ends(env, mover) == {"LT-1": "With this journey", "Drawing": "Stays"}
    mover.action_cancel("Stays where they are")

    leaver = start(env, "leaver", person, date_end=fields.Date.today() - timedelta(days=1))
    leaver.line_ids.filtered(lambda line: not line.date_begun)._begin_in_order()
    assert product.free == 1
    assert ends(env, leaver) == {"LT-1": "With this journey"}
    assert task_of(leaver, "Laptop").held.endswith(": LT-1")
    finish(env, task_of(leaver, "Laptop"))
    env.invalidate_all()
    assert not task_of(leaver, "Laptop").held
    assert not laptop.user_partner_id
    assert laptop.state == "in_stock"
    assert ends(env, leaver) == {}
    told = {row["how"] for row in leaver._shown_proof()}
    assert "Taken back: License: Drawing" in told
    leaver.action_finish()
    assert leaver.state == "done"
