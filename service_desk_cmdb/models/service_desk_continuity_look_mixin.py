from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.service_desk.models.service_desk_filling_mixin import serves

from .. import continuity_rules, impact_rules
from .service_desk_ci_data import UP
from .service_desk_continuity_data import APPROVED, MAX_SERVICE_DEPTH, MAX_THINGS, RETIRED
from .service_desk_license_data import BATCH_SIZE


class ServiceDeskContinuityLookMixin(models.AbstractModel):
    """On what an analyzed service relies, and where that is not good enough."""

    _name = "service.desk.continuity.look.mixin"
    _description = "Looks at What a Service Relies On"

    dependency_ids = fields.One2many("service.desk.continuity.dependency", "analysis_id", string="Relies On")
    dependency_count = fields.Integer(compute="_compute_dependency_counts")
    gap_count = fields.Integer(string="Gaps", compute="_compute_dependency_counts")
    date_looked = fields.Datetime(string="Looked At", readonly=True, copy=False)
    is_looked_cut = fields.Boolean(string="There Is More", readonly=True, copy=False)

    @api.depends("dependency_ids.has_gap")
    def _compute_dependency_counts(self):
        groups = self.env["service.desk.continuity.dependency"]._read_group(
            [("analysis_id", "in", self.ids)], ["analysis_id", "has_gap"], ["__count"]
        )
        counts = {(analysis.id, has_gap): count for analysis, has_gap, count in groups}
        for one in self:
            one.gap_count = counts.get((one._origin.id, True), 0)
            one.dependency_count = one.gap_count + counts.get((one._origin.id, False), 0)

    # -- Looking ---------------------------------------------------------------------------------

    def action_look(self):
        """Look again at what it relies on: the landscape changes."""
        self.check_access("read")
        self._look()
        return True

    @api.model
    def _cron_look(self):
        """Look at all of them; called by a job once a day."""
        domain = [("state", "!=", RETIRED)]
        self._run_batches([(self.search(domain), domain, "_look")], BATCH_SIZE)

    def _look(self):
        """Write down anew what these rely on, and what is missing there."""
        # sudo: the graph knows no walls; only what the document's company may see is written down.
        rows = self.env["service.desk.continuity.dependency"].sudo()
        rows.search([("analysis_id", "in", self.ids)]).unlink()
        fresh = []
        for one in self.sudo():
            services, (things, is_cut) = one._services_behind(), one._things_behind()
            fresh += [{"analysis_id": one.id, **values} for values in services + things]
            # Past the door: these are facts, and nobody has edited the document.
            one.write({"date_looked": self._now(), "is_looked_cut": is_cut})
        rows.create(fresh)

    def _is_ours(self, record):
        return serves(record, self.company_id.id)

    def _services_behind(self):
        """Rows of the services on which it relies, near or far."""
        depths, queue = {self.service_id: 0}, [self.service_id]
        for service in queue:
            for behind in service.depends_on_ids if depths[service] < MAX_SERVICE_DEPTH else ():
                if behind not in depths:
                    depths[behind] = depths[service] + 1
                    queue.append(behind)
        found = self.service_id.browse([one.id for one in queue[1:] if self._is_ours(one)])
        targets, planned = self._targets(found), self._planned(found, "service_ids")
        return [
            {
                "service_id": service.id,
                "depth": depths[service],
                "rto_hours": targets.get(service, 0),
                "is_late": targets.get(service, 0) > self.rto_hours,
                "is_unknown": service not in targets,
                "is_unplanned": service not in planned,
            }
            for service in found
        ]

    def _things_behind(self):
        """(rows of the things on which it relies, whether there are more)."""
        own = self.service_id.ci_ids.filtered(lambda item: item._is_live())
        impact = own._impact(UP, MAX_THINGS)
        things = own.browse(impact.hits)
        single = self._single(things, own)
        found = things.filtered(self._is_ours)
        planned = self._planned(found, "ci_ids")
        rows = [
            {
                "ci_id": item.id,
                "depth": impact.hits[item.id].depth,
                "is_single": item.id in single,
                "is_unplanned": item not in planned,
            }
            for item in found
        ]
        return rows, impact.is_cut

    @api.model
    def _single(self, things, own):
        """ids of the things without which one of its own fails."""
        rows = own._walk(own.ids, UP, MAX_THINGS) if own else []
        edges = [impact_rules.Edge(cause, effect, kind) for cause, effect, kind, *_need in rows]
        # All on which a thing relies is among these rows, so that it can be counted here.
        causes = defaultdict(set)
        for edge in edges:
            causes[edge.effect, edge.kind].add(edge.cause)
        needs = {
            (effect, kind): impact_rules.Need(len(causes[effect, kind]), need, value)
            for _cause, effect, kind, need, value, *_total in rows
            if need != impact_rules.ALL
        }
        return continuity_rules.alone(things.ids, own.ids, edges, needs)

    def _targets(self, services):
        """service -> hours after which it is back, by the approved analyses of this company or of all."""
        known = self.search(
            [
                ("service_id", "in", services.ids),
                ("state", "=", APPROVED),
                ("company_id", "in", [False, self.company_id.id]),
            ]
        )
        # That of the company itself has the last word.
        return {one.service_id: one.rto_hours for one in known.sorted(lambda one: bool(one.company_id))}

    def _planned(self, records, field):
        """Those of the records that a plan brings back which can be invoked."""
        plans = self.env["service.desk.continuity.plan"]
        plans = plans.search(Domain(field, "in", records.ids) & plans._domain_in_force(self.company_id))
        return plans[field]

    @api.model
    def _look_around(self, services, things=()):
        """Look again at what relies on these, of which something has changed."""
        rows = self.env["service.desk.continuity.dependency"].sudo()  # sudo: see _look
        found = rows.search(
            ["|", ("service_id", "in", services.ids), ("ci_id", "in", things.ids if things else [])]
        ).analysis_id
        found.filtered(lambda one: one.state != RETIRED)._look()
