from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    service_desk_share_tickets = fields.Boolean(
        string="Colleagues See Tickets",
        groups="service_desk.group_manager",
        help="People of this organization see one another's tickets on the portal,"
        " confidential ones excepted.",
    )
