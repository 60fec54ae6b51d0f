from odoo import fields, models

_KINDS = [("come", "Come"), ("gone", "Gone"), ("changed", "Changed")]


class ServiceDeskCiCompareLine(models.TransientModel):
    """One difference between two pictures."""

    _name = "service.desk.ci.compare.line"
    _description = "Difference of Baselines"
    _order = "kind desc, number, what"

    wizard_id = fields.Many2one("service.desk.ci.compare.wizard", required=True, ondelete="cascade")
    number = fields.Char()
    name = fields.Char()
    kind = fields.Selection(_KINDS, string="Difference")
    what = fields.Char()
    before = fields.Char()
    after = fields.Char()
