from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    service_desk_on_freeze = fields.Selection(related="company_id.service_desk_on_freeze", readonly=False)
    service_desk_on_service = fields.Selection(related="company_id.service_desk_on_service", readonly=False)
    service_desk_on_outage = fields.Selection(related="company_id.service_desk_on_outage", readonly=False)
    service_desk_on_related = fields.Selection(related="company_id.service_desk_on_related", readonly=False)
    service_desk_on_people = fields.Selection(related="company_id.service_desk_on_people", readonly=False)
    service_desk_on_window = fields.Selection(related="company_id.service_desk_on_window", readonly=False)
