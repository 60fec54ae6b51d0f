from odoo import fields, models

from .service_desk_guide_data import OUTCOMES


class ServiceDeskGuideWalk(models.Model):
    """Somebody got to an end of a guide, and what they did there. Who it was is not kept."""

    _name = "service.desk.guide.walk"
    _description = "Use of a Guide"
    _inherit = ["service.desk.own.defaults.mixin"]
    _log_access = False
    _order = "date desc, id desc"
    _rec_name = "step_id"

    guide_id = fields.Many2one("service.desk.guide", required=True, ondelete="cascade", index=True)
    step_id = fields.Many2one("service.desk.guide.step", string="End", ondelete="set null", index="btree_not_null")
    outcome = fields.Selection(OUTCOMES, required=True)
    channel = fields.Selection([("portal", "Portal"), ("desk", "Agent's Screen")], required=True)
    date = fields.Date(required=True, default=lambda self: fields.Date.context_today(self))
