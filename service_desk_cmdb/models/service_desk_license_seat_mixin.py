from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

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
    unused_count = fields.Integer(string="Unused Seats", compute="_compute_unused_count")

    @api.depends("current_seat_ids.is_unused")
    def _compute_unused_count(self):
        for one in self:
            one.unused_count = len(one.current_seat_ids.filtered("is_unused"))

    def _check_may_seat(self):
        """:raise AccessError: for those who keep no licenses"""
        if not self.env.su and not self.env.user.has_group(CONFIGURATION_MANAGER):
            raise AccessError(self.env._("Configuration managers hand out licenses."))

    @api.private
    def action_assign(self, holders):
        """Give each of these a seat, unless they have one. Programs come by the dialog's model.

        :param holders: people or configuration items
        :raise UserError: when no seat is free and the license refuses that
        """
        self.ensure_one()
        self.check_access("write")
        self._check_may_seat()
        holders.check_access("read")
        self._check_holders(holders)
        # sudo: who may was checked; the desk writes.
        self.sudo()._take_seats(holders)
        return True

    def _check_holders(self, holders):
        """:raise UserError: when a seat of these would not count, or is none of their business"""
        is_of_people = holders._name == "res.partner"
        if not (self.is_personal if is_of_people else self.is_for_things):
            raise UserError(
                self.env._("People have seats of “%s”, not things.", self.name)
                if not is_of_people
                else self.env._("Things have seats of “%s”, not people.", self.name)
            )
        for one in holders:
            if one.company_id and self.company_id and one.company_id != self.company_id:
                raise UserError(
                    self.env._(
                        "“%(license)s” belongs to %(company)s, %(holder)s does not.",
                        license=self.name,
                        company=self.company_id.name,
                        holder=one.display_name,
                    )
                )
            if not one.active if is_of_people else one._is_gone():
                raise UserError(self.env._("%s is not in use any more.", one.display_name))

    def action_open_assign(self):
        """Open the dialog that asks who gets a seat."""
        self.ensure_one()
        return self._open_dialog("service.desk.license.assign.wizard", self.env._("Assign Seats"), license_id=self.id)

    def action_open_reclaim(self):
        """Open the dialog that shows which seats would be freed."""
        self.ensure_one()
        return self._open_dialog(
            "service.desk.license.reclaim.wizard", self.env._("Reclaim Unused Seats"), license_id=self.id
        )

    def action_open_use(self):
        """Open the dialog that takes in a list of last use."""
        self.ensure_one()
        return self._open_dialog("service.desk.license.use.wizard", self.env._("Import Last Use"), license_id=self.id)

    def action_reclaim(self):
        """Free the seats that nobody uses any more."""
        self.check_access("write")
        self._check_may_seat()
        # sudo: who may was checked; the desk writes.
        unused = self.sudo().current_seat_ids.filtered("is_unused")
        if not unused:
            raise UserError(self.env._("All seats were used lately, as far as is known."))
        unused._reclaim()
        return True

    # -- By the desk -----------------------------------------------------------------------------

    def _touch(self):
        """Be alone with the seats of these licenses.

        A lock would not do: whoever waited for it would still see the last seat as free. Their
        database refuses them after another one's write, and Odoo lets them look again.
        """
        self.env.cr.execute(
            SQL("UPDATE service_desk_license SET write_date = write_date WHERE id IN %s", tuple(self.ids))
        )

    def _take_seats(self, holders, accesses=None, is_fact=False):
        """Seats for people or things; called with superuser rights.

        :param accesses: holder -> the access that brings the seat
        :param is_fact: they have it already, so that refusing would be lying
        """
        self.ensure_one()
        self._touch()
        field = "partner_id" if holders._name == "res.partner" else "ci_id"
        fresh = holders - self.current_seat_ids[field]
        if not fresh:
            return
        now, then = self._positions()[self.id], self._positions(fresh)[self.id]
        if then.used > max(now.used, then.owned) and self.over_use == REFUSE and not is_fact:
            raise UserError(self._text_full(then.used - now.used, max(now.free, 0)))
        seats = self.env["service.desk.license.seat"].sudo().create(
            [{"license_id": self.id, field: one.id, "access_id": (accesses or {}).get(one, False)} for one in fresh]
        )
        words = self.env._("Given a seat with access") if accesses else self.env._("Given a seat")
        seats._note(words)
        self._tell_over_use()

    def _text_full(self, needed=1, free=0):
        """:param needed: so much more would be used, in the license's unit; ``free`` is so much"""
        if not free:
            return self.env._("No seat of “%s” is free.", self.name)
        return self.env._(
            "“%(name)s”: %(needed)s more would be used; free: %(free)s.", name=self.name, needed=needed, free=free
        )
