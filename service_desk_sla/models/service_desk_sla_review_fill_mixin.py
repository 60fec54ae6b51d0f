from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.service_desk.days import start_of_day, zone_of
from odoo.addons.service_desk.sql_columns import named

from .service_desk_sla_data import KINDS, METRICS, REPORT
from .service_desk_sla_review_data import MOST_BREACHES, SCOPE_FIELDS

#: Rows of a review: one for each of these together.
LINE_GROUPS = ("kind", "metric", "priority", "service_id")
#: How much was used in nine of ten cases.
MOST = 0.9


class ServiceDeskSlaReviewFillMixin(models.AbstractModel):
    """Works out the figures of a review.

    A promise belongs to the period in which it was decided: in which it was broken, or else kept.
    So each of them is counted once, however often and however late reviews are filled: one that was
    broken in March and ended in April is March's. What was reopened after it had been kept is
    decided again.
    """

    _name = "service.desk.sla.review.fill.mixin"
    _description = "Figures of a Service Review"

    def _moments(self):
        """The moments at which the period begins and at which it is over."""
        self.ensure_one()
        zone = zone_of(self.company_id)
        return start_of_day(self.date_from, zone), start_of_day(fields.Date.add(self.date_to, days=1), zone)

    def _domain(self):
        """The promises that this review counts, as rows of the report."""
        company = Domain("company_id", "=", self.company_id.id)
        return list(company & self.env[REPORT]._domain_decided(*self._moments()) & self._domain_scope())

    def _domain_scope(self):
        """What is left empty does not narrow it; a contract is about what was promised by it."""
        domain = Domain.TRUE
        for name in SCOPE_FIELDS:
            if self[name] and name != "contract_id":
                domain &= Domain(name, "=", self[name].id)
        return domain & self.contract_id._domain_promised() if self.contract_id else domain

    def _fill(self):
        """Replace the figures by what they are now; two queries to count, whatever there is."""
        for review in self:
            review._throw_figures_away()
            review.write(
                {
                    "line_ids": [fields.Command.create(line) for line in review._line_values()],
                    "breach_ids": [fields.Command.create(breach) for breach in review._breach_values()],
                    "scope": review._scope_text(),
                    "date_filled": self.env.cr.now().replace(microsecond=0),
                }
            )

    def _throw_figures_away(self):
        # sudo: figures of another period or scope; people cannot write figures.
        reviews = self.sudo()
        reviews.line_ids.unlink()
        reviews.breach_ids.unlink()
        reviews.write({"date_filled": False, "scope": False})

    def _line_values(self):
        """The figures by kind of promise, metric, priority and service, counted in one query."""
        report = self.env[REPORT]
        query = report._search(self._domain())
        columns = {name: report._field_to_sql(query.table, name, query) for name in LINE_GROUPS}
        query.groupby = SQL(", ").join(columns.values())
        measures = self._sql_measures(lambda name: report._field_to_sql(query.table, name, query))
        lines = self.env.execute_query_dict(query.select(named(columns | measures)))
        services = self.env["service.desk.service"].browse({line["service_id"] for line in lines} - {None})
        names = {service.id: service.display_name for service in services}
        for line in lines:
            line["service_name"] = names.get(line["service_id"])
        lines.sort(key=self._line_order)
        return [{**line, "sequence": place} for place, line in enumerate(lines, start=1)]

    @api.model
    def _line_order(self, line):
        """What is promised to requesters first, then as people read it: metric, priority, service."""
        kinds, metrics = [key for key, _word in KINDS], [key for key, _word in METRICS]
        place = kinds.index(line["kind"]), metrics.index(line["metric"])
        return *place, line["priority"] or "", line["service_name"] or ""

    @api.model
    def _sql_measures(self, column):
        """Field of a line -> how it is counted; hours are of what had ended by now."""
        used = column("used_hours")
        return {
            "count": SQL("COUNT(*)"),
            "met_count": SQL("SUM(%s)", column("met_count")),
            "breached_count": SQL("SUM(%s)", column("breached_count")),
            "open_count": SQL("COUNT(*) FILTER (WHERE %s IS NULL)", column("date_end")),
            "used_hours": SQL("AVG(%s)", used),
            "most_hours": SQL("percentile_cont(%s) WITHIN GROUP (ORDER BY %s)", MOST, used),
            "paused_hours": SQL("AVG(%s)", column("paused_hours")),
            "overrun_hours": SQL("AVG(%s)", column("overrun_hours")),
        }

    def _breach_values(self):
        """The worst breaches: those that are still open, then by how much they were late."""
        rows = self.env[REPORT].search(
            [*self._domain(), ("breached_count", "=", 1)],
            order="overrun_hours desc nulls first, id",
            limit=MOST_BREACHES,
        )
        reasons = rows.clock_id._breach_reasons()
        return [
            {
                "sequence": place,
                "clock_id": row.clock_id.id,
                "number": row.number,
                "kind": row.kind,
                "metric": row.metric,
                "priority": row.priority,
                "service_name": row.service_id.display_name,
                "date_breached": row.date_breached,
                "is_open": not row.date_end,
                "overrun_hours": row.overrun_hours,
                "reason": reasons.get(row.clock_id.id),
            }
            for place, row in enumerate(rows, start=1)
        ]
