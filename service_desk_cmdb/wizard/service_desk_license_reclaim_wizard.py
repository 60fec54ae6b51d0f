from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskLicenseReclaimWizard(models.TransientModel):
    """Shows the seats that nobody seems to use, so that a person decides which ones are freed.

    Where nothing ever tells of use, all seats look unused after some time.
    """

    _name = "service.desk.license.reclaim.wizard"
    _description = "Reclaim Unused Seats"

    license_id = fields.Many2one("service.desk.license", required=True, ondelete="cascade")
    is_personal = fields.Boolean(related="license_id.is_personal", related_sudo=False)
    is_for_things = fields.Boolean(related="license_id.is_for_things", related_sudo=False)
    unused_days = fields.Integer(related="license_id.unused_days", related_sudo=False)
    seat_ids = fields.Many2many(
        "service.desk.license.seat",
        "service_desk_license_reclaim_rel",
        "wizard_id",
        "seat_id",
        string="Seats",
        compute="_compute_seat_ids",
        store=True,
        readonly=False,
        compute_sudo=False,
    )

    @api.depends("license_id")
    def _compute_seat_ids(self):
        for wizard in self:
            wizard.seat_ids = wizard.license_id.current_seat_ids.filtered("is_unused")

    def action_reclaim(self):
        """Free the seats that are left in the list."""
        self.ensure_one()
        seats = self.seat_ids.filtered(lambda seat: seat.license_id == self.license_id and seat.is_current)
        if not seats:
            raise UserError(self.env._("Choose the seats to free."))
        seats.action_reclaim()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
