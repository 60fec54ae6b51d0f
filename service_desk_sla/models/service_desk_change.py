from odoo import fields, models


class ServiceDeskChange(models.Model):
    """Clocks of changes, for those who work on them."""

    _inherit = "service.desk.change"

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "change_id", string="Clocks", groups="service_desk.group_agent"
    )
