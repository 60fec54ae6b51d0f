from itertools import islice

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.models.service_desk_process_data import TICKET_COLUMNS

from .service_desk_ci_data import NOBODY
from .service_desk_ci_graph_data import MAX_SHOWN, SERVICE_ICON


class ServiceDeskCiGraphTeller(models.AbstractModel):
    """Tells what a map shows as plain values: items, services, and what relies on what."""

    _name = "service.desk.ci.graph.teller"
    _description = "Teller of the Map"

    @api.model
    def _tell(self, roots, shown, direction, filters):
        """Nodes and edges as plain values, and whether there are more services than there is room for."""
        items = self.env["service.desk.ci"].browse(shown.depths)
        users = roots if direction == "up" else items
        known = {} if filters["is_without_services"] else self._services(users)
        services = self._nearest(known, max(0, MAX_SHOWN - len(items)))
        nodes = self._tell_items(items, shown, roots, filters) + self._tell_services(services, shown)
        edges = self._tell_links(shown) + self._tell_bridges(shown) + self._tell_reliance(services)
        return nodes, edges, len(services) < len(known)

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
        links = {link.key: link for link in shown.links}
        bases = {key: link.base for key, link in links.items()}
        return [
            {
                "key": f"r{relation.id}",
                "base": f"i{bases[relation.id]}",
                "top": f"i{self._other_end(relation, bases[relation.id])}",
                "is_forth": relation.source_id.id == bases[relation.id],
                # Neither end is above the other: it is walked both ways.
                "is_mutual": links[relation.id].is_mutual,
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
                "is_mutual": False,
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
    def _services(self, items):
        """service -> the items and services on which it relies, of those that the reader may see, nearest first."""
        found, queue = {}, []
        for item in items:
            for service in item.service_ids:
                queue += [service] if service not in found else []
                found.setdefault(service, []).append(item)
        for service in queue:
            for dependent in service.dependent_ids:
                queue += [dependent] if dependent not in found else []
                found.setdefault(dependent, []).append(service)
        return found

    @api.model
    def _nearest(self, services, room):
        """So many of these services, on what is shown."""
        kept = dict(islice(services.items(), room))
        return {
            service: [base for base in bases if base._name == "service.desk.ci" or base in kept]
            for service, bases in kept.items()
        }

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
                "is_mutual": False,
                "words": self.env._("relies on"),
                "reverse": self.env._("carries"),
                "is_live": base._name != "service.desk.ci" or base._is_live(),
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
