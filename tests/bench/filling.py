"""Fills a database with tickets, by SQL: a million of them in a minute or two.

The same rows go into the desk's table and into the bare one. How many tickets are open does not
grow with the history: a desk that has run for ten years has a longer list of what is closed, not
a longer list of what is to be done.
"""
import hashlib
from contextlib import contextmanager
from pathlib import Path

from odoo.api import SUPERUSER_ID, Environment
from odoo.tools import SQL

from . import landscape, people

#: Tickets somebody still has to work on, at every scale that has room for so many.
OPEN = 3000
#: Resolved, and not closed yet.
RESOLVED = 1000
#: Tickets whose conversation is there: the newest. Older ones are not touched by any operation.
TALKED_ABOUT = 10_000

SUBJECTS = ("Laptop does not start", "Printer is out of order", "No access to the share",
            "Password expired", "Mail client crashes", "VPN is slow", "Screen stays dark",
            "Invoice cannot be printed", "Phone has no signal", "Report shows wrong figures")
DESCRIPTION = "<p>It worked yesterday. Since this morning nothing happens when I try.</p>"

#: Columns that both tables take over as they are.
SAME = ("id", "number", "name", "description", "state", "phase", "company_id", "requester_id",
        "submitted_by_id", "customer_id", "user_id", "impact", "urgency", "priority", "channel",
        "is_confidential", "escalation_level", "reopen_count", "reassignment_count",
        "rating_last_value", "date_opened", "date_due", "date_assigned", "date_first_response",
        "date_pending", "date_resolved", "date_closed",
        "create_uid", "write_uid", "create_date", "write_date")
#: Columns that hold a place in a list of ids, which differ between desk and bare.
PLACES = {"team_id": "team", "service_id": "service", "category_id": "category",
          "pending_reason_id": "reason"}


def fingerprint():
    """Tells whether a kept database was filled by this very code."""
    folder = Path(__file__).parent
    return hashlib.sha256(b"".join(
        (folder / name).read_bytes() for name in ("filling.py", "landscape.py", "people.py"))).hexdigest()[:16]


def open_tickets(scale):
    return min(OPEN, scale * 3 // 10)


def fill(registry, scale):
    """Insert ``scale`` incidents, as many bare records, and a quarter as many requests."""
    with registry.cursor() as cr:
        env = Environment(cr, SUPERUSER_ID, {})
        _draw(env, "bench_ticket", scale, open_tickets(scale))
        _draw(env, "bench_wish", scale // 4, open_tickets(scale) // 4)
        cr.execute("UPDATE bench_wish SET number = 'REQ' || lpad(id::text, 7, '0'),"
                   " state = CASE state WHEN 'resolved' THEN 'fulfilled' ELSE state END")
        _insert(env, "bench_ticket", "service.desk.incident")
        _insert(env, "bench_wish", "service.desk.request")
        _insert(env, "bench_ticket", "bench.bare")
        _insert_lines(env)
        landscape.fill(env, scale, naked)
        for model in ("service.desk.incident", "bench.bare"):
            _insert_conversations(env, model, scale)
        for model, count in (("service.desk.incident", scale), ("service.desk.request", scale // 4)):
            env[model]._number_sequence(env.company.id).number_next = count + 1


def analyze(registry):
    """What autovacuum would have done by then: statistics and visibility maps."""
    with registry.cursor() as cr:
        cr._cnx.autocommit = True
        cr.execute("VACUUM ANALYZE")


#: Who lived how: the newest are open or just resolved, the rest ended; all else hangs on the id.
DRAWING = """
CREATE TEMP TABLE %(table)s ON COMMIT DROP AS
WITH drawn AS (
    SELECT i, %(scale)s - i AS age, i > %(scale)s - 2 * %(open)s AND i %% 2 = 0 AS is_open,
           i > %(scale)s - 2 * %(resolved)s AND i %% 2 = 1 AS is_resolved,
           (now() AT TIME ZONE 'UTC')::timestamp(0)
               - (%(scale)s - i) * interval '1000 days' / %(scale)s AS opened
      FROM generate_series(1, %(scale)s) i
), lived AS (
    SELECT *, CASE WHEN is_open THEN %(open_state)s
                   WHEN is_resolved THEN 'resolved'
                   WHEN %(cancelled)s THEN 'cancelled'
                   ELSE 'closed' END AS state
      FROM drawn
)
SELECT i AS id, 'INC' || lpad(i::text, 7, '0') AS number,
       %(subject)s || ' (room ' || i %% 977 || ')' AS name, %(description)s AS description,
       state,
       CASE state WHEN 'new' THEN 'new' WHEN 'in_progress' THEN 'active'
                  WHEN 'pending' THEN 'pending' WHEN 'resolved' THEN 'done'
                  ELSE 'closed' END AS phase,
       CASE WHEN %(sister)s THEN %(sister_company)s ELSE %(company)s END AS company_id,
       %(requester)s AS requester_id, %(requester)s AS submitted_by_id,
       NULL::int AS customer_id,
       CASE WHEN state != 'new' THEN %(agent)s END AS user_id,
       %(impact)s AS impact, %(urgency)s AS urgency, %(priority)s AS priority,
       %(channel)s AS channel, %(confidential)s AS is_confidential,
       CASE WHEN %(raised)s THEN 1 ELSE 0 END AS escalation_level,
       CASE WHEN %(reopened)s THEN 1 ELSE 0 END AS reopen_count,
       CASE WHEN %(passed_on)s THEN 1 ELSE 0 END AS reassignment_count,
       CASE WHEN state IN ('resolved', 'closed') AND %(rated)s THEN %(stars)s ELSE 0 END
           AS rating_last_value,
       opened AS date_opened,
       CASE WHEN %(promised)s THEN opened + interval '3 days' END AS date_due,
       CASE WHEN state != 'new' THEN opened + interval '1 hour' END AS date_assigned,
       CASE WHEN state != 'new'
            THEN opened + interval '1 minute' * (10 + i %% 600) END AS date_first_response,
       CASE WHEN state = 'pending' THEN opened + interval '2 hours' END AS date_pending,
       CASE WHEN state IN ('resolved', 'closed', 'cancelled')
            THEN opened + interval '1 hour' * (2 + i %% 97) END AS date_resolved,
       CASE WHEN state IN ('closed', 'cancelled')
            THEN opened + interval '6 days' END AS date_closed,
       1 AS create_uid, 1 AS write_uid, opened AS create_date, opened AS write_date,
       1 + (hashint4(i + 11) & 2147483647) %% %(teams)s AS team_id,
       1 + (hashint4(i + 12) & 2147483647) %% %(services)s AS service_id,
       1 + (hashint4(i + 13) & 2147483647) %% %(categories)s AS category_id,
       CASE WHEN state = 'pending'
            THEN 1 + (hashint4(i + 14) & 2147483647) %% %(reasons)s END AS pending_reason_id
  FROM lived
"""


def _draw(env, table, scale, is_open):
    """Draw tickets into a temporary table. Nothing is random: each run draws the same."""
    def one_of(values, salt):
        return SQL("(%s)[1 + (hashint4(i + %s) & 2147483647) %% %s]", list(values), salt, len(values))

    def chance(percent, salt):
        return SQL("(hashint4(i + %s) & 2147483647) %% 100 < %s", salt, percent)

    companies = env["res.company"].search([], order="id").ids
    env.cr.execute(SQL(
        DRAWING,
        table=SQL.identifier(table), scale=scale, open=is_open, resolved=min(RESOLVED, scale // 5),
        open_state=one_of(["new", "in_progress", "in_progress", "pending"], 1),
        cancelled=chance(3, 2), subject=one_of(SUBJECTS, 3), description=DESCRIPTION,
        sister=chance(10, 4), company=companies[0], sister_company=companies[1],
        requester=one_of(people.ids(env, "requester"), 5),
        agent=one_of(people.ids(env, "agent"), 6), impact=one_of("123", 7), urgency=one_of("123", 8),
        priority=one_of("122333334445", 9), channel=one_of(["portal", "email", "phone"], 10),
        confidential=chance(2, 15), promised=chance(60, 16), raised=chance(3, 17),
        reopened=chance(4, 18), passed_on=chance(15, 19), rated=chance(20, 20),
        stars=one_of([1, 2, 3, 4, 4, 5, 5, 5], 21),
        teams=people.TEAMS, services=people.SERVICES, categories=people.CATEGORIES,
        reasons=people.REASONS))
    env.cr.execute(SQL(
        "UPDATE %s t SET customer_id = p.commercial_partner_id"
        " FROM res_partner p WHERE p.id = t.requester_id", SQL.identifier(table)))


def _insert(env, source, model):
    """Copy drawn tickets into the table of a model."""
    bare = model == "bench.bare"
    places = [SQL("(%s)[%s]", people.ids(env, kind, bare), SQL.identifier("d", column))
              for column, kind in PLACES.items()]
    constants = _constants(env[model])
    columns = SQL(", ").join(map(SQL.identifier, (*SAME, *PLACES, *constants)))
    values = SQL(", ").join([
        *(SQL.identifier("d", column) for column in SAME),
        *places,
        *(SQL("%s", value) for value in constants.values()),
    ])
    table = env[model]._table
    with naked(env.cr, table):
        env.cr.execute(SQL("INSERT INTO %s (%s) SELECT %s FROM %s d ORDER BY id",
                           SQL.identifier(table), columns, values, SQL.identifier(source)))
    _advance(env.cr, table)


def _constants(records):
    """Columns that no ticket may leave empty and that say the same on all of them."""
    needed = [
        name for name, field in records._fields.items()
        if field.type == "selection" and field.required and field.store and not field.compute
        and field.default and name not in (*SAME, *PLACES)
    ]
    return {name: value for name, value in records.default_get(needed).items() if name in needed}


def _insert_lines(env):
    """Two moves per ended incident, one per other that was begun; a third has its work logged."""
    cr = env.cr
    with naked(cr, "service_desk_transition"):
        cr.execute("""
            INSERT INTO service_desk_transition
                   (incident_id, date, state_from, state_to, phase_from, phase_to, actor_id, team_id)
            SELECT id, date_assigned, 'new', 'in_progress', 'new', 'active', user_id, team_id
              FROM service_desk_incident WHERE state != 'new' ORDER BY id""")
        cr.execute("""
            INSERT INTO service_desk_transition
                   (incident_id, date, state_from, state_to, phase_from, phase_to, actor_id, team_id)
            SELECT id, date_resolved, 'in_progress', state, 'active', phase, user_id, team_id
              FROM service_desk_incident WHERE date_resolved IS NOT NULL ORDER BY id""")
    with naked(cr, "service_desk_worklog"):
        cr.execute("""
            INSERT INTO service_desk_worklog (incident_id, date, user_id, minutes, name,
                                              create_uid, create_date)
            SELECT id, date_assigned, user_id, 15, 'Looked at it', user_id, date_assigned
              FROM service_desk_incident WHERE user_id IS NOT NULL AND id % 3 = 0 ORDER BY id""")


def _insert_conversations(env, model, scale):
    """The requester follows, and the note about the creation is there."""
    cr, comment = env.cr, env.ref("mail.mt_comment").id
    newest = {"model": model, "first": scale - TALKED_ABOUT, "comment": comment,
              "table": SQL.identifier(env[model]._table), "note": env.ref("mail.mt_note").id}
    cr.execute(SQL(
        """
        WITH followed AS (
            INSERT INTO mail_followers (res_model, res_id, partner_id)
            SELECT %(model)s, id, requester_id FROM %(table)s WHERE id > %(first)s RETURNING id
        )
        INSERT INTO mail_followers_mail_message_subtype_rel
               (mail_followers_id, mail_message_subtype_id)
        SELECT id, %(comment)s FROM followed
        """, **newest))
    cr.execute(SQL(
        """
        INSERT INTO mail_message (model, res_id, message_type, subtype_id, author_id, body, date,
                                  create_uid, create_date, is_internal)
        SELECT %(model)s, id, 'notification', %(note)s, 1, '', create_date, 1, create_date, true
          FROM %(table)s WHERE id > %(first)s
        """, **newest))


@contextmanager
def naked(cr, table):
    """Build indexes and check foreign keys once after filling, in a fraction of the time."""
    name = SQL.identifier(table)
    keys = _catalog(cr, """
        SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
         WHERE conrelid = %s::regclass AND contype = 'f'""", table)
    indexes = _catalog(cr, """
        SELECT c.relname, pg_get_indexdef(i.indexrelid)
          FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
         WHERE i.indrelid = %s::regclass
           AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.indexrelid)""", table)
    for key in keys:
        cr.execute(SQL("ALTER TABLE %s DROP CONSTRAINT %s", name, SQL.identifier(key)))
    for index in indexes:
        cr.execute(SQL("DROP INDEX %s", SQL.identifier(index)))
    yield
    for definition in indexes.values():
        cr.execute(definition)
    for key, definition in keys.items():
        cr.execute(SQL("ALTER TABLE %s ADD CONSTRAINT %s %s", name, SQL.identifier(key), SQL(definition)))


def _catalog(cr, query, table):
    """name -> definition, as PostgreSQL's own tables tell them."""
    cr.execute(query, [table])
    return dict(cr.fetchall())


def _advance(cr, table):
    """Let the next record get the next id."""
    cr.execute(SQL("SELECT setval(%s, max(id)) FROM %s", f"{table}_id_seq", SQL.identifier(table)))
