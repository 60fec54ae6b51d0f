from odoo import api, fields, models


class ServiceDeskTask(models.Model):
    """Work that is a step of somebody's journey."""

    _inherit = "service.desk.task"

    journey_line_id = fields.Many2one(
        "service.desk.journey.line", readonly=True, index="btree_not_null", ondelete="set null"
    )

    @api.depends("journey_line_id")
    def _compute_from_ticket(self):
        result = super()._compute_from_ticket()
        # sudo: whether a step is confidential decides who sees its task.
        for task in self.filtered("journey_line_id"):
            task.is_confidential = task.is_confidential or task.sudo().journey_line_id.is_confidential
        return result

    def _owners(self):
        return super()._owners() | set(self.journey_line_id.sudo())  # sudo: teams have no rights on journeys
