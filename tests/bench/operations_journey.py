"""People who join by hundreds: journeys of twelve steps of all kinds started in one go, and HR's list and form.

They need the addon ``service_desk_hr``, which is installed when everything else was measured. The
job that starts them runs without its commits, as nothing is kept here.
"""
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.api import SUPERUSER_ID
from odoo.fields import Command

from . import people, specification
from .operations import PAGE, operation

ADDON = "service_desk_hr"
JOURNEY, TEMPLATE = "service.desk.journey", "service.desk.journey.template"
FEW, MANY, MANAGERS = 100, 500, 20
#: From so many tickets on, there are as many people as the titles say.
FULL_SCALE = 10_000
LEAST = 10

#: What a step is, beside its name; ``team``, ``item`` and ``mail`` stand for one of the bench.
STEPS = (
    {"kind": "task", "team_id": "team", "offset_days": -3},
    {"kind": "task", "team_id": "team", "offset_days": -1},
    {"kind": "task", "team_id": "team", "lead_days": 2},
    {"kind": "task", "responsible": "hr", "offset_days": -5},
    {"kind": "task", "responsible": "manager"},
    {"kind": "task", "responsible": "manager", "offset_days": 20, "lead_days": 3},
    {"kind": "item", "item_id": "item", "offset_days": -2},
    {"kind": "access"},
    {"kind": "hand_out", "team_id": "team"},
    {"kind": "hand_out", "responsible": "hr"},
    {"kind": "message", "mail_template_id": "mail", "recipient": "manager", "offset_days": -90},
    {"kind": "message", "mail_template_id": "mail", "recipient": "person", "offset_days": -90},
)


def _people(full):
    """How many people there are on a desk with so many tickets."""
    return lambda scale: min(full, max(full * scale // FULL_SCALE, LEAST))


def journeys(title, **facts):
    return operation(title, addon=ADDON, has_bare=False, share=8, login=people.MANAGER, **facts)


@journeys(f"start {FEW} journeys of {len(STEPS)} steps", count=_people(FEW))
def journey_start_few(scene):
    return _starting(_confirmed(scene, FEW))


@journeys(f"start {MANY} journeys of {len(STEPS)} steps", count=_people(MANY), limit=60_000)
def journey_start(scene):
    return _starting(_confirmed(scene, MANY))


@journeys(f"HR's list of {MANY} journeys", limit=500)
def journey_list(scene):
    proposed = _confirmed(scene, MANY)
    _starting(proposed)()
    fields_shown = specification.of_view(proposed, "list")
    domain = [("state", "in", ("proposed", "running")), ("kind", "=", "joiner")]
    return lambda: proposed.with_context(bin_size=True).web_search_read(domain, fields_shown, **PAGE)


@journeys(f"HR's form of one of {MANY} journeys", limit=500)
def journey_form(scene):
    proposed = _confirmed(scene, MANY)
    _starting(proposed)()
    fields_shown = specification.of_view(proposed, "form")
    return lambda: proposed[:1].with_context(bin_size=True).web_read(fields_shown)


def _starting(proposed):
    """The job, over all that was confirmed."""
    jobs = proposed.sudo().with_user(SUPERUSER_ID)

    def run():
        with patch.object(type(jobs.env["ir.cron"]), "_commit_progress", lambda *_args, **_values: 1):
            jobs._cron_run()
        states = set(jobs.browse(proposed.ids).mapped("state"))
        assert states == {"running"}, states

    return run


def _confirmed(scene, full):
    """Journeys of new people that HR has confirmed, as HR."""
    env = scene.env(user=SUPERUSER_ID, context={**scene.env.context, "tracking_disable": True})
    count = _people(full)(scene.scale)
    hr = env["res.users"].with_context(no_reset_password=True).create(
        {"name": "Bench HR", "login": "bench_hr", "email": "bench_hr@example.com",
         "group_ids": [Command.set(env.ref("hr.group_hr_user").ids)]})
    # What the demo proposes is no part of this.
    env[JOURNEY].search([("state", "=", "proposed")]).write({"is_confirmed": False})
    department = env["hr.department"].create({"name": "Bench Department"})
    managers = _employ(env, department, MANAGERS, "Manager", login=True)
    newcomers = _employ(env, department, count, "Newcomer", managers=managers)
    _write_template(env, department)
    proposed = env[JOURNEY].with_user(hr)._propose("joiner", newcomers, fields.Date.today() + timedelta(days=30))
    proposed.write({"is_confirmed": True, "confirmed_by_id": hr.id})
    return proposed.with_user(hr).sudo(False)


def _employ(env, department, count, name, login=False, managers=None):
    values = [{"name": f"{name} {n}", "work_email": f"{name}{n}@bench.example.com", "department_id": department.id}
              for n in range(count)]
    for n, row in enumerate(values):
        if managers:
            row["parent_id"] = managers[n % len(managers)].id
        if login:
            row["user_id"] = env["res.users"].with_context(no_reset_password=True).create(
                {"name": row["name"], "login": row["work_email"], "email": row["work_email"]}).id
    return env["hr.employee"].create(values)


def _write_template(env, department):
    """The steps, with an item that has a form and a package of entitlements."""
    item = env["service.desk.catalog.item"].create(
        {"name": "Bench Laptop", "audience": "internal",
         "question_ids": [Command.create({"name": code, "code": code, "kind": "text"}) for code in ("model", "room")]})
    item.state = "published"
    entitlements = env["service.desk.entitlement"].create(
        [{"name": f"Bench Access {n}", "owner_id": SUPERUSER_ID} for n in range(4)])
    env["service.desk.access.package"].create(
        {"name": "Bench Package", "department_ids": [Command.set(department.ids)],
         "entitlement_ids": [Command.set(entitlements.ids)]})
    mail = env["mail.template"].create(
        {"name": "Bench Welcome", "model_id": env["ir.model"]._get_id(JOURNEY), "subject": "Welcome",
         "body_html": "<p>Welcome <t t-out='object.person_name'/></p>"})
    stands_for = {"team": people.ids(env, "team")[0], "item": item.id, "mail": mail.id}
    steps = [{name: stands_for[value] if name.endswith("_id") else value for name, value in step.items()}
             for step in STEPS]
    env[TEMPLATE].create(
        {"name": "Bench Joiner", "kind": "joiner", "department_ids": [Command.set(department.ids)],
         "company_id": env.company.id, "sequence": -1,
         "step_ids": [Command.create({"name": f"Step {n}", **step,
                                      **({"answer_ids": [Command.create({"code": "model", "value": "Light"})]}
                                         if step["kind"] == "item" else {})})
                      for n, step in enumerate(steps)]})
