from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk import plan_rules


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

    def _check_needs(self, move):
        """Some steps are done with proof alone: whoever does them writes down what came of it."""
        result = super()._check_needs(move)
        if move.target == plan_rules.DONE:
            # sudo: teams have no rights on journeys
            for task in self.filtered(lambda task: task.sudo().journey_line_id.needs_proof):
                if not (task.note or "").strip():
                    raise UserError(self.env._("Write down what came of “%s”: it is the proof.", task.name))
        return result

    def _owners(self):
        return super()._owners() | set(self.journey_line_id.sudo())  # sudo: teams have no rights on journeys
