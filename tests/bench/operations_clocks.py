"""Service levels on tickets: five policies match, five clocks run.

Policies are made in each operation's own transaction, so that nothing else that is measured has
any. The tens of thousands of clocks that jobs look at are inserted by SQL.
"""
from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from odoo.api import SUPERUSER_ID
from odoo.tools import SQL

from .operations import BATCH, _new_ticket, operation

DUE, RAISED, RECOMPUTED = 1_000, 10_000, 100_000
#: From so many tickets on, there are as many clocks as the titles say.
FULL_SCALE, RECOMPUTED_SCALE = 10_000, 100_000
TARGETS = [("response", 60), ("update", 240), ("resolution", 480)]


@operation("create one ticket with five clocks", target=2)
def sla_create(scene):
    _promise(scene)
    values = _new_ticket(scene, 1)
    model = scene.model.with_context(service_desk_acknowledge=False)
    _warm(scene, lambda: model.create([values]))
    return lambda: model.create([values])


@operation(f"create {BATCH:,} with five clocks each", target=5, share=4)
def sla_create_many(scene):
    _promise(scene)
    values = [_new_ticket(scene, number) for number in range(BATCH)]
    _warm(scene, lambda: scene.model.create(values[:9]))
    return lambda: scene.model.create(values)


@operation("change of state with five clocks")
def sla_start(scene):
    _promise(scene)
    values = _new_ticket(scene, 1)
    ticket = scene.model.create([values])
    _warm(scene, lambda: ticket.write({"state": "in_progress"}))
    return lambda: ticket.write({"state": "in_progress"})


@operation(f"job: {DUE:,} due clocks among one a ticket", share=4, growth=2, has_bare=False)
def sla_due(scene):
    env = scene.env(user=SUPERUSER_ID)
    policy = _policy(env)
    _insert_clocks(env, policy, due=DUE)
    return _job(env, env["service.desk.sla.clock"]._cron_due)


@operation(f"another priority for {RAISED:,} tickets with clocks", share=5, has_bare=False)
def sla_priority(scene):
    env = scene.env(user=SUPERUSER_ID)
    policy = _policy(env)
    count = RAISED * min(scene.scale, FULL_SCALE) // FULL_SCALE
    _insert_clocks(env, policy, due=0, limit=count)
    tickets = env["service.desk.incident"].search([], limit=count, order="id desc")
    env.cr.execute(SQL(
        "UPDATE service_desk_incident SET state = 'in_progress', phase = 'active', impact = '3', urgency = '3',"
        " priority = '5', priority_override = NULL WHERE id = ANY(%s)", tickets.ids))
    env.invalidate_all()
    return lambda: tickets.write({"impact": "1", "urgency": "1"})


@operation(f"{RECOMPUTED:,} clocks after a holiday", share=5, has_bare=False)
def sla_recompute(scene):
    env = scene.env(user=SUPERUSER_ID)
    policy = _policy(env)
    count = RECOMPUTED * min(scene.scale, RECOMPUTED_SCALE) // RECOMPUTED_SCALE
    _insert_clocks(env, policy, due=0, limit=count)
    calendar = env.company.resource_calendar_id
    # All of them are due later, so that all of them move.
    tomorrow = env.cr.now().replace(microsecond=0) + timedelta(hours=6)
    env["resource.calendar.leaves"].create({
        "name": "Bench", "calendar_id": calendar.id,
        "date_from": tomorrow, "date_to": tomorrow + timedelta(days=3)})
    env.flush_all()
    return _job(env, env["service.desk.sla.clock"]._cron_recompute)


def _promise(scene):
    """Five policies that fit every new ticket; the chosen ones start five clocks."""
    # sudo: policies are a manager's, and made before the clock starts.
    env = scene.env(user=SUPERUSER_ID)
    ticket = _new_ticket(scene, 1)
    _policy(env)
    _policy(env, process="service.desk.incident")
    _policy(env, process="service.desk.incident", kind="ola", lengths=TARGETS[::2])
    if scene.is_desk:
        _policy(env, category_ids=[(6, 0, [ticket["category_id"]])])
        _policy(env, service_ids=[(6, 0, env["service.desk.service"].search([]).ids)])
    env.flush_all()


def _policy(env, lengths=TARGETS, **values):
    lines = [{"metric": metric, "priority": "any", "minutes": minutes} for metric, minutes in lengths]
    lines += [{"metric": metric, "priority": "1", "minutes": minutes // 2} for metric, minutes in lengths]
    return env["service.desk.sla.policy"].create({
        "name": "Bench", "date_from": False, "target_ids": [(0, 0, line) for line in lines], **values})


def _warm(scene, action):
    """What a running server has done before: a new policy has emptied its caches."""
    with closing(scene.env.cr.savepoint()):
        action()
        scene.env.flush_all()
    scene.env.invalidate_all(flush=False)


def _insert_clocks(env, policy, due, limit=None):
    """A running clock for each ticket, so many of which fell due a moment ago."""
    target = policy.target_ids.filtered(
        lambda target: (target.metric, target.priority) == ("resolution", "any"))
    env.cr.execute(SQL(
        """
        INSERT INTO service_desk_sla_clock
               (incident_id, company_id, policy_id, policy_name, policy_version, target_id, kind, metric,
                cycle, party, facts, state, spans, seconds, resource_calendar_id, fired, date_promised,
                date_levels, date_start, date_due, date_next, elapsed, paused, is_breached, overrun)
        SELECT t.id, t.company_id, %(policy)s, 'Bench', 1, %(target)s, 'sla', 'resolution',
               1, 0, '', 'running',
               jsonb_build_array(jsonb_build_array(extract(epoch FROM t.start)::int, NULL, %(calendar)s)),
               28800, %(calendar)s, '[]', t.start, t.start, t.start, t.due, t.due + interval '1 second',
               0, 0, FALSE, 0
          FROM (SELECT id, company_id,
                       CASE WHEN row_number() OVER (ORDER BY id DESC) <= %(due)s THEN %(now)s - interval '20 days'
                            ELSE %(now)s END AS start,
                       CASE WHEN row_number() OVER (ORDER BY id DESC) <= %(due)s THEN %(now)s - interval '1 minute'
                            ELSE %(now)s + interval '9 days' END AS due
                  FROM service_desk_incident ORDER BY id DESC LIMIT %(limit)s) t
        """,
        policy=policy.id, target=target.id, calendar=env.company.resource_calendar_id.id,
        due=due, now=env.cr.now().replace(microsecond=0), limit=limit))
    env.cr.execute("ANALYZE service_desk_sla_clock")
    env.invalidate_all()


def _job(env, run):
    """A job whose batches are not committed, as nothing of a scene is kept."""
    def commit(*_args, **_kwargs):
        env.flush_all()
        env.invalidate_all()
        return float("inf")

    def work():
        with patch.object(type(env["ir.cron"]), "_commit_progress", commit):
            run()
    return work
