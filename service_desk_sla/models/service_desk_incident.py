from odoo import fields, models


class ServiceDeskIncident(models.Model):
    """Clocks of incidents, for those who work on them."""

    _inherit = "service.desk.incident"

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "incident_id", string="Clocks", groups="service_desk.group_agent"
    )
