from odoo import models


class ServiceDeskWork(models.Model):
    """The queue says which promises are at risk: columns of its one query, like the others."""

    _name = "service.desk.work"
    _inherit = ["service.desk.sla.state.mixin", "service.desk.work"]
