from itertools import islice

from odoo import api, models

from .. import impact_rules
from .service_desk_ci_data import TO_TARGET
from .service_desk_ci_graph_data import MAX_SHOWN


class ServiceDeskCiGraphFailure(models.AbstractModel):
    """Says on a map what a failure does, and why."""

    _name = "service.desk.ci.graph.failure"
    _description = "Failures on the Map"

    @api.model
    def _simulate(self, roots):
        # A failure knows no walls; what the reader may not see is counted alone.
        impact = roots._impact()
        items = roots.browse(impact.hits)._filtered_access("read")
        failing = items.filtered(lambda item: impact.hits[item.id].verdict == impact_rules.FAILS)
        # What does not run yet, or any more, takes no service down.
        services = self._services(failing.filtered(lambda item: item._is_live()))
        rows = [self._tell_hit(item, impact.hits[item.id], set(items.ids)) for item in items[:MAX_SHOWN]]
        rows += [self._tell_service_hit(service, bases[0]) for service, bases in islice(services.items(), MAX_SHOWN)]
        return {
            "rows": rows,
            "counts": {
                "fails": len(failing - roots),
                "weakened": len(items - failing),
                "services": len(services),
                "people": len(failing.user_partner_id),
            },
            "unseen": len(impact.hits) - len(items),
            "is_cut": impact.is_cut or len(items) > MAX_SHOWN or len(services) > MAX_SHOWN,
        }

    @api.model
    def _tell_hit(self, item, hit, seen):
        return {
            "key": f"i{item.id}",
            "id": item.id,
            "model": "service.desk.ci",
            "name": item.name,
            "verdict": hit.verdict,
            "depth": hit.depth,
            "cause": f"i{hit.cause}" if hit.cause in seen else False,
            "words": self._words_of(hit, seen) if hit.depth else self.env._("fails first"),
        }

    @api.model
    def _words_of(self, hit, seen):
        """Why, as it reads from the thing itself: “runs on vm-1”."""
        if hit.cause not in seen:
            return self.env._("because of something that you may not see")
        kind = self.env["service.desk.ci.relation.type"].browse(hit.kind)
        reading = kind.reverse_name if kind.passes == TO_TARGET else kind.name
        cause = self.env["service.desk.ci"].browse(hit.cause).name
        if hit.verdict == impact_rules.WEAKENED:
            return self.env._("%(reading)s %(cause)s; enough others are left", reading=reading, cause=cause)
        return f"{reading} {cause}"

    @api.model
    def _tell_service_hit(self, service, base):
        return {
            "key": f"s{service.id}",
            "id": service.id,
            "model": "service.desk.service",
            "name": service.name,
            "verdict": impact_rules.FAILS,
            "depth": 0,
            "cause": self._key(base),
            "words": self.env._("relies on %s", base.display_name),
        }
