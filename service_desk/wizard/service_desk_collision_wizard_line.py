from odoo import fields, models

from ..models.service_desk_collision_data import COLLISION_KINDS


class ServiceDeskCollisionWizardLine(models.TransientModel):
    """One collision that may be accepted."""

    _name = "service.desk.collision.wizard.line"
    _description = "Collision to Accept"

    wizard_id = fields.Many2one("service.desk.collision.wizard", required=True, ondelete="cascade")
    kind = fields.Selection(COLLISION_KINDS, required=True)
    key = fields.Char(required=True)
    words = fields.Char(string="Collision")
    is_chosen = fields.Boolean(string="Accept")
