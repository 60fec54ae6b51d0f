from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_desk_autoclose_days = fields.Integer(
        related="company_id.service_desk_autoclose_days", readonly=False
    )
    service_desk_reopen_days = fields.Integer(
        related="company_id.service_desk_reopen_days", readonly=False
    )
    service_desk_ask_rating = fields.Boolean(
        related="company_id.service_desk_ask_rating", readonly=False
    )
