from odoo import api, fields, models
from odoo.fields import Domain


class ServiceDeskCommunicationPlan(models.Model):
    """Who is told how it goes while a major incident lasts, by what way and how often."""

    _name = "service.desk.communication.plan"
    _description = "Communication Plan"
    _inherit = ["service.desk.storable.mixin", "service.desk.boundary.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for a plan of all companies.")
    service_ids = fields.Many2many(
        "service.desk.service", string="For Services", help="Leave empty for a plan for every service."
    )
    line_ids = fields.One2many("service.desk.communication.plan.line", "plan_id", string="Who Is Told", copy=True)

    @api.model
    def _plan_for(self, incident):
        """The first plan that fits; one for the very service before those for all."""
        service = incident.service_id
        own = Domain("service_ids", "in", service.ids) if service else Domain.FALSE
        company = Domain("company_id", "in", [False, incident.company_id.id])
        return self.search(company & own, limit=1) or self.search(company & Domain("service_ids", "=", False), limit=1)
