from dataclasses import replace

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .. import graph_rules
from .service_desk_ci_data import LIVE_STATES
from .service_desk_ci_graph_data import (
    DEFAULT_STEPS,
    DIRECTIONS,
    MAX_PROPOSED,
    MAX_ROOTS,
    MAX_SHOWN,
    MAX_STEPS,
)


class ServiceDeskCiGraph(models.AbstractModel):
    """The map: what relies on what around some items, as plain values for a picture or a list.

    Read-only, for agents. Everything is read with the reader's rights; what may not be read is
    counted, not told. Divided by subject: what is found, how it is told, what a failure does.
    """

    _name = "service.desk.ci.graph"
    _description = "Map of Configuration Items"
    _inherit = [
        "service.desk.ci.graph.reader",
        "service.desk.ci.graph.teller",
        "service.desk.ci.graph.failure",
        "service.desk.ci.graph.ticket",
    ]

    @api.model
    @api.readonly
    def graph(self, item_ids, direction="down", depth=DEFAULT_STEPS, filters=None):
        """What a map around these items shows.

        :param item_ids: ids of the items in the middle
        :param direction: ``down`` to what relies on them, ``up`` to what they rely on, ``both``
        :param depth: so many steps
        :param filters: what is shown, all where nothing is said: ``types``, ``classes`` (with those
            below), ``environments``, ``states``, ``is_without_services``; and ``opened`` (from these
            a step further), ``shut`` (from these not on): ids
        :return: ``roots`` (keys), ``nodes``, ``edges``, ``choices``, ``unseen`` (how many there are
            as near that the reader may not see), ``is_cut`` (there is more than is shown)
        """
        roots = self._read_roots(item_ids)
        if str(direction) not in DIRECTIONS:
            raise UserError(self.env._("A map goes down, up, or both ways."))
        depth, filters = self._read_depth(depth), self._read_filters(filters)
        types = self._types(filters["types"])
        links, loose = self._links(roots.ids, DIRECTIONS[direction], types)
        things = {one for link in links for one in (link.base, link.top)} | set(roots.ids)
        items = self.env["service.desk.ci"].browse(things)._filtered_access("read")
        seen = set(items.ids)
        wish = graph_rules.Wish(
            ways=DIRECTIONS[direction],
            depth=depth,
            opened=filters["opened"],
            shut=filters["shut"],
            hidden=seen - self._wanted(items, filters),
            limit=MAX_SHOWN,
        )
        shown = graph_rules.show(roots.ids, [one for one in links if one.base in seen and one.top in seen], wish)
        nodes, edges, is_cut = self._tell(roots, shown, direction, filters)
        return {
            "roots": [f"i{one}" for one in roots.ids],
            "nodes": nodes,
            "edges": edges,
            "choices": self._choices(items, types),
            "unseen": self._count_unseen(roots.ids, links, replace(wish, limit=len(things)), seen),
            "is_cut": is_cut or shown.is_cut or self._is_loose(shown, loose, depth),
        }

    @api.model
    def _count_unseen(self, ids, links, wish, seen):
        """So many would be on the map if the reader might see them; what is farther away is nobody's question."""
        if all(link.base in seen and link.top in seen for link in links):
            return 0
        return len(graph_rules.show(ids, links, wish).depths.keys() - seen)

    @api.model
    def _is_loose(self, shown, loose, depth):
        """Whether something is shown from which the way would go on, and was not walked."""
        return any(one in loose and steps < depth for one, steps in shown.depths.items())

    @api.model
    @api.readonly
    def simulate(self, item_ids, ticket=None):
        """What happens when all of these items fail together.

        :param ticket: ``[model, id]`` of a ticket: what was left out and added by hand on its list counts, and is
            named in ``left_out`` and ``added``; the verdict of their rows is ``left_out`` and ``concerned``
        :return: ``rows`` (key, name, verdict, steps, cause, words) of what the reader may see, the
            nearest first; how many there are of each in ``counts``; ``unseen``; ``is_cut``
        """
        told = self._simulate(self._read_roots(item_ids))
        return self._as_decided(told, self._read_decided(ticket)) if ticket else told

    @api.model
    @api.readonly
    def propose(self):
        """Items to begin with, for who has none in mind: business services first, by criticality."""
        self._check_reader()
        items = self.env["service.desk.ci"]
        live = Domain("state", "in", LIVE_STATES)
        services = Domain("class_id.code", "=", "business_service")
        order = "criticality, name, id"
        found = items.search(live & services, order=order, limit=MAX_PROPOSED)
        if len(found) < MAX_PROPOSED:
            rest = Domain("criticality", "=", "1") & Domain("id", "not in", found.ids)
            found += items.search(live & rest, order=order, limit=MAX_PROPOSED - len(found))
        return [
            {"id": item.id, "name": item.name, "class_name": item.class_id.name, "icon": item.class_icon or "fa-cube"}
            for item in found
        ]

    # -- What is asked -----------------------------------------------------------------------------

    @api.model
    def _check_reader(self):
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("The map is for the desk."))

    @api.model
    def _read_roots(self, ids):
        """The items of these ids that are there.

        :raise UserError: for what are no ids, for too many, and when none is left
        :raise AccessError: for items that the reader may not see
        """
        self._check_reader()
        if not self._are_ids(ids) or len(ids) > MAX_ROOTS:
            raise UserError(self.env._("A map begins with 1 to %s items.", MAX_ROOTS))
        roots = self.env["service.desk.ci"].browse(dict.fromkeys(ids)).exists()
        if not roots:
            raise UserError(self.env._("This item is not there any more."))
        roots.check_access("read")
        return roots

    @api.model
    def _are_ids(self, ids):
        return isinstance(ids, list) and all(type(one) is int and 0 < one < 2**31 for one in ids)

    @api.model
    def _read_depth(self, depth):
        return min(max(depth, 1), MAX_STEPS) if type(depth) is int else DEFAULT_STEPS

    @api.model
    def _read_filters(self, filters):
        """Filters that can be used, whatever is sent."""
        filters = filters if isinstance(filters, dict) else {}
        ids = {name: filters.get(name) for name in ("types", "classes", "opened", "shut")}
        words = {name: filters.get(name) for name in ("environments", "states")}
        for name, told in ids.items():
            if told and (not self._are_ids(told) or len(told) > MAX_SHOWN):
                raise UserError(self.env._("“%s” takes ids.", name))
        return {
            **{name: set(told or ()) for name, told in ids.items()},
            **{name: set(map(str, told)) if isinstance(told, list) else set() for name, told in words.items()},
            "is_without_services": bool(filters.get("is_without_services")),
        }
