from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .service_desk_ci_data import CONFIGURATION_MANAGER
from .service_desk_license_data import REFUSE


class ServiceDeskLicenseSeatMixin(models.AbstractModel):
    """Who has a seat of a license, and whether one more may have one."""

    _name = "service.desk.license.seat.mixin"
    _description = "Seats of Licenses"
    _inherit = ["service.desk.dialog.mixin"]

    seat_ids = fields.One2many("service.desk.license.seat", "license_id", string="Seats", readonly=True, copy=False)
    current_seat_ids = fields.One2many(
        "service.desk.license.seat",
        "license_id",
        string="Current Seats",
        domain=[("date_freed", "=", False)],
        readonly=True,
    )

    def _check_may_seat(self):
        """:raise AccessError: for those who keep no licenses"""
        if not self.env.su and not self.env.user.has_group(CONFIGURATION_MANAGER):
            raise AccessError(self.env._("Configuration managers hand out licenses."))

    def action_assign(self, holders):
        """Give each of these a seat, unless they have one.

        :param holders: people or configuration items
        :raise UserError: when no seat is free and the license refuses that
        """
        self.ensure_one()
        self.check_access("write")
        self._check_may_seat()
        holders.check_access("read")
        # sudo: who may was checked; the desk writes.
        self.sudo()._take_seats(holders)
        return True

    def action_open_assign(self):
        """Open the dialog that asks who gets a seat."""
        self.ensure_one()
        return self._open_dialog("service.desk.license.assign.wizard", self.env._("Assign Seats"), license_id=self.id)

    def action_reclaim(self):
        """Free the seats that nobody uses any more."""
        self.check_access("write")
        self._check_may_seat()
        # sudo: who may was checked; the desk writes.
        unused = self.sudo().current_seat_ids.filtered("is_unused")
        if not unused:
            raise UserError(self.env._("All seats were used lately, as far as is known."))
        unused._free()
        return True

    # -- By the desk -----------------------------------------------------------------------------

    def _take_seats(self, holders, accesses=None, is_fact=False):
        """Seats for people or things; called with superuser rights.

        :param accesses: holder -> the access that brings the seat
        :param is_fact: they have it already, so that refusing would be lying
        """
        self.ensure_one()
        # Two at once would both see the last free seat.
        self.lock_for_update()
        field = "partner_id" if holders._name == "res.partner" else "ci_id"
        fresh = holders - self.current_seat_ids[field]
        if not fresh:
            return
        lacking = len(fresh) - self._positions()[self.id].free
        if lacking > 0 and self.over_use == REFUSE and not is_fact:
            raise UserError(self._text_full())
        self.env["service.desk.license.seat"].sudo().create(
            [{"license_id": self.id, field: one.id, "access_id": (accesses or {}).get(one, False)} for one in fresh]
        )
        if lacking > 0:
            self._warn_owner()

    def _text_full(self):
        return self.env._("No seat of “%s” is free.", self.name)

    def _warn_owner(self):
        """Tell the owner of an over-use, once until they have dealt with it."""
        summary = self.env._("More seats in use than owned")
        if not self.activity_ids.filtered(lambda activity: activity.summary == summary):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=summary,
                user_id=(self.owner_id or self.env.ref("base.user_admin")).id,
            )
