from odoo import fields, models


class ServiceDeskProblem(models.Model):
    """Clocks of problems, for those who work on them."""

    _inherit = "service.desk.problem"

    clock_ids = fields.One2many(
        "service.desk.sla.clock", "problem_id", string="Clocks", groups="service_desk.group_agent"
    )
