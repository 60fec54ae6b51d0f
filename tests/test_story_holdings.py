"""What a person holds, from the first day to the last: the addons for HR and for configuration together.

Everything happens in one transaction that is given up at the end.
"""

from datetime import timedelta

import pytest

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import Form
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


def test_each_step_takes_back_what_its_own_handed_out(env, person):
    """Somebody who does not come after all: the laptop is asked for by one task, the telephone by another."""
    team = env.ref("service_desk.team_service_desk").id
    template = env["service.desk.journey.template"].search([("name", "=", "story joiner")])
    template.step_ids = [Command.create({"name": "Telephone", "kind": "hand_out", "team_id": team})]
    things = {
        name: env["service.desk.ci"].create(
            {
                "name": name,
                "class_id": env.ref(f"service_desk_cmdb.ci_class_{kind}").id,
                "state": "in_stock",
                "company_id": person.company_id.id,
            }
        )
        for name, kind in (("Laptop", "workstation"), ("Telephone", "phone"), ("Docking Station", "hardware"))
    }
    # Nobody knows by which work that came: whoever asks first asks for it, too.
    extra = things.pop("Docking Station")
    extra.user_partner_id = person.work_contact_id
    joiner = start(env, "joiner", person)
    for name, thing in things.items():
        finish(env, task_of(joiner, name), ci_ids=[Command.set(thing.ids)])
    joiner.action_cancel("Signed with another company")
    # As long as something is with them it is said, and that somebody asks for it.
    assert ends(env, joiner) == dict.fromkeys([*things, extra.name], "With this journey")
    for name, thing in reversed(things.items()):
        back = task_of(joiner, f"Take back: {name}")
        wizard = env["service.desk.task.wizard"].with_context(active_model=back._name, active_ids=back.ids)
        wizard = wizard.create({"verb": "done", "note": "Here it is"})
        assert (wizard.ci_ids, wizard.left_text) == (thing | extra.filtered("user_partner_id"), False)
        wizard.action_confirm()
        assert not thing.user_partner_id
    assert ends(env, joiner) == {}


# -- What is left behind ----------------------------------------------------------------------------


@pytest.fixture
def people(env):
    """An agent of the team and an officer of HR, who are neither superuser nor each other."""

    def make(login, *groups):
        return env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "group_ids": [Command.set([env.ref(group).id for group in groups])],
            }
        )

    agent = make("story_agent", "service_desk.group_agent")
    env.ref("service_desk.team_service_desk").member_ids += agent
    return {"agent": agent, "hr": make("story_hr", "hr.group_hr_user"), "boss": make("story_boss", "base.group_user")}


@pytest.fixture
def laptops(env, person):
    """Two of them are with somebody."""
    return env["service.desk.ci"].create(
        [
            {
                "name": name,
                "class_id": env.ref("service_desk_cmdb.ci_class_workstation").id,
                "state": "in_use",
                "user_partner_id": person.work_contact_id.id,
                "company_id": person.company_id.id,
            }
            for name in ("LT-0501", "LT-0502")
        ]
    )


@pytest.fixture
def leaver(env, person, laptops):
    journey = start(env, "leaver", person, date_end=fields.Date.today() - timedelta(days=1))
    journey.line_ids.filtered(lambda line: not line.date_begun)._begin_in_order()
    return journey


def dialog(task, user):
    """The dialog of the agent."""
    wizard = task.env["service.desk.task.wizard"].with_user(user)
    return Form(wizard.with_context(active_model=task._name, active_ids=task.ids, default_verb="done"))


def held(journey, user):
    """name -> how it ends, as that user reads it."""
    journey.env.invalidate_all()
    journey = journey.with_user(user)
    return {row["name"]: row["ends"] for row in journey._portal_holdings()[journey]}


def leave_out(leaver, people, laptops):
    """The agent takes one laptop back and leaves the other out."""
    with dialog(task_of(leaver, "Laptop"), people["agent"]) as form:
        assert not form.left_text
        form.ci_ids.remove(id=laptops[1].id)
        assert form.left_text == "Not given back: LT-0502. It stays on record with Story Person."
        form.note = "One of them"
    form.record.action_confirm()


def test_what_is_left_out_is_told_and_keeps_the_step_open(env, people, laptops, leaver):
    line = leaver.line_ids.filtered(lambda line: line.name == "Laptop")
    assert held(leaver, people["hr"]) == dict.fromkeys(["LT-0501", "LT-0502"], "With this journey")
    leave_out(leaver, people, laptops)
    assert held(leaver, people["hr"]) == {"LT-0502": "Nobody takes this back"}
    shown = leaver.with_user(people["hr"])
    assert shown.left_behind == "LT-0502"
    assert "text-danger" in shown.holdings
    assert (line.state, line.note) == ("failed", "One of them")
    assert "Not given back: LT-0502" in line.problem
    assert shown.progress < 100
    with pytest.raises(UserError, match="still has: LT-0502|not complete"):
        shown.action_finish()


def test_another_try_takes_it_back(env, people, laptops, leaver):
    leave_out(leaver, people, laptops)
    line = leaver.line_ids.filtered(lambda line: line.name == "Laptop")
    first = line.task_id
    line.with_user(people["hr"]).action_retry()
    assert line.task_id != first
    assert held(leaver, people["hr"]) == {"LT-0502": "With this journey"}
    with dialog(line.task_id, people["agent"]) as form:
        form.note = "Here it is"
    form.record.action_confirm()
    assert (line.state, laptops[1].state) == ("done", "in_stock")
    leaver.with_user(people["hr"]).action_finish()


def test_what_came_back_meanwhile_needs_no_work(env, people, laptops, leaver):
    leave_out(leaver, people, laptops)
    line = leaver.line_ids.filtered(lambda line: line.name == "Laptop")
    laptops[1].state = "retired"
    task = line.task_id
    env.invalidate_all()
    line.with_user(people["hr"]).action_retry()
    assert (line.state, line.task_id) == ("done", task)
    leaver.with_user(people["hr"]).action_finish()


def test_another_step_may_take_it_back(env, people, laptops, leaver):
    """The laptop by the desk, the phone by somebody else: the first is done when it is done."""
    step = leaver.line_ids.step_id.filtered(lambda step: step.name == "Laptop").copy({"name": "Phone"})
    line = leaver.line_ids.filtered(lambda line: line.name == "Laptop")
    line.copy({"name": "Phone", "step_id": step.id, "task_id": False, "date_begun": False})
    leave_out(leaver, people, laptops)
    assert (line.state, line.problem) == ("done", False)
    assert held(leaver, people["hr"]) == {"LT-0502": "With this journey"}


def test_movers_keep_what_is_left_out(env, person, people, laptops):
    mover = start(env, "mover", person)
    with dialog(task_of(mover, "Old laptop"), people["agent"]) as form:
        form.ci_ids.remove(id=laptops[1].id)
        assert "LT-0502" in form.left_text
    form.record.action_confirm()
    assert held(mover, people["hr"]) == {"LT-0502": "Stays"}
    assert mover.line_ids.state == "done"


# -- Without a role at the desk ----------------------------------------------------------------------------


@pytest.fixture
def badge(env, person, people, laptops):
    """The step of a leaver's journey by which their manager takes things back."""
    template = env["service.desk.journey.template"].search([("name", "=", "story leaver")])
    step = template.step_ids.filtered(lambda step: step.name == "Laptop")
    step.write({"name": "Badge", "team_id": False, "responsible": "manager"})
    env["hr.employee"].create({"name": "Boss", "user_id": people["boss"].id})
    person.parent_id = people["boss"].employee_id
    journey = start(env, "leaver", person, date_end=fields.Date.today() - timedelta(days=1))
    journey.line_ids.filtered(lambda line: not line.date_begun)._begin_in_order()
    return journey.line_ids.filtered(lambda line: line.name == "Badge")


def step_dialog(line, user):
    env = line.env
    env.invalidate_all()
    action = line.with_user(user).action_open_done()
    return Form(env[action["res_model"]].with_user(user).with_context(**action["context"]))


@pytest.mark.parametrize("who", ["hr", "boss"])
def test_all_of_it_is_taken_back_by_the_dialog_of_the_step(env, people, laptops, badge, who):
    with step_dialog(badge, people[who]) as form:
        form.note = "All there"
    form.record.action_done()
    assert badge.state == "done"
    assert laptops.mapped("state") == ["in_stock"] * 2
    assert not laptops.user_partner_id
    assert badge.task_id.number in "".join(laptops[0].message_ids.mapped("body"))


@pytest.mark.parametrize("who", ["hr", "boss"])
def test_what_is_not_ticked_stays(env, people, laptops, badge, who):
    with step_dialog(badge, people[who]) as form:
        with form.thing_ids.edit(1) as thing:
            assert "LT-0502" in thing.name
            thing.is_back = False
        form.note = "One is missing"
    form.record.action_done()
    assert laptops.mapped("state") == ["in_stock", "in_use"]
    assert badge.state == "failed"
    assert held(badge.journey_id, people["hr"]) == {"LT-0502": "Nobody takes this back"}


def test_nothing_of_others_is_taken_back(env, people, laptops, badge):
    """Whatever key is called; and nothing at all by those with whom the step is not."""
    laptops[1].user_partner_id = people["agent"].partner_id
    line = badge.with_user(people["boss"])
    with pytest.raises(UserError, match="Not all of this is with the person"):
        line.action_done("x", [laptops[1]._key_in_hand()])
    assert (badge.state, laptops[1].state) == ("open", "in_use")
    with pytest.raises(AccessError):
        badge.with_user(people["agent"]).action_done("x", [laptops[0]._key_in_hand()])
    assert [name for _key, name in line.things] == ["Workstation: LT-0501"]


def test_steps_of_teams_tell_no_things(env, people, laptops, leaver):
    """The desk has a dialog of its own."""
    env.invalidate_all()
    line = leaver.with_user(people["hr"]).line_ids.filtered(lambda line: line.name == "Laptop")
    assert line.held
    assert not line.things


def test_handing_out_keeps_what_the_desk_has_named(env, person, people, laptops):
    """The dialog of a step that takes nothing back says nothing about items."""
    laptops.user_partner_id = False
    laptops.state = "in_stock"
    template = env["service.desk.journey.template"].search([("name", "=", "story joiner")])
    template.step_ids.write({"team_id": False, "responsible": "hr"})
    line = start(env, "joiner", person).line_ids
    line.task_id.ci_ids = laptops[0]
    with step_dialog(line, people["hr"]) as form:
        assert not form.thing_ids
    form.record.action_done()
    assert laptops.mapped("state") == ["in_use", "in_stock"]
