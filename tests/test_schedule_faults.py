"""People who schedule changes at the same moment, on real connections that really commit."""

from datetime import timedelta

import pytest
from connections import at_once, connection

from odoo import fields

WORDS = ("justification", "implementation_plan", "test_plan", "backout_plan")


@pytest.fixture(scope="module")
def desk():
    """Ids of an agent, a service and a published model, really stored."""
    with connection() as env:
        agent = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "fault_scheduler",
                    "login": "fault_scheduler",
                    "group_ids": [(6, 0, env.ref("service_desk.group_agent").ids)],
                }
            )
        )
        services = env["service.desk.service"].create([{"name": "fault: one"}, {"name": "fault: two"}])
        model = env["service.desk.change.model"].create(
            {"name": "fault: model", **dict.fromkeys(WORDS, "<p>As always.</p>")}
        )
        model.action_publish()
        ids = agent.id, services.ids, model.id
    yield ids
    with connection() as env:
        env["service.desk.change"].search([("name", "like", "fault:%")]).unlink()
        env["service.desk.change.model"].browse(ids[2]).active = False
        env["service.desk.service"].browse(ids[1]).active = False
        user = env["res.users"].browse(ids[0])
        user.write({"active": False, "login": f"{user.login}_{user.id}"})


@pytest.fixture
def drafts(desk):
    """Makes ids of standard changes of these services, all for one far evening."""
    agent_id, service_ids, model_id = desk
    made = []

    def make(*places):
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=500)
        with connection(agent_id) as env:
            changes = env["service.desk.change"].create(
                [
                    {
                        "name": "fault: change",
                        "change_type": "standard",
                        "model_id": model_id,
                        "service_id": service_ids[place],
                        "date_planned_start": start,
                        "date_planned_end": start + timedelta(hours=2),
                    }
                    for place in places
                ]
            )
            made.extend(changes.ids)
            return changes.ids

    yield make
    with connection() as env:
        env["service.desk.change"].browse(made).unlink()


def schedule(change_id):
    return lambda env: env["service.desk.change"].browse(change_id).action_schedule()


@pytest.mark.parametrize("_attempt", range(3))
def test_one_of_two_at_once_is_told(desk, drafts, _attempt):
    """Of two changes of one service that are scheduled at the same moment one is, the other is told."""
    ids = drafts(0, 0)
    answers = at_once(*((desk[0], schedule(one)) for one in ids))
    assert answers.count("done") == 1
    assert any("collides" in answer for answer in answers)
    with connection() as env:
        assert sorted(env["service.desk.change"].browse(ids).mapped("state")) == ["draft", "scheduled"]


def test_both_of_two_services_are_scheduled(desk, drafts):
    """Who takes another place is not in the way: both wait their turn and are scheduled."""
    ids = drafts(0, 1)
    assert at_once(*((desk[0], schedule(one)) for one in ids)) == ["done", "done"]


@pytest.fixture
def elsewhere(drafts):
    """Makes a draft like the others in another company, and gives the ids of the company and of the draft."""
    made = []

    def make(change_id, **values):
        with connection() as env:
            company = env["res.company"].create({"name": f"fault: company {change_id}"})
            made.append(company.id)
            change = env["service.desk.change"].browse(change_id)
            change.model_id.company_id = change.service_id.company_id = False
            other = change.copy(
                {
                    "company_id": company.id,
                    "team_id": False,
                    "date_planned_start": change.date_planned_start,
                    "date_planned_end": change.date_planned_end,
                    **values,
                }
            )
            made.append(other.id)
            return company.id, other.id

    yield make
    with connection() as env:
        env["service.desk.change"].browse(made[1::2]).unlink()
        env["res.company"].browse(made[::2]).active = False


def test_companies_that_share_a_service_wait_for_each_other(desk, drafts, elsewhere):
    """Of two changes of one shared service in two companies one is scheduled, and the other is told."""
    (ours,) = drafts(0)
    _company, theirs = elsewhere(ours)
    answers = at_once((1, schedule(ours)), (1, schedule(theirs)))
    assert answers.count("done") == 1
    assert any("collides" in answer for answer in answers)


def test_companies_that_share_nothing_do_not_wait(desk, drafts, elsewhere):
    """While one company schedules, the other need not wait until it has ended."""
    (ours,) = drafts(1)
    _company, theirs = elsewhere(ours)
    with connection() as env:
        for change in env["service.desk.change"].browse([ours, theirs]):
            service = env["service.desk.service"].create({"name": "fault: own", "company_id": change.company_id.id})
            change.write({"service_id": service.id, "service_ids": False})
    with connection() as env, connection() as other:
        schedule(ours)(env)
        other.cr.execute("SET LOCAL lock_timeout = '2s'")
        schedule(theirs)(other)
        assert other["service.desk.change"].browse(theirs).state == "scheduled"


def test_moved_onto_each_other_at_once(desk, drafts):
    """Two scheduled changes that are moved to one time at the same moment do not both get there."""
    first, second = drafts(0, 1)
    with connection() as env:
        changes = env["service.desk.change"].browse([first, second])
        start = changes[0].date_planned_start
        changes[1].write(
            {
                "service_id": changes[0].service_id.id,
                "date_planned_start": start + timedelta(days=1),
                "date_planned_end": start + timedelta(days=1, hours=2),
            }
        )
        changes.write({"state": "scheduled"})
    place = {"date_planned_start": start + timedelta(days=3), "date_planned_end": start + timedelta(days=3, hours=2)}

    def move(change_id):
        return lambda env: env["service.desk.change"].browse(change_id).write(place)

    answers = at_once(*((desk[0], move(one)) for one in (first, second)))
    assert answers.count("done") == 1
