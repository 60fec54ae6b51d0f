from odoo import fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"

    service_desk_share_tickets = fields.Boolean(
        string="Colleagues See Tickets",
        groups="service_desk.group_manager",
        help="People of this organization see one another's tickets on the portal,"
        " confidential ones excepted.",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"service_desk_share_tickets", "parent_id"} & vals.keys():
            # Who sees which tickets is cached with the record rules.
            self.env.registry.clear_cache()
        return result
