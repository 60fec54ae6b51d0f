from odoo import models


class ServiceDeskService(models.Model):
    """Services are down when their incidents say so."""

    _name = "service.desk.service"
    _inherit = ["service.desk.uptime.mixin", "service.desk.service"]
    _downtime_field = "service_id"
