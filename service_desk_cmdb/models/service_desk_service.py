from odoo import api, fields, models
from odoo.exceptions import ValidationError


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

    def action_open_map(self):
        """Show on what these services rely."""
        self.check_access("read")
        return self.ci_ids._filtered_access("read")._map(direction="up")
