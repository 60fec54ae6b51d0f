from odoo import models


class ServiceDeskTicket(models.AbstractModel):
    """Tickets of every process know what they are about."""

    _name = "service.desk.ticket"
    _inherit = [
        "service.desk.ticket.item.log.mixin",
        "service.desk.ticket.affected.mixin",
        "service.desk.ticket.map.mixin",
        "service.desk.ticket.like.mixin",
        "service.desk.ticket",
    ]
