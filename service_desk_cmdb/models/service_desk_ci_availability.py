from odoo import fields, models
from odoo.tools import SQL


class ServiceDeskCiAvailability(models.Model):
    """How long items and services were down, month by month: around the clock, planned time left out.

    Down times that overlap are one failure; one that lasts into the next month counts in both.
    """

    _name = "service.desk.ci.availability"
    _description = "Availability by Month"
    _auto = False
    _order = "month desc, down_hours desc, id"
    _rec_name = "month"

    month = fields.Date(readonly=True)
    ci_id = fields.Many2one("service.desk.ci", string="Item", readonly=True)
    class_id = fields.Many2one("service.desk.ci.class", readonly=True)
    service_id = fields.Many2one("service.desk.service", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    failures = fields.Integer(readonly=True)
    down_hours = fields.Float(readonly=True)
    mttr_hours = fields.Float(string="Mean Time to Repair (Hours)", readonly=True, aggregator="avg")
    availability = fields.Float(string="Availability (%)", readonly=True, aggregator="avg", digits=(6, 3))

    @property
    def _table_query(self):
        return SQL(
            """
            WITH span AS (
                SELECT d.id, d.ci_id, d.service_id, d.company_id, d.date_from,
                       COALESCE(d.date_to, now() AT TIME ZONE 'UTC') AS date_to,
                       max(COALESCE(d.date_to, now() AT TIME ZONE 'UTC')) OVER (
                           PARTITION BY d.ci_id, d.service_id, d.company_id ORDER BY d.date_from, d.id
                           ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
                       ) AS before
                  FROM service_desk_ci_downtime d
                 WHERE NOT COALESCE(d.is_planned, FALSE)
            ),
            numbered AS (
                SELECT span.*,
                       count(*) FILTER (WHERE before IS NULL OR date_from > before) OVER (
                           PARTITION BY ci_id, service_id, company_id ORDER BY date_from, id
                       ) AS failure
                  FROM span
            ),
            failure AS (
                SELECT min(id) AS id, ci_id, service_id, company_id,
                       min(date_from) AS date_from, max(date_to) AS date_to
                  FROM numbered
                 GROUP BY ci_id, service_id, company_id, failure
            ),
            part AS (
                SELECT f.*, m.month, greatest(f.date_from, m.month) AS began,
                       least(f.date_to, m.month + interval '1 month') AS ended
                  FROM failure f
                  CROSS JOIN LATERAL generate_series(
                      date_trunc('month', f.date_from), date_trunc('month', f.date_to), interval '1 month'
                  ) AS m(month)
            ),
            total AS (
                SELECT min(id)::bigint * 1000
                           + (EXTRACT(YEAR FROM month)::int %% 83) * 12 + EXTRACT(MONTH FROM month)::int AS id,
                       month, ci_id, service_id, company_id, count(*) AS failures,
                       sum(EXTRACT(EPOCH FROM ended - began)) / 3600.0 AS down_hours,
                       EXTRACT(EPOCH FROM least(month + interval '1 month', now() AT TIME ZONE 'UTC') - month) / 3600.0
                           AS month_hours
                  FROM part
                 GROUP BY month, ci_id, service_id, company_id
            )
            SELECT total.id, total.month::date AS month, total.ci_id, ci.class_id, total.service_id, total.company_id,
                   total.failures::int AS failures, total.down_hours::float AS down_hours,
                   (total.down_hours / total.failures)::float AS mttr_hours,
                   (100 * greatest(0, 1 - total.down_hours / NULLIF(total.month_hours, 0)))::float AS availability
              FROM total
              LEFT JOIN service_desk_ci ci ON ci.id = total.ci_id
            """
        )
