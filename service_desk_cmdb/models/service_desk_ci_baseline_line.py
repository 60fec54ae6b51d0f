from odoo import fields, models


class ServiceDeskCiBaselineLine(models.Model):
    """What was known of one item when a baseline was taken."""

    _name = "service.desk.ci.baseline.line"
    _description = "Item of a Baseline"
    _inherit = ["service.desk.handless.mixin"]
    _order = "baseline_id, number, id"

    baseline_id = fields.Many2one(
        "service.desk.ci.baseline", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="baseline_id.company_id", store=True, index=True)
    ci_id = fields.Many2one("service.desk.ci", index="btree_not_null", readonly=True, ondelete="set null")
    number = fields.Char(readonly=True)
    name = fields.Char(readonly=True)
    picture = fields.Json(readonly=True)
