"""Ordering and access: the catalog, an order with a form, access that ends, and a review of it.

Nothing in Odoo stands beside these, so that the desk is measured alone. What an operation needs is
inserted by SQL in its own transaction, as there are tens of thousands of records; fewer on a desk
with fewer than 10,000 tickets.
"""
from unittest.mock import patch

from odoo.api import SUPERUSER_ID
from odoo.tools import SQL

from . import people
from .operations import operation

ITEMS, CART = 200, 10
EXPIRING, REVIEWED = 10_000, 50_000
#: From so many tickets on, there is as much access as the titles say.
FULL_SCALE = 10_000

#: Kind, code, and what more there is to say of it; half of them depend on another.
QUESTIONS = (
    ("choice", "model", {"is_required": True}),
    ("text", "which", {"on": ("model", "other"), "is_required": True}),
    ("long_text", "why", {"is_required": True}),
    ("number", "count", {"minimum": "1", "maximum": "9"}),
    ("date", "wanted", {"minimum": "0"}),
    ("yes_no", "old", {}),
    ("text", "serial", {"on": ("old", "yes"), "pattern": "[A-Z]{2}[0-9]+"}),
    ("choices", "extras", {}),
    ("text", "room", {}),
    ("file", "photo", {"extensions": "png, txt", "max_mb": 1}),
)
CHOICES = ("light", "strong", "other")
ANSWERS = {
    "model": "other", "which": "The one with two screens", "why": "Films of whales.\n" * 5, "count": "2",
    "old": "yes", "serial": "AB1234", "extras": ["light", "strong"], "room": "Room 12",
}
FILES = {"photo": [("desk.txt", b"It stands by the window. " * 400)]}


# -- The catalog -------------------------------------------------------------------------------

@operation(f"portal: catalog of {ITEMS} items", login=people.REQUESTER, limit=300, has_bare=False)
def catalog(scene):
    _stock(scene)
    pages = scene.env["service.desk.catalog"]
    return lambda: pages._cards(pages._offered())


@operation(f"portal: search in {ITEMS} items, mistyped", login=people.REQUESTER, limit=300, has_bare=False)
def catalog_search(scene):
    _stock(scene)
    pages = scene.env["service.desk.catalog"]
    return lambda: pages._search_cards(pages._cards(pages._offered()), "labtop 17")


@operation("portal: order with a form and a file", login=people.REQUESTER, limit=1000, growth=2, has_bare=False)
def order(scene):
    item = _stock(scene)[0]
    return lambda: item._place_order([_line(item)])


@operation(f"portal: order of {CART} items with forms", login=people.REQUESTER, growth=2, share=4, has_bare=False)
def order_cart(scene):
    lines = [_line(item) for item in _stock(scene)[:CART]]
    return lambda: scene.env["service.desk.catalog.item"]._place_order(lines)


def _stock(scene):
    """Published items, the first of them with a form."""
    # sudo: the catalog is a manager's, and filled before the clock starts.
    env = scene.env(user=SUPERUSER_ID, context={"tracking_disable": True})
    categories = people.ids(env, "category")
    items = env["service.desk.catalog.item"].create([
        {"name": f"Laptop {number}", "summary": "For those who are on their way", "audience": "all",
         "category_id": categories[number % len(categories)], "price": number, "state": "published",
         "question_ids": _questions() if number < CART else []}
        for number in range(ITEMS)])
    for item in items[:CART]:
        _let_depend(item)
    return items.with_env(scene.env)


def _questions():
    return [
        (0, 0, {"sequence": place, "kind": kind, "code": code, "name": code.title(),
                **{name: value for name, value in facts.items() if name != "on"},
                "choice_ids": [(0, 0, {"name": name.title(), "value": name}) for name in CHOICES]
                if kind.startswith("choice") else []})
        for place, (kind, code, facts) in enumerate(QUESTIONS)]


def _let_depend(item):
    ids = {question.code: question.id for question in item.question_ids}
    item.env["service.desk.catalog.condition"].create([
        {"purpose": "show", "question_id": ids[code], "on_question_id": ids[facts["on"][0]],
         "operator": "is", "value": facts["on"][1]}
        for _kind, code, facts in QUESTIONS if "on" in facts])


def _line(item):
    return {"item_id": item.id, "quantity": 1, "answers": ANSWERS, "files": FILES}


# -- Access ------------------------------------------------------------------------------------

@operation(f"{EXPIRING:,} access records expire", share=5, has_bare=False)
def access_expire(scene):
    env = scene.env(user=SUPERUSER_ID)
    _hand_out(env, _sized(scene, EXPIRING), is_group=True)
    cron = type(env["ir.cron"])

    def expire():
        # Nothing of a scene is kept, so that the job may not commit its batches.
        with patch.object(cron, "_commit_progress", lambda *_args, **_kwargs: _flush(env)):
            env["service.desk.access"]._cron_time()
    return expire


@operation(f"open a review of {REVIEWED:,}", share=5, has_bare=False)
def review_open(scene):
    review = _review(scene)
    return review.action_open


@operation(f"decide {REVIEWED:,} lines in bulk", share=5, has_bare=False)
def review_decide(scene):
    review = _review(scene)
    review.action_open()
    lines = scene.env["service.desk.access.review.line"].browse(review.line_ids.ids)
    return lines.action_revoke


def _flush(env):
    """What a commit between batches would have done, and no end of time."""
    env.flush_all()
    env.invalidate_all()
    return float("inf")


def _sized(scene, count):
    return count * min(scene.scale, FULL_SCALE) // FULL_SCALE


def _review(scene):
    """A review of what so many hold; the current user owns all of it."""
    # sudo: opening reviews is an access manager's.
    env = scene.env(user=SUPERUSER_ID)
    entitlements = _hand_out(env, _sized(scene, REVIEWED), owner_id=scene.env.uid)
    return env["service.desk.access.review"].create({
        "name": "Who has what", "date_deadline": "2999-01-01", "entitlement_ids": [(6, 0, entitlements.ids)]})


def _hand_out(env, count, is_group=False, **values):
    """So much active access, spread over all requesters; over since yesterday where groups give it."""
    holders = people.ids(env, "requester")[:count]
    number = count // len(holders)
    groups = env["res.groups"].create([{"name": f"Bench {place}"} for place in range(number)])
    entitlements = env["service.desk.entitlement"].create([
        {"name": f"Bench {place}", **values,
         **({"method": "group", "group_ids": [(6, 0, group.ids)]} if is_group else {})}
        for place, group in enumerate(groups)])
    env.flush_all()
    if is_group:
        _give_logins(env, holders)
    env.cr.execute(SQL(
        """
        INSERT INTO service_desk_access
               (partner_id, entitlement_id, company_id, approval_state, state, risk, user_id,
                date_granted, date_end, create_uid, create_date, write_uid, write_date)
        SELECT p.id, e.id, %s, 'none', 'active', e.risk, u.id, now() AT TIME ZONE 'UTC' - interval '9 days',
               CASE WHEN %s THEN now() AT TIME ZONE 'UTC' - interval '1 day' END, 1, now(), 1, now()
          FROM res_partner p CROSS JOIN service_desk_entitlement e
          LEFT JOIN res_users u ON u.partner_id = p.id
         WHERE p.id = ANY(%s) AND e.id = ANY(%s)
        """, env.company.id, is_group, holders, entitlements.ids))
    if is_group:
        _let_in(env, entitlements)
    env.cr.execute("ANALYZE service_desk_access")
    env.invalidate_all()
    return entitlements


def _give_logins(env, holders):
    """An internal user for everybody who has none."""
    env.cr.execute(SQL(
        """
        WITH made AS (
            INSERT INTO res_users (login, partner_id, company_id, active, share, notification_type)
            SELECT 'bench_login_' || id, id, %(company)s, TRUE, FALSE, 'email' FROM res_partner
             WHERE id = ANY(%(holders)s) AND NOT EXISTS (SELECT FROM res_users WHERE partner_id = res_partner.id)
            RETURNING id
        ), grouped AS (
            INSERT INTO res_groups_users_rel (uid, gid) SELECT id, %(group)s FROM made
        )
        INSERT INTO res_company_users_rel (user_id, cid) SELECT id, %(company)s FROM made
        """, company=env.company.id, holders=holders, group=env.ref("base.group_user").id))


def _let_in(env, entitlements):
    """The groups as granting would have left them."""
    rows = [(entitlement.id, entitlement.group_ids.id) for entitlement in entitlements]
    env.cr.execute(SQL(
        """
        CREATE TEMP TABLE bench_given ON COMMIT DROP AS
        SELECT a.id AS access_id, a.user_id, g.group_id
          FROM service_desk_access a
          JOIN unnest(%s, %s) AS g(entitlement_id, group_id) ON g.entitlement_id = a.entitlement_id
        """, [row[0] for row in rows], [row[1] for row in rows]))
    env.cr.execute("INSERT INTO res_groups_users_rel (uid, gid) SELECT user_id, group_id FROM bench_given")
    env.cr.execute("INSERT INTO service_desk_access_given_group_rel (access_id, group_id)"
                   " SELECT access_id, group_id FROM bench_given")
