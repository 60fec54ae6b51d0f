from odoo import models


class ServiceDeskContract(models.Model):
    """How what a contract promises is kept."""

    _name = "service.desk.contract"
    _inherit = [
        "service.desk.contract.promise.mixin",
        "service.desk.contract.credit.mixin",
        "service.desk.contract.sla.review.mixin",
        "service.desk.contract",
    ]
