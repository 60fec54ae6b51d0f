from odoo import fields, models


class ServiceDeskRequest(models.Model):
    """Clocks of requests, for those who work on them."""

    _inherit = "service.desk.request"

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "request_id", string="Clocks", groups="service_desk.group_agent"
    )
