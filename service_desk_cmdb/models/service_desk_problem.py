from odoo import fields, models


class ServiceDeskProblem(models.Model):
    _inherit = "service.desk.problem"

    affected_ids = fields.One2many("service.desk.affected", "problem_id", groups="service_desk.group_agent")
