"""Who works at the desk and who asks: the same at every scale, since a company with a longer
history is not a larger company."""
from odoo.api import SUPERUSER_ID, Environment

TEAMS, RESTRICTED_TEAMS, AGENTS_PER_TEAM = 20, 6, 3
SERVICES, CATEGORIES, REASONS = 30, 50, 5
ORGANIZATIONS, REQUESTERS = 200, 2000

MANAGER = "bench_manager"
#: One of those who ask, with a login on the portal.
REQUESTER = "bench_requester"
#: A member of one restricted team, of no other.
AGENT = "bench_agent_20_1"

#: What tickets point at -> model on the desk; the bare model points at labels of that kind.
DESK_MODELS = {
    "team": "service.desk.team",
    "service": "service.desk.service",
    "category": "service.desk.category",
    "reason": "service.desk.pending.reason",
}


def move_in(registry):
    """Create teams, agents, services and requesters in an installed database."""
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {"tracking_disable": True, "no_reset_password": True})
        env["res.company"].create({"name": "Sister Company"})
        _create_requesters(env)
        _create_teams(env)
        _create_things(env)
        # What clocks cost is measured by itself; everywhere else nothing is promised.
        env["service.desk.sla.policy"].search([]).active = False
        for kind, model in DESK_MODELS.items():
            env["bench.label"].create(
                [{"kind": kind, "name": record.name} for record in _of_bench(env, model)])


def ids(env, kind, bare=False):
    """The ids of all records of a kind, in the same order in the desk's and the bare tables."""
    # sudo: what to choose from is prepared before the clock starts.
    if kind == "requester":
        return env["res.partner"].sudo().search([("ref", "=like", "bench_%")], order="id").ids
    if kind == "agent":
        return env["res.users"].sudo().search([("login", "=like", "bench_agent_%")], order="id").ids
    if bare:
        return env["bench.label"].sudo().search([("kind", "=", kind)], order="id").ids
    return _of_bench(env, DESK_MODELS[kind]).ids


def _of_bench(env, model):
    return env[model].sudo().search([("name", "=like", "Bench %")], order="id")


def _create_requesters(env):
    organizations = env["res.partner"].create(
        [{"name": f"Organization {n}", "is_company": True} for n in range(ORGANIZATIONS)])
    env["res.partner"].create([
        {"name": f"Requester {n}", "email": f"requester{n}@example.com", "ref": f"bench_{n}",
         "parent_id": organizations[n % ORGANIZATIONS].id}
        for n in range(REQUESTERS)])
    env["res.users"].create({
        "login": REQUESTER, "partner_id": env["res.partner"].search([("ref", "=", "bench_0")]).id,
        "group_ids": [(6, 0, [env.ref("base.group_portal").id])]})


def _create_teams(env):
    def user(login, group):
        return {"name": login.replace("_", " ").title(), "login": login, "email": f"{login}@example.com",
                "group_ids": [(6, 0, [env.ref(f"service_desk.{group}").id])]}

    env["res.users"].create(user(MANAGER, "group_manager"))
    for number in range(1, TEAMS + 1):
        members = env["res.users"].create(
            [user(f"bench_agent_{number}_{seat}", "group_agent")
             for seat in range(1, AGENTS_PER_TEAM + 1)])
        restricted = number > TEAMS - RESTRICTED_TEAMS
        env["service.desk.team"].create({
            "name": f"Bench Team {number}", "tier": "2", "member_ids": [(6, 0, members.ids)],
            "visibility": "restricted" if restricted else "open"})


def _create_things(env):
    env["service.desk.service"].create([{"name": f"Bench Service {n}"} for n in range(SERVICES)])
    env["service.desk.category"].create([{"name": f"Bench Category {n}"} for n in range(CATEGORIES)])
    env["service.desk.pending.reason"].create([{"name": f"Bench Reason {n}"} for n in range(REASONS)])
