from odoo import fields, models


class ServiceDeskUnsignedMixin(models.AbstractModel):
    """Records that the desk writes for requesters, who read them without the names of those who did.

    Odoo notes of each record who made it and who changed it last, for whoever may read the record.
    """

    _name = "service.desk.unsigned.mixin"
    _description = "Written by the Desk"

    create_uid = fields.Many2one("res.users", string="Created by", readonly=True, groups="service_desk.group_agent")
    write_uid = fields.Many2one("res.users", string="Last Updated by", readonly=True, groups="service_desk.group_agent")
