"""What the company runs on, by SQL: a hundred thousand things with three hundred thousand relations.

Sites that are alike, each with switches, hosts, clusters, storage, machines, databases, applications,
business services and workstations. Most relations stay inside of a site, some applications need one
of another site, and some need each other, so that there are circles. Of hosts in a cluster and of
switches, some may fail.
"""
from odoo.tools import SQL

#: Things of a site; at the full scale there are so many sites.
SITE, SITES = 400, 250
#: From so many tickets on, the landscape is as large as said.
FULL_SCALE = 10_000

#: class, first and last place in a site
PLACES = (
    ("network_device", 0, 1),
    ("server", 2, 13),
    ("platform", 14, 16),
    ("storage", 17, 20),
    ("virtual_machine", 21, 140),
    ("database", 141, 180),
    ("application", 181, 260),
    ("business_service", 261, 270),
    ("workstation", 271, 399),
)
#: type, class of the first, how many each, class of the second, whether the second is anywhere
RELATIONS = (
    ("served_by", "server", 2, "network_device", False),
    ("member_of", "server", 1, "platform", False),
    ("depends_on", "platform", 1, "storage", False),
    ("runs_on", "virtual_machine", 1, "platform", False),
    ("connects_to", "virtual_machine", 1, "network_device", False),
    ("backed_up_to", "virtual_machine", 1, "storage", False),
    ("runs_on", "database", 1, "virtual_machine", False),
    ("runs_on", "application", 2, "virtual_machine", False),
    ("uses", "application", 2, "database", False),
    # Any application of the site, so that some need each other.
    ("depends_on", "application", 1, "application", False),
    ("depends_on", "database", 1, "application", True),
    ("uses", "business_service", 6, "application", False),
    ("connects_to", "workstation", 2, "network_device", False),
    ("depends_on", "workstation", 1, "application", False),
)


def count(scale):
    """Things in the landscape beside so many tickets."""
    return SITE * max(1, share(SITES, scale))


def share(full, scale):
    """What of a number that the full scale has there is beside fewer tickets."""
    return full * min(scale, FULL_SCALE) // FULL_SCALE


def fill(env, scale, naked):
    """Insert the landscape, after what came with the addon.

    :param naked: takes a table for as long as it is filled without indexes
    """
    cr = env.cr
    cr.execute("SELECT COALESCE(max(id), 0) FROM service_desk_ci")
    # Ids begin at a round number, so that the place in its site follows from the id of a thing.
    first = (cr.fetchone()[0] // SITE + 1) * SITE
    places = SQL(", ").join(SQL("(%s, %s, %s)", *place) for place in PLACES)
    with naked(cr, "service_desk_ci"):
        cr.execute(SQL(
            """
            INSERT INTO service_desk_ci
                   (id, number, name, class_id, company_id, owner_id, state, phase, environment, criticality,
                    serial_number, attributes, create_uid, create_date, write_uid, write_date)
            SELECT n, 'CI' || lpad(n::text, 7, '0'), kind.code || '-' || n, kind.id, %(company)s, 1, 'in_use', 'active',
                   CASE n %% 5 WHEN 0 THEN 'test' ELSE 'production' END, (1 + n %% 4)::text,
                   'SN' || n, '{}', 1, now(), 1, now()
              FROM generate_series(%(first)s, %(last)s) n
              JOIN (VALUES %(places)s) place(code, low, high) ON n %% %(site)s BETWEEN low AND high
              JOIN service_desk_ci_class kind ON kind.code = place.code
            """,
            company=env.company.id, first=first, last=first + count(scale) - 1, places=places, site=SITE))
    with naked(cr, "service_desk_ci_relation"):
        for number, relation in enumerate(RELATIONS):
            cr.execute(_relate(env, first, count(scale), number, *relation))
    _say_redundancy(cr, first)
    for table in ("service_desk_ci", "service_desk_ci_relation"):
        cr.execute(SQL("SELECT setval(%s, max(id)) FROM %s", f"{table}_id_seq", SQL.identifier(table)))
    env["service.desk.ci"]._number_sequence(env.company.id).number_next = first + count(scale)


def _relate(env, first, total, number, code, kind, copies, other, is_anywhere):
    """Relations of one type between two classes, drawn by the ids alone."""
    bounds = {name: (low, high) for name, low, high in PLACES}
    (low, high), (other_low, other_high) = bounds[kind], bounds[other]
    drawn = SQL("(hashint4(ci.id * 31 + copy * 7 + %s) & 2147483647)", number)
    # Two of one kind are two different ones.
    place = SQL("%s + (%s + copy) %% %s", other_low, SQL("(hashint4(ci.id * 31 + %s) & 2147483647)", number),
                other_high - other_low + 1)
    site = SQL("%s %% %s * %s + %s", drawn, total // SITE, SITE, first) if is_anywhere else SQL(
        "ci.id - ci.id %% %s", SITE)
    return SQL(
        """
        INSERT INTO service_desk_ci_relation
               (source_id, target_id, type_id, company_id, cause_id, effect_id, is_mutual,
                create_uid, create_date, write_uid, write_date)
        SELECT source, target, kind.id, %(company)s,
               CASE kind.passes WHEN 'to_source' THEN target WHEN 'to_target' THEN source END,
               CASE kind.passes WHEN 'to_source' THEN source WHEN 'to_target' THEN target END,
               FALSE, 1, now(), 1, now()
          FROM (SELECT ci.id AS source, %(site_of)s + %(place)s AS target
                  FROM service_desk_ci ci, generate_series(1, %(copies)s) copy
                 WHERE ci.id >= %(first)s AND ci.id %% %(site)s BETWEEN %(low)s AND %(high)s) drawn
          JOIN service_desk_ci_relation_type kind ON kind.code = %(code)s
         WHERE source != target
        """,
        company=env.company.id, site_of=site, place=place, copies=copies, first=first, site=SITE, low=low, high=high,
        code=code)


def _say_redundancy(cr, first):
    """A cluster needs half of its hosts."""
    cr.execute(SQL(
        """
        INSERT INTO service_desk_ci_redundancy (ci_id, company_id, type_id, need, need_value, create_uid, create_date)
        SELECT ci.id, ci.company_id, kind.id, 'percent', 50, 1, now()
          FROM service_desk_ci ci, service_desk_ci_relation_type kind
         WHERE ci.id >= %s AND ci.id %% %s BETWEEN 14 AND 16 AND kind.code = 'member_of'
        """, first, SITE))
