from odoo import fields, models

from .service_desk_continuity_data import HARMS, LEVELS


class ServiceDeskContinuityImpact(models.Model):
    """What it means, of one kind, when a service has been away for so long."""

    _name = "service.desk.continuity.impact"
    _description = "Impact over Time"
    _inherit = ["service.desk.continuity.part.mixin"]
    _order = "after_hours, kind, id"
    _rec_name = "note"

    _parent_field = "analysis_id"

    analysis_id = fields.Many2one("service.desk.continuity.analysis", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="analysis_id.company_id", store=True, index=True)
    after_hours = fields.Float(string="After (Hours)", required=True)
    kind = fields.Selection(HARMS, string="Harm", required=True, default="money")
    level = fields.Selection(LEVELS, required=True, default="2")
    note = fields.Char(string="In Words")

    _once = models.UniqueIndex("(analysis_id, kind, after_hours)", "One row for each harm and hour.")
    _hours_sane = models.Constraint("CHECK(after_hours >= 0)", "Hours are not negative.")
