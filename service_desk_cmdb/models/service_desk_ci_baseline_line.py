from odoo import api, fields, models


class ServiceDeskCiBaselineLine(models.Model):
    """What was known of one item when a baseline was taken."""

    _name = "service.desk.ci.baseline.line"
    _description = "Item of a Baseline"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "baseline_id, number, id"
    _rec_name = "name"

    baseline_id = fields.Many2one(
        "service.desk.ci.baseline", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="baseline_id.company_id", store=True, index=True)
    ci_id = fields.Many2one(
        "service.desk.ci", string="Item Today", index="btree_not_null", readonly=True, ondelete="set null"
    )
    item_ref = fields.Integer(readonly=True, help="What is the same item in another baseline, also after it is gone.")
    number = fields.Char(readonly=True)
    name = fields.Char(string="Name Then", readonly=True)
    picture = fields.Json(readonly=True)

    _item_idx = models.Index("(baseline_id, item_ref)")

    def action_open_item(self):
        """Open the item as it is now."""
        self.ensure_one()
        return self.ci_id._open_form()

    @api.model
    def _text_hands(self):
        return self.env._("What was taken stays as it was.")
