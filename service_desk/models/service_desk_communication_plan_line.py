from odoo import fields, models


class ServiceDeskCommunicationPlanLine(models.Model):
    """One group of people in a communication plan."""

    _name = "service.desk.communication.plan.line"
    _description = "Line of a Communication Plan"
    _inherit = ["service.desk.briefed.mixin"]
    _order = "sequence, id"

    plan_id = fields.Many2one("service.desk.communication.plan", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
