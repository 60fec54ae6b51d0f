"""Causes and changes: writing one down, looking at many, and a place in a full calendar.

The changes are inserted by SQL in the operation's own transaction: two years of them, four hours
each, on the services of the bench.
"""
from datetime import timedelta

from odoo.tools import SQL

from . import people, specification
from .operations import PAGE, operation

CHANGES = 20_000
#: From so many tickets on, there are as many changes as the titles say.
FULL_SCALE = 10_000
CHANGE, PROBLEM = "service.desk.change", "service.desk.problem"


@operation("create one problem", limit=60, has_bare=False)
def problem_create(scene):
    values = {"name": "Mails are late", "service_id": scene.pick("service", 1), "team_id": scene.pick("team", 1)}
    return lambda: scene.env[PROBLEM].create([values])


@operation("create one change", limit=60, has_bare=False)
def change_create(scene):
    values = {"name": "New certificate", "service_id": scene.pick("service", 1), "team_id": scene.pick("team", 1)}
    return lambda: scene.env[CHANGE].create([values])


@operation(f"list of scheduled changes of {CHANGES:,}", limit=150, has_bare=False, share=4)
def change_list(scene):
    _write_changes(scene)
    model = scene.env[CHANGE].with_context(bin_size=True)
    fields = specification.of_view(model, "list")
    return lambda: model.web_search_read([("state", "=", "scheduled")], fields, **PAGE)


@operation(f"reading the form of a change of {CHANGES:,}", limit=250, has_bare=False, share=4)
def change_form(scene):
    change = _write_changes(scene)
    fields = specification.of_view(scene.env[CHANGE], "form")
    return lambda: change.with_context(bin_size=True).web_read(fields)


@operation(f"collisions of one change among {CHANGES:,}", limit=150, has_bare=False, share=4)
def change_collisions(scene):
    change = _write_changes(scene)
    return lambda: scene.env["service.desk.collision"]._find(change)


@operation(f"timeline of a month among {CHANGES:,}", login=people.MANAGER, limit=500, has_bare=False, share=4)
def change_timeline(scene):
    change = _write_changes(scene)
    options = {"date": (change.date_planned_start.date() - timedelta(days=3)).isoformat(), "days": 31}
    return lambda: scene.env["service.desk.timeline"].get_timeline(options)


def _write_changes(scene):
    """Fill the calendar; return a change in the middle of it."""
    env = scene.env
    count = min(CHANGES, max(CHANGES * scene.scale // FULL_SCALE, 100))
    services, teams = people.ids(env, "service"), people.ids(env, "team")
    env.cr.execute(SQL(
        """
        INSERT INTO service_desk_change
               (number, name, company_id, service_id, team_id, impact, urgency, priority, channel, approval_state,
                state, phase, change_type, date_opened, date_planned_start, date_planned_end,
                create_uid, create_date, write_uid, write_date)
        SELECT 'CHB' || n, 'Change ' || n, %(company)s, (%(services)s::int[])[1 + n %% %(service_count)s],
               (%(teams)s::int[])[1 + n %% %(team_count)s], '3', '3', '4', 'phone', 'approved', 'scheduled', 'active',
               'normal', now(), planned.day, planned.day + interval '4 hours', 1, now(), 1, now()
          FROM generate_series(1, %(count)s) n
         CROSS JOIN LATERAL (SELECT date_trunc('second', now() at time zone 'UTC')
                                    + n * interval '2 years' / %(count)s) planned (day)
        """,
        company=env.company.id, services=services, service_count=len(services), teams=teams, team_count=len(teams),
        count=count))
    env.cr.execute("ANALYZE service_desk_change")
    env.invalidate_all()
    # What the agent may not see is passed over.
    middle = env[CHANGE].search([("number", "=like", "CHB%")], order="date_planned_start", offset=count // 4, limit=1)
    return env[CHANGE].browse(middle.id)
