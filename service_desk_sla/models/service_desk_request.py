from odoo import fields, models


class ServiceDeskRequest(models.Model):
    _inherit = "service.desk.request"

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "request_id", string="Clocks", groups="service_desk.group_agent"
    )
