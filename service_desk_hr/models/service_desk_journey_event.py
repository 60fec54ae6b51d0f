from odoo import fields, models

from .service_desk_journey_data import EVENTS


class ServiceDeskJourneyEvent(models.Model):
    """What happened to a journey, when and by whom; never changed."""

    _name = "service.desk.journey.event"
    _description = "Event of a Journey"
    _inherit = ["service.desk.handless.mixin"]
    _order = "id desc"
    _rec_name = "kind"
    _log_access = False

    journey_id = fields.Many2one("service.desk.journey", required=True, index=True, ondelete="cascade")
    date = fields.Datetime(required=True)
    kind = fields.Selection(EVENTS, required=True)
    detail = fields.Char()
    user_id = fields.Many2one("res.users", string="By", ondelete="set null")
