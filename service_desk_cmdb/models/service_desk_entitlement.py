from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_desk.models.service_desk_access_data import REAL_STATES


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

    @api.constrains("license_id")
    def _check_license(self):
        for one in self.filtered("license_id"):
            if not one.license_id.is_personal:
                raise ValidationError(
                    self.env._("“%s” is not a license of people: no access takes a seat of it.", one.license_id.name)
                )

    def write(self, vals):
        if "license_id" not in vals:
            return super().write(vals)
        changed = self.filtered(lambda one: one.license_id.id != (vals["license_id"] or False))
        result = super().write(vals)
        changed.sudo()._move_seats()  # sudo: seats follow access, whoever says which license it needs
        return result

    def _move_seats(self):
        """Who has this access has a seat of its license from now on, and none of the former one by it."""
        accesses = self.env["service.desk.access"].search(
            [("entitlement_id", "in", self.ids), ("state", "in", REAL_STATES)]
        )
        accesses._current_seats()._follow_access()
        accesses._take_seats()
