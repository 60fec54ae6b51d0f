from odoo import fields, models
from odoo.tools import SQL


class ServiceDeskCiAvailability(models.Model):
    """How long items and services were down, month by month: around the clock, planned time left out.

    From the month of the first failure on there is each month, also those without one; before the desk
    knew of the item or the service no hours count. Down times that overlap are one failure; one that
    lasts into the next month counts in both. Months are those of the company, see
    ``service_desk.days.zone_of``: the same for whoever looks.
    """

    _name = "service.desk.ci.availability"
    _description = "Availability by Month"
    _inherit = ["service.desk.export.mixin"]
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
    total_hours = fields.Float(string="Hours to Run", readonly=True, help="Without planned time.")
    mttr_hours = fields.Float(string="Mean Time to Repair (Hours)", readonly=True, aggregator="avg")
    availability = fields.Float(string="Availability (%)", readonly=True, aggregator="avg", digits=(6, 3))

    @property
    def _table_query(self):
        return SQL(
            """
            WITH zone AS (
                SELECT company.id, COALESCE(calendar.tz, partner.tz, 'UTC') AS name
                  FROM res_company company
                  JOIN res_partner partner ON partner.id = company.partner_id
                  LEFT JOIN resource_calendar calendar ON calendar.id = company.resource_calendar_id
            ),
            span AS (
                SELECT ci_id, service_id, company_id, COALESCE(is_planned, FALSE)::int AS planned, date_from,
                       COALESCE(date_to, now() AT TIME ZONE 'UTC') AS date_to,
                       min(id) OVER (PARTITION BY ci_id, service_id, company_id) AS target
                  FROM service_desk_ci_downtime
                 WHERE date_to IS NULL OR date_to > date_from
            ),
            -- From edge to edge nothing changes: what begins or ends there, a month, and now.
            edge AS (
                SELECT target, ci_id, service_id, company_id, date_from AS at, 1 - planned AS down, planned FROM span
                 UNION ALL
                SELECT target, ci_id, service_id, company_id, date_to, planned - 1, -planned FROM span
                 UNION ALL
                SELECT target, ci_id, service_id, company_id, GREATEST(at, known), 0, 0
                  FROM (SELECT target, ci_id, service_id, span.company_id, min(date_from) AS since,
                               LEAST(min(date_from), min(COALESCE(ci.create_date, service.create_date))) AS known
                          FROM span
                          LEFT JOIN service_desk_ci ci ON ci.id = ci_id
                          LEFT JOIN service_desk_service service ON service.id = service_id
                         GROUP BY target, ci_id, service_id, span.company_id) AS seen
                  JOIN zone ON zone.id = seen.company_id
                  CROSS JOIN LATERAL (
                      SELECT month AT TIME ZONE zone.name AT TIME ZONE 'UTC'
                        FROM generate_series(
                                 date_trunc('month', since AT TIME ZONE 'UTC' AT TIME ZONE zone.name),
                                 now() AT TIME ZONE zone.name, interval '1 month'
                             ) AS month
                       UNION ALL
                      SELECT now() AT TIME ZONE 'UTC'
                  ) AS month_or_now(at)
            ),
            stretch AS (
                SELECT target, ci_id, service_id, company_id, at, lead(at) OVER so_far - at AS length,
                       sum(down) OVER so_far AS down, sum(planned) OVER so_far AS planned
                  FROM edge
                WINDOW so_far AS (PARTITION BY target ORDER BY at)
            ),
            -- What goes on behind an edge is still the same failure.
            begun AS (
                SELECT stretch.*, down > 0 AND COALESCE(lag(down) OVER so_far, 0) = 0 AS begins
                  FROM stretch
                 WHERE length > interval '0'
                WINDOW so_far AS (PARTITION BY target ORDER BY at)
            ),
            numbered AS (
                SELECT begun.*, date_trunc('month', at AT TIME ZONE 'UTC' AT TIME ZONE zone.name) AS month,
                       count(*) FILTER (WHERE begins) OVER (PARTITION BY target ORDER BY at) AS failure
                  FROM begun
                  JOIN zone ON zone.id = begun.company_id
            ),
            total AS (
                SELECT target, month, ci_id, service_id, company_id,
                       count(DISTINCT failure) FILTER (WHERE down > 0 AND planned = 0)::int AS failures,
                       COALESCE(
                           sum(EXTRACT(EPOCH FROM length)) FILTER (WHERE down > 0 AND planned = 0), 0
                       )::float / 3600 AS down_hours,
                       COALESCE(
                           sum(EXTRACT(EPOCH FROM length)) FILTER (WHERE planned = 0), 0
                       )::float / 3600 AS total_hours
                  FROM numbered
                 GROUP BY target, month, ci_id, service_id, company_id
            )
            SELECT target::bigint * 1000
                       + (EXTRACT(YEAR FROM month)::int %% 83) * 12 + EXTRACT(MONTH FROM month)::int AS id,
                   month::date AS month, total.ci_id, ci.class_id, total.service_id, total.company_id,
                   failures, down_hours, total_hours, down_hours / NULLIF(failures, 0) AS mttr_hours,
                   COALESCE(100 * (1 - down_hours / NULLIF(total_hours, 0)), 100) AS availability
              FROM total
              LEFT JOIN service_desk_ci ci ON ci.id = total.ci_id
            """
        )
