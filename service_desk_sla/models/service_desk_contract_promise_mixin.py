from odoo import models
from odoo.fields import Domain

from ..clock_rules import RESOLUTION, RESPONSE, SLA, UC
from .service_desk_sla_data import REPORT

#: What a scorecard tells of promises, metric by metric.
TOLD_METRICS = (RESPONSE, RESOLUTION)


class ServiceDeskContractPromiseMixin(models.AbstractModel):
    """What was promised under a contract, as rows of the report on achievement."""

    _name = "service.desk.contract.promise.mixin"
    _description = "Promises of a Contract"

    def _promise_domain(self, begin, end):
        """The promises of this contract that were decided between two moments."""
        self.ensure_one()
        company = Domain("company_id", "=", self.company_id.id)
        return company & self.env[REPORT]._domain_decided(begin, end) & self._domain_promised()

    def _domain_promised(self):
        """To a customer, what the desk promised on tickets under this contract; of a supplier, what
        they promised: by this contract where a policy says so, else by any."""
        if self.kind == "customer":
            return Domain("kind", "=", SLA) & Domain("contract_id", "=", self.id)
        domain = Domain("kind", "=", UC) & Domain("supplier_id", "=", self.partner_id.id)
        # sudo: which policies belong to another contract of the same supplier.
        others = self.env["service.desk.sla.policy"].sudo().with_context(active_test=False)
        others = others.search([("contract_id", "not in", [self.id, False])])
        if others:
            domain &= Domain("policy_id", "not in", others.ids)
        if self.service_ids:
            domain &= Domain("service_id", "in", [*self.service_ids.ids, False])
        return domain

    # -- Scorecard -----------------------------------------------------------------------------

    def _scorecard_figures(self, period, totals):
        """How many of the promises were kept, besides what tickets tell."""
        figures = super()._scorecard_figures(period, totals)
        groups = self.env[REPORT]._read_group(
            self._promise_domain(period.begin, period.end),
            ["metric"],
            ["__count", "breached_count:sum", "used_hours:avg"],
        )
        told = {metric: numbers for metric, *numbers in groups}
        breached = sum(late for _count, late, _used in told.values())
        rows = []
        for metric in TOLD_METRICS:
            rows += self._scorecard_metric(metric, *told.get(metric, (0, 0, None)))
        rows.append(
            ("breached", self.env._("Promises Broken"), self.env._("Broken in the period."), breached, "count")
        )
        return figures + [dict(zip(("key", "label", "help", "value", "unit"), row, strict=True)) for row in rows]

    def _scorecard_metric(self, metric, count, breached, used):
        """Two figures of one metric: how many were in time, and how long it took."""
        is_response = metric == RESPONSE
        rate = round(100.0 * (count - breached) / count, 1) if count else None
        of = self.env._("%(met)s of %(count)s.", met=count - breached, count=count) if count else ""
        met = self.env._("Responses in Time") if is_response else self.env._("Resolutions in Time")
        label = self.env._("Response, Working Hours") if is_response else self.env._("Resolution, Working Hours")
        mean = self.env._("Average by the clocks of what was promised.")
        hours = round(used, 2) if used is not None and count else None
        return [(f"{metric}_met", met, of, rate, "percent"), (f"{metric}_used", label, mean, hours, "hours")]
