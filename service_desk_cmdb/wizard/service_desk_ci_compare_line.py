from odoo import fields, models

_KINDS = [("gone", "Gone"), ("come", "New"), ("changed", "Changed")]


class ServiceDeskCiCompareLine(models.TransientModel):
    """One difference between two pictures, in words."""

    _name = "service.desk.ci.compare.line"
    _description = "Difference of Baselines"
    _inherit = ["service.desk.export.mixin"]
    _order = "id"

    wizard_id = fields.Many2one("service.desk.ci.compare.wizard", required=True, index=True, ondelete="cascade")
    ci_id = fields.Many2one("service.desk.ci", string="Item", ondelete="set null")
    number = fields.Char()
    name = fields.Char()
    kind = fields.Selection(_KINDS, string="Difference")
    what = fields.Char()
    before = fields.Char()
    after = fields.Char()

    def action_open_item(self):
        """Open the item as it is now."""
        self.ensure_one()
        return self.ci_id._open_form()
