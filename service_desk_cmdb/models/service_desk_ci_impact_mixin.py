from dataclasses import dataclass, field
from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL

from .. import impact_rules
from .service_desk_ci_data import DOWN, MAX_DEPTH, MAX_NODES, RELATED_DEPTH, RELATED_ROWS, UP


@dataclass(frozen=True)
class Impact:
    """What was found, ids of items throughout.

    :param hits: id -> :class:`~..impact_rules.Hit`, what failed first included, nearest first
    :param is_cut: there is more, further away than is followed
    """

    hits: dict = field(default_factory=dict)
    is_cut: bool = False

    def failing(self):
        """ids of what fails, without what failed first."""
        return [one for one, hit in self.hits.items() if hit.depth and hit.verdict == impact_rules.FAILS]

    def weakened(self):
        """ids of what still works, with less than it should have."""
        return [one for one, hit in self.hits.items() if hit.verdict == impact_rules.WEAKENED]


class ServiceDeskCiImpactMixin(models.AbstractModel):
    """What a failure of configuration items does, and what can do harm to them."""

    _name = "service.desk.ci.impact.mixin"
    _description = "Impact of Configuration Items"

    source_relation_ids = fields.One2many("service.desk.ci.relation", "source_id", string="Relates To")
    target_relation_ids = fields.One2many("service.desk.ci.relation", "target_id", string="Related From")
    redundancy_ids = fields.One2many("service.desk.ci.redundancy", "ci_id")

    def unlink(self):
        """The relations of these go with them; the histories of what they were related to tell it."""
        self.check_access("unlink")
        known = self.sudo()  # sudo: relations with things that the user may not see go, too, and are told there
        relations = (known.source_relation_ids | known.target_relation_ids).sudo(self.env.su)
        told = {key: words for key, words in relations._all_told().items() if key[1].id not in self.ids}
        result = super().unlink()
        relations._tell(told, {})
        return result

    def _impact(self, direction=DOWN, limit=MAX_NODES):
        """What happens when all of these fail together, or what can make them fail.

        Walks over things of all companies: a failure knows none. What is shown to people is for
        the caller to sift.

        :param direction: ``down`` to what relies on these, with redundancy; ``up`` to that on which
            these rely, near or far, where each thing counts by itself
        :param limit: so many things are followed at most
        :rtype: Impact
        """
        ids = self._origin.ids
        if not ids:
            return Impact()
        rows = self._walk(ids, direction, limit)
        known = {row[0] for row in rows} | {row[1] for row in rows}
        is_cut = len(known | set(ids)) >= limit
        needs = {}
        if direction == UP:
            edges = [impact_rules.Edge(effect, cause, kind) for cause, effect, kind, *_need in rows]
        else:
            edges = [impact_rules.Edge(cause, effect, kind) for cause, effect, kind, *_need in rows]
            needs = {
                (effect, kind): impact_rules.Need(total, need, value)
                for _cause, effect, kind, need, value, total in rows
                if need != impact_rules.ALL
            }
        hits = impact_rules.spread(ids, edges, needs, MAX_DEPTH)
        return Impact(dict(islice(hits.items(), max(limit, len(ids)))), is_cut)

    @api.model
    def _walk(self, ids, direction, limit):
        """Relations by which a failure can run from these: (cause, effect, type, need, value, total).

        One query. It remembers the things alone where it has been, so that circles end; PostgreSQL
        walks by distance and stops at the limit, so that what is left out is what is farthest.
        ``total`` counts only where not all are needed, and on the way down, where that is asked.
        """
        self._flush_walk()
        # Compiling the query takes longer than answering it.
        self.env.cr.execute(SQL("SELECT set_config('jit', 'off', TRUE)"))
        here, there = (SQL("cause_id"), SQL("effect_id")) if direction == DOWN else (SQL("effect_id"), SQL("cause_id"))
        return self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE walk(id) AS (
                    SELECT unnest(%(ids)s::int[])
                     UNION
                    SELECT step.id
                      FROM walk
                      JOIN LATERAL (
                               SELECT r.%(there)s AS id
                                 FROM service_desk_ci_relation r
                                WHERE r.%(here)s = walk.id
                                UNION ALL
                               SELECT r.%(here)s
                                 FROM service_desk_ci_relation r
                                WHERE r.%(there)s = walk.id AND r.is_mutual
                           ) step ON TRUE
                ),
                near AS MATERIALIZED (SELECT id FROM walk LIMIT %(limit)s),
                edge AS MATERIALIZED (
                    SELECT step.*
                      FROM near
                      CROSS JOIN LATERAL (
                               SELECT r.cause_id, r.effect_id, r.type_id
                                 FROM service_desk_ci_relation r
                                WHERE r.%(here)s = near.id
                                UNION ALL
                               SELECT r.effect_id, r.cause_id, r.type_id
                                 FROM service_desk_ci_relation r
                                WHERE r.%(there)s = near.id AND r.is_mutual
                           ) step
                )
                SELECT edge.cause_id, edge.effect_id, edge.type_id,
                       COALESCE(own.need, kind.need), COALESCE(own.need_value, kind.need_value, 0),
                       CASE WHEN %(is_up)s OR COALESCE(own.need, kind.need) = 'all' THEN 0 ELSE (
                           SELECT count(*)
                             FROM service_desk_ci_relation r
                            WHERE r.type_id = edge.type_id
                              AND (r.effect_id = edge.effect_id OR (r.is_mutual AND r.cause_id = edge.effect_id))
                       ) END
                  FROM edge
                  JOIN service_desk_ci_relation_type kind ON kind.id = edge.type_id
                  LEFT JOIN service_desk_ci_redundancy own
                    ON own.ci_id = edge.effect_id AND own.type_id = edge.type_id
                """,
                ids=list(ids),
                here=here,
                there=there,
                limit=limit,
                is_up=direction == UP,
            )
        )

    @api.model
    def _related_to(self, ids):
        """What relies on each of these, or what these rely on, at most some steps away: id -> set of ids.

        One query for all; redundancy is not asked, since two changes that each take one of two away
        are in each other's way just so.
        """
        if not ids:
            return {}
        self._flush_walk()
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE walk(start, id, is_down, depth) AS (
                    SELECT s.id, s.id, down, 0
                      FROM unnest(%(ids)s) AS s(id), (VALUES (TRUE), (FALSE)) AS way(down)
                     UNION
                    SELECT walk.start, step.id, walk.is_down, walk.depth + 1
                      FROM walk
                      CROSS JOIN LATERAL (
                               SELECT r.effect_id AS id
                                 FROM service_desk_ci_relation r
                                WHERE r.cause_id = walk.id AND (walk.is_down OR r.is_mutual)
                                UNION ALL
                               SELECT r.cause_id
                                 FROM service_desk_ci_relation r
                                WHERE r.effect_id = walk.id AND (NOT walk.is_down OR r.is_mutual)
                           ) step
                     WHERE walk.depth < %(depth)s
                ),
                near AS (SELECT start, id FROM walk LIMIT %(limit)s)
                SELECT start, array_agg(DISTINCT id) FROM near WHERE id != start GROUP BY start
                """,
                ids=list(ids),
                depth=RELATED_DEPTH,
                limit=RELATED_ROWS,
            )
        )
        return {start: set(found) for start, found in rows}

    @api.model
    def _relying_among(self, items, services):
        """Who relies on whom among these items and services, on the way of failures: pairs of keys (model, id)."""
        if not items:
            return []
        self._flush_walk()
        self.flush_model(["service_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT 'service.desk.ci', effect_id, cause_id
                  FROM service_desk_ci_relation WHERE cause_id = ANY(%(items)s) AND effect_id = ANY(%(items)s)
                 UNION ALL
                SELECT 'service.desk.ci', cause_id, effect_id
                  FROM service_desk_ci_relation
                 WHERE is_mutual AND cause_id = ANY(%(items)s) AND effect_id = ANY(%(items)s)
                 UNION ALL
                SELECT 'service.desk.service', service_id, ci_id
                  FROM service_desk_ci_service_rel WHERE ci_id = ANY(%(items)s) AND service_id = ANY(%(services)s)
                """,
                items=items,
                services=services,
            )
        )
        return [((model, who), ("service.desk.ci", what)) for model, who, what in rows]

    @api.model
    def _flush_walk(self):
        self.env["service.desk.ci.relation"].flush_model(["cause_id", "effect_id", "is_mutual", "type_id"])
        self.env["service.desk.ci.relation.type"].flush_model(["need", "need_value"])
        self.env["service.desk.ci.redundancy"].flush_model(["ci_id", "type_id", "need", "need_value"])
