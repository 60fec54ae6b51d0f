from odoo import api, fields, models
from odoo.tools import SQL

#: Further away than this nothing is said to depend on something.
MAX_DEPTH = 10


class ServiceDeskService(models.Model):
    _inherit = "service.desk.service"

    depends_on_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_service_depends_rel",
        "service_id",
        "depends_on_id",
        string="Relies On",
        check_company=True,
        domain="[('id', '!=', id)]",
        groups="service_desk.group_agent",
        help="Work on these is felt here.",
    )
    dependent_ids = fields.Many2many(
        "service.desk.service",
        "service_desk_service_depends_rel",
        "depends_on_id",
        "service_id",
        string="Needed By",
        readonly=True,
        groups="service_desk.group_agent",
    )

    @api.model
    def _related_to(self, ids):
        """Services that rely on these or on which these rely, however far: id -> set of ids.

        One query for all; circles end where they began.
        """
        if not ids:
            return {}
        self.env["service.desk.service"].flush_model(["depends_on_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE walk(start, id, is_up, depth) AS (
                    SELECT s.id, s.id, up, 0
                      FROM unnest(%s) AS s(id), (VALUES (TRUE), (FALSE)) AS way(up)
                     UNION
                    SELECT walk.start,
                           CASE WHEN walk.is_up THEN rel.service_id ELSE rel.depends_on_id END,
                           walk.is_up,
                           walk.depth + 1
                      FROM walk
                      JOIN service_desk_service_depends_rel rel
                        ON walk.id = CASE WHEN walk.is_up THEN rel.depends_on_id ELSE rel.service_id END
                     WHERE walk.depth < %s
                )
                SELECT start, array_agg(DISTINCT id) FROM walk WHERE id != start GROUP BY start
                """,
                list(ids),
                MAX_DEPTH,
            )
        )
        return {start: set(found) for start, found in rows}
