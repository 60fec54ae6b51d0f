from odoo import fields, models


class ServiceDeskEntitlement(models.Model):
    """Access that takes a seat of a license."""

    _inherit = "service.desk.entitlement"

    license_id = fields.Many2one(
        "service.desk.license",
        check_company=True,
        index="btree_not_null",
        tracking=True,
        ondelete="set null",
        domain="[('metric', 'in', ('user', 'subscription'))]",
        help="Whoever has this access has a seat of it.",
    )
