from odoo import fields, models


class ServiceDeskChangeCloseWizardLine(models.TransientModel):
    """A ticket that waited for the change, and may be resolved together with its closing."""

    _name = "service.desk.change.close.wizard.line"
    _description = "Ticket to Resolve"

    wizard_id = fields.Many2one("service.desk.change.close.wizard", required=True, ondelete="cascade")
    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    name = fields.Char(readonly=True)
    is_chosen = fields.Boolean(string="Resolve", default=True)
