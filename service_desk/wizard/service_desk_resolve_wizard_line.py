from odoo import fields, models


class ServiceDeskResolveWizardLine(models.TransientModel):
    """An open child that may be resolved together with its parent."""

    _name = "service.desk.resolve.wizard.line"
    _description = "Child to Resolve"

    wizard_id = fields.Many2one("service.desk.resolve.wizard", required=True, ondelete="cascade")
    res_id = fields.Integer(required=True)
    name = fields.Char(readonly=True)
    is_chosen = fields.Boolean(string="Resolve", default=True)
