from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..graph_rules import DOWN, Link
from .service_desk_ci_data import NOBODY, TO_TARGET
from .service_desk_ci_graph_data import MAX_LINKS, MAX_WALKED


class ServiceDeskCiGraphReader(models.AbstractModel):
    """Finds what a map shows, in a number of queries that does not depend on how much that is."""

    _name = "service.desk.ci.graph.reader"
    _description = "Reader of the Map"

    # -- Relations ---------------------------------------------------------------------------------

    @api.model
    def _types(self, ids):
        """The types of relations that are followed: those by which something relies, unless others are wanted."""
        domain = Domain("id", "in", list(ids)) if ids else Domain("passes", "!=", NOBODY)
        # What is archived has relations, too.
        return self.env["service.desk.ci.relation.type"].with_context(active_test=False).search(domain)

    @api.model
    def _links(self, ids, ways, types):
        """Relations around these items, near ones first, and the items of which not all are known.

        One query for each way. As with impact it remembers alone where it has been, and stops at
        the limit; the state of the items is not asked, so that what is planned is on the map, too.
        """
        relations = self.env["service.desk.ci.relation"]
        relations.flush_model(["source_id", "target_id", "type_id"])
        self.env.cr.execute(SQL("SELECT set_config('jit', 'off', TRUE)"))
        forth = [kind.id for kind in types if kind.passes == TO_TARGET]
        mutual = set(types.filtered("is_symmetric").ids)
        back = [kind.id for kind in types if kind.id not in forth]
        found, loose = {}, set()
        for way in ways:
            rows = self.env.execute_query(self._walk_query(ids, way, forth, back, list(mutual)))
            around = [row for row in rows if row[1]]
            for id_, source, target, kind, _near in around:
                base, top = (source, target) if kind in forth else (target, source)
                found[id_] = Link(base, top, id_, kind in mutual)
            # With too many relations, those of the last item are not all there.
            known = {row[4] for row in (rows[:-1] if len(rows) >= MAX_LINKS else rows)}
            loose |= {end for row in around for end in row[1:3]} - known
        return list(found.values()), loose

    @api.model
    def _walk_query(self, ids, way, forth, back, mutual):
        """:param forth: types whose first end is the base; ``back``: whose second is; ``mutual``: either"""
        here, there = (SQL("target_id"), SQL("source_id")) if way == DOWN else (SQL("source_id"), SQL("target_id"))
        step = SQL(
            """
            SELECT r.id, r.source_id, r.target_id, r.type_id, r.%(there)s AS next
              FROM service_desk_ci_relation r
             WHERE r.%(here)s = near.id AND r.type_id = ANY(%(back)s)
             UNION ALL
            SELECT r.id, r.source_id, r.target_id, r.type_id, r.%(here)s
              FROM service_desk_ci_relation r
             WHERE r.%(there)s = near.id AND r.type_id = ANY(%(forth)s)
            """,
            here=here,
            there=there,
            back=back,
            forth=forth + mutual,
        )
        return SQL(
            """
            WITH RECURSIVE walk(id) AS (
                SELECT unnest(%(ids)s::int[])
                 UNION
                SELECT step.next FROM walk near CROSS JOIN LATERAL (%(step)s) step
            ),
            near AS MATERIALIZED (SELECT id FROM walk LIMIT %(walked)s)
            SELECT step.id, step.source_id, step.target_id, step.type_id, near.id
              FROM near LEFT JOIN LATERAL (%(step)s) step ON TRUE
             LIMIT %(links)s
            """,
            ids=list(ids),
            step=step,
            walked=MAX_WALKED,
            links=MAX_LINKS,
        )

    @api.model
    def _wanted(self, items, filters):
        """ids of items that are not filtered out."""
        classes = self._classes_below(filters["classes"])
        return {
            item.id
            for item in items
            if (not classes or item.class_id.id in classes)
            and (not filters["environments"] or item.environment in filters["environments"])
            and (not filters["states"] or item.state in filters["states"])
        }

    @api.model
    def _classes_below(self, ids):
        if not ids:
            return set()
        classes = self.env["service.desk.ci.class"].with_context(active_test=False)
        return set(classes.search([("id", "child_of", list(ids))]).ids) or {0}

    # -- Choices -----------------------------------------------------------------------------------

    @api.model
    def _choices(self, items, types):
        """What the filters offer."""
        every = self.env["service.desk.ci.relation.type"].search(Domain.TRUE)
        classes = items.class_id.sorted("complete_name")
        return {
            "types": [{"id": one.id, "name": one.name, "is_chosen": one in types} for one in every],
            "classes": [{"id": one.id, "name": one.complete_name} for one in classes],
            **{
                f"{name}s": [
                    {"id": code, "name": label} for code, label in items._fields[name]._description_selection(self.env)
                ]
                for name in ("environment", "state")
            },
        }
