from odoo import api, models
from odoo.tools import SQL

from .. import collisions
from ..way_rules import Ways

#: So many relations are told of one collision.
MAX_WAYS = 3


class ServiceDeskCollisionWayMixin(models.AbstractModel):
    """How what two changes work on is related, in the words of a reader who may know it."""

    _name = "service.desk.collision.way.mixin"
    _description = "Ways between Changes"

    @api.model
    def _relying(self, keys):
        """Who relies on whom among these: pairs of keys, read at once. Extend for other things."""
        ids = [one for name, one in keys if name == "service.desk.service"]
        if not ids:
            return []
        self.env["service.desk.service"].flush_model(["depends_on_ids"])
        query = SQL(
            "SELECT service_id, depends_on_id FROM service_desk_service_depends_rel"
            " WHERE service_id = ANY(%s) AND depends_on_id = ANY(%s)",
            ids,
            ids,
        )
        return [
            (("service.desk.service", who), ("service.desk.service", what))
            for who, what in self.env.execute_query(query)
        ]

    @api.model
    def _ways(self, facts, clashes):
        """How what is related is: (plan's id, key) -> way; read at once for all plans."""
        plans = {plan.id: plan for plan in facts["plans"]}
        related = [clash for clash in clashes if clash.kind == collisions.RELATED]
        touched = frozenset().union(*(plans[clash.plan].touched for clash in related))
        near = frozenset().union(*(facts["related"].get(key, ()) for key in touched))
        # The server's own work is read by whoever reads its traces, see _teller.
        if not related or self.env.su:
            return {}
        ways = Ways(self._relying(touched | near))
        found = {
            (clash.plan, key): ways.between(plans[clash.plan].touched, key) for clash in related for key in clash.shared
        }
        return {place: way for place, way in found.items() if way}

    @api.model
    def _names_of(self, keys):
        """The names of those of these things that the reader may read: key -> name."""
        names = {}
        for model in {name for name, _id in keys}:
            records = self.env[model].browse(one for name, one in keys if name == model)
            names |= {(model, one.id): one.display_name for one in records._filtered_access("read")}
        return names

    @api.model
    def _text_ways(self, clash, teller):
        """How what a clash is about is related; nothing where that is not for the reader."""
        ways = (teller["ways"].get((clash.plan, key)) for key in sorted(clash.shared))
        told = [words for way in ways if way and (words := self._text_way(way, teller["things"]))]
        return "; ".join(dict.fromkeys(told[:MAX_WAYS]))

    @api.model
    def _text_way(self, way, names):
        values = {"who": names.get(way.who), "what": names.get(way.what), "base": names.get(way.base)}
        if not values["who"] or not values["what"] or (way.base and not values["base"]):
            return ""
        if way.base:
            return self.env._("%(who)s and %(what)s rely on %(base)s", **values)
        via = [names.get(one) for one in way.via]
        if via and all(via):
            return self.env._("%(who)s relies on %(what)s through %(via)s", **values, via=", ".join(via))
        return self.env._("%(who)s relies on %(what)s", **values)
