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
        former = changed.license_id
        result = super().write(vals)
        # sudo: seats follow access, whoever says which license it needs
        changed.sudo()._move_seats()
        changed.sudo()._serve_waiting(former.sudo())
        return result

    def _move_seats(self):
        """Who has this access has a seat of its license from now on, and none of the former one by it."""
        accesses = self.env["service.desk.access"].search(
            [("entitlement_id", "in", self.ids), ("state", "in", REAL_STATES)]
        )
        accesses._current_seats()._follow_access()
        accesses._take_seats()

    def _serve_waiting(self, former):
        """Who waited for a seat may have one now: of another license, or none is needed any more.

        :param former: licenses that these took seats of; others may be next there
        """
        (former | self.license_id)._serve_waiting()
        free = self.filtered(lambda one: not one.license_id)
        # What somebody else has in hand just now is tried again by hand.
        self.env["service.desk.access"]._waiting([("entitlement_id", "in", free.ids)]).try_lock_for_update()._retry()
