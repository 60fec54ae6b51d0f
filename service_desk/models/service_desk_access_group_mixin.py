from odoo import fields, models


class ServiceDeskAccessGroupMixin(models.AbstractModel):
    """What the method by Odoo groups remembers of each grant, so that its end takes back no more."""

    _name = "service.desk.access.group.mixin"
    _description = "Access by Odoo Groups"

    user_id = fields.Many2one(
        "res.users",
        string="Login",
        readonly=True,
        index="btree_not_null",
        groups="service_desk.group_agent",
        help="Whose groups were changed.",
    )
    given_group_ids = fields.Many2many(
        "res.groups",
        "service_desk_access_given_group_rel",
        "access_id",
        "group_id",
        string="Groups Given",
        readonly=True,
        groups="service_desk.group_agent",
        help="Groups that the login has because of this record; what it had before is not taken away.",
    )
