from odoo import fields, models

from .service_desk_collision_data import BLOCK, REACTIONS, WARN


class ResCompany(models.Model):
    """What collisions of changes do in this company."""

    _inherit = "res.company"

    service_desk_on_freeze = fields.Selection(REACTIONS, string="A Freeze", default=BLOCK, required=True)
    service_desk_on_service = fields.Selection(REACTIONS, string="The Same Service", default=BLOCK, required=True)
    service_desk_on_outage = fields.Selection(REACTIONS, string="An Outage by Another", default=BLOCK, required=True)
    service_desk_on_related = fields.Selection(REACTIONS, string="A Related Service", default=WARN, required=True)
    service_desk_on_people = fields.Selection(REACTIONS, string="The Same People", default=WARN, required=True)
    service_desk_on_window = fields.Selection(REACTIONS, string="Outside of Windows", default=WARN, required=True)
    service_desk_schedule_turn = fields.Integer(
        copy=False, groups="base.group_system", help="Counted up by whoever schedules a change, one at a time."
    )
