from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ServiceDeskService(models.Model):
    """Services rely on configuration items."""

    _inherit = "service.desk.service"

    ci_ids = fields.Many2many(
        "service.desk.ci",
        "service_desk_ci_service_rel",
        "service_id",
        "ci_id",
        string="Configuration Items",
        groups="service_desk.group_agent",
        domain="[('state', 'not in', ('retired', 'disposed'))]"
        " + ([('company_id', 'in', [company_id, False])] if company_id else [])",
        help="The service fails with each of them.",
    )

    @api.constrains("ci_ids", "company_id")
    def _check_ci_company(self):
        """A service of all companies may rely on things of each; one of a company on its own."""
        # sudo: who changes a service may not see all on which it relies.
        for service in self.sudo().filtered("company_id"):
            if service.ci_ids.company_id - service.company_id:
                raise ValidationError(
                    self.env._("%(service)s cannot rely on things of another company.", service=service.name)
                )

    def _relying_on_each(self):
        """id of each of these -> ids of itself and of the services that rely on it, however far; one query for all."""
        self.flush_model(["depends_on_ids"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE walk(start, id) AS (
                    SELECT one, one FROM unnest(%s::int[]) AS one
                     UNION
                    SELECT walk.start, rel.service_id
                      FROM walk
                      JOIN service_desk_service_depends_rel rel ON rel.depends_on_id = walk.id
                )
                SELECT start, array_agg(id) FROM walk GROUP BY start
                """,
                self.ids,
            )
        )
        return dict(rows)

    def action_open_map(self):
        """Show on what these services rely."""
        self.check_access("read")
        return self.ci_ids._filtered_access("read")._map(direction="up")
