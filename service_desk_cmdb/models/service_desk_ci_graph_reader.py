from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS

from ..graph_rules import DOWN, Link
from .service_desk_ci_data import NOBODY, TO_TARGET
from .service_desk_ci_graph_data import MAX_LINKS, MAX_SHOWN, MAX_WALKED, SERVICE_ICON


class ServiceDeskCiGraphReader(models.AbstractModel):
    """Reads what a map shows, in a number of queries that does not depend on how much that is."""

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

    # -- Told --------------------------------------------------------------------------------------

    @api.model
    def _tell(self, roots, shown, direction, filters):
        """Nodes and edges as plain values."""
        items = self.env["service.desk.ci"].browse(shown.depths)
        users = roots if direction == "up" else items
        services = {} if filters["is_without_services"] else self._services(users, MAX_SHOWN - len(items))
        nodes = self._tell_items(items, shown, roots, filters) + self._tell_services(services, shown)
        edges = self._tell_links(shown) + self._tell_bridges(shown) + self._tell_reliance(services)
        return nodes, edges

    @api.model
    def _tell_items(self, items, shown, roots, filters):
        tickets = self._open_tickets("ci_ids", items.ids)
        states, environments, criticalities = (
            dict(items._fields[name]._description_selection(self.env))
            for name in ("state", "environment", "criticality")
        )
        return [
            {
                "key": f"i{item.id}",
                "id": item.id,
                "model": "service.desk.ci",
                "name": item.name,
                "number": item.number,
                "class_id": item.class_id.id,
                "class_name": item.class_id.name,
                "icon": item.class_id.icon or "fa-cube",
                "state": item.state,
                "state_label": states[item.state],
                "environment": environments.get(item.environment, ""),
                "criticality": item.criticality,
                "criticality_label": criticalities[item.criticality],
                "owner": item.owner_id.name or "",
                "team": item.team_id.name or "",
                "tickets": tickets.get(item.id, 0),
                "depth": shown.depths[item.id],
                "more": shown.more.get(item.id, 0),
                "is_root": item in roots,
                "is_opened": item.id in filters["opened"],
                "is_shut": item.id in filters["shut"],
            }
            for item in items
        ]

    @api.model
    def _tell_links(self, shown):
        relations = self.env["service.desk.ci.relation"].browse(link.key for link in shown.links)
        relations = relations._filtered_access("read")
        bases = {link.key: link.base for link in shown.links}
        return [
            {
                "key": f"r{relation.id}",
                "base": f"i{bases[relation.id]}",
                "top": f"i{self._other_end(relation, bases[relation.id])}",
                "is_forth": relation.source_id.id == bases[relation.id],
                "words": relation.type_id.name,
                "reverse": relation.type_id.reverse_name,
                # A failure runs along it now: both ends are in use.
                "is_live": bool(relation.cause_id),
                "is_firm": relation.type_id.passes != NOBODY,
                "hidden": 0,
            }
            for relation in relations
        ]

    @api.model
    def _other_end(self, relation, base):
        return relation.target_id.id if relation.source_id.id == base else relation.source_id.id

    @api.model
    def _tell_bridges(self, shown):
        """What relies on each other by way of what is filtered out."""
        return [
            {
                "key": f"b{base}-{top}",
                "base": f"i{base}",
                "top": f"i{top}",
                "is_forth": False,
                "words": self.env._("relies, by way of %s others, on", count),
                "reverse": self.env._("carries, by way of %s others,", count),
                "is_live": True,
                "is_firm": True,
                "hidden": count,
            }
            for (base, top), count in shown.bridges.items()
        ]

    # -- Services ----------------------------------------------------------------------------------

    @api.model
    def _services(self, items, room):
        """service -> the items and services on which it relies, of those that the reader may see."""
        found, queue = {}, []
        for item in items:
            for service in item.service_ids:
                if service in found or len(found) < room:
                    queue += [service] if service not in found else []
                    found.setdefault(service, []).append(item)
        for service in queue:
            for dependent in service.dependent_ids:
                if dependent in found or len(found) < room:
                    queue += [dependent] if dependent not in found else []
                    found.setdefault(dependent, []).append(service)
        return found

    @api.model
    def _key(self, record):
        return f"{'i' if record._name == 'service.desk.ci' else 's'}{record.id}"

    @api.model
    def _tell_services(self, services, shown):
        tickets = self._open_tickets("service_id", [service.id for service in services]) if services else {}
        return [
            {
                "key": f"s{service.id}",
                "id": service.id,
                "model": "service.desk.service",
                "name": service.name,
                "number": "",
                "class_id": 0,
                "class_name": self.env._("Service"),
                "icon": SERVICE_ICON,
                "state": "service",
                "state_label": "",
                "environment": "",
                "criticality": "",
                "criticality_label": "",
                "owner": "",
                "team": "",
                "tickets": tickets.get(service.id, 0),
                "depth": 1 + min((shown.depths[one.id] for one in bases if one._name == "service.desk.ci"), default=0),
                "more": 0,
                "is_root": False,
                "is_opened": False,
                "is_shut": False,
            }
            for service, bases in services.items()
        ]

    @api.model
    def _tell_reliance(self, services):
        return [
            {
                "key": f"{self._key(base)}-s{service.id}",
                "base": self._key(base),
                "top": f"s{service.id}",
                "is_forth": False,
                "words": self.env._("relies on"),
                "reverse": self.env._("carries"),
                "is_live": True,
                "is_firm": True,
                "hidden": 0,
            }
            for service, bases in services.items()
            for base in bases
        ]

    @api.model
    def _open_tickets(self, field, ids):
        """id -> open tickets that the reader may see; one query a process."""
        counts = {}
        domain = Domain(field, "in", ids) & Domain("phase", "in", OPEN_PHASES)
        for model in TICKET_COLUMNS:
            for record, count in self.env[model]._read_group(domain, [field], ["__count"]):
                counts[record.id] = counts.get(record.id, 0) + count
        return counts

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
