from odoo import models


class ServiceDeskRequest(models.Model):
    """Requests may lead to a change."""

    _name = "service.desk.request"
    _inherit = ["service.desk.request", "service.desk.change.source.mixin"]
