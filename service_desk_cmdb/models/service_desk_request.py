from odoo import fields, models


class ServiceDeskRequest(models.Model):
    _inherit = "service.desk.request"

    affected_ids = fields.One2many("service.desk.affected", "request_id", groups="service_desk.group_agent")
