from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.models.service_desk_access_data import HELD_STATES, REAL_STATES

from .service_desk_license_data import MOST_NAMED


class ServiceDeskLicenseSeat(models.Model):
    """A seat of a license that a person or a thing has or had.

    Taken and freed by verbs of the license, or with the access that brings it; nobody writes it.
    """

    _name = "service.desk.license.seat"
    _description = "License Seat"
    _inherit = ["service.desk.handless.mixin", "service.desk.export.mixin"]
    _order = "date_freed desc, date_taken desc, id desc"

    license_id = fields.Many2one("service.desk.license", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="license_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Person", index="btree_not_null", readonly=True, ondelete="restrict"
    )
    ci_id = fields.Many2one("service.desk.ci", string="Item", index="btree_not_null", readonly=True, ondelete="cascade")
    access_id = fields.Many2one(
        "service.desk.access", index="btree_not_null", readonly=True, ondelete="set null", help="By which it came."
    )
    date_taken = fields.Datetime(string="Since", required=True, readonly=True, default=fields.Datetime.now)
    date_freed = fields.Datetime(string="Until", readonly=True)
    date_used = fields.Date(string="Last Used", readonly=True, help="As far as somebody or something has said.")
    is_current = fields.Boolean(compute="_compute_is_current", search="_search_is_current")
    is_unused = fields.Boolean(string="Unused", compute="_compute_is_unused")

    _one_holder = models.Constraint("CHECK(num_nonnulls(partner_id, ci_id) = 1)", "A seat is a person's or a thing's.")
    _person_once = models.UniqueIndex(
        "(license_id, partner_id) WHERE date_freed IS NULL AND partner_id IS NOT NULL", "They have a seat already."
    )
    _thing_once = models.UniqueIndex(
        "(license_id, ci_id) WHERE date_freed IS NULL AND ci_id IS NOT NULL", "It has a seat already."
    )

    @api.depends("license_id.name", "partner_id.name", "ci_id.name")
    def _compute_display_name(self):
        for seat in self:
            known = seat.sudo()  # sudo: the names of those on a row that the user may read
            seat.display_name = f"{known.license_id.name}: {known.partner_id.name or known.ci_id.name or ''}"

    @api.depends("date_freed")
    def _compute_is_current(self):
        for seat in self:
            seat.is_current = not seat.date_freed

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("date_freed", "=" if True in value else "!=", False)]

    @api.depends("date_used", "date_taken", "license_id.unused_days", "date_freed", "partner_id.active", "ci_id.state")
    def _compute_is_unused(self):
        today = fields.Date.context_today(self)
        for seat in self:
            days = seat.license_id.unused_days
            # A seat counts from when it was taken, even where its holder used the product long before.
            last = max(filter(None, [seat.date_used, seat.date_taken and seat.date_taken.date()]), default=False)
            is_idle = days and last and (today - last).days > days
            seat.is_unused = bool(not seat.date_freed and (is_idle or seat._is_abandoned()))

    def _is_abandoned(self):
        """Whether who has it is archived, or what has it is retired."""
        known = self.sudo()  # sudo: only asks whether the holder is there still
        return not known.partner_id.active if known.partner_id else known.ci_id._is_gone()

    # -- Verbs -----------------------------------------------------------------------------------

    def action_free(self):
        """Give these seats back.

        :raise AccessError: for those who keep no licenses
        """
        self._check_may_free()
        # sudo: who may was checked; the desk writes.
        self.sudo()._free()
        return True

    def action_reclaim(self):
        """Give these seats back, since nobody uses them.

        :raise AccessError: for those who keep no licenses
        """
        self._check_may_free()
        self.sudo()._reclaim()  # sudo: see action_free
        return True

    def _check_may_free(self):
        """:raise AccessError: for those who keep no licenses"""
        self.license_id.check_access("write")
        self.license_id._check_may_seat()

    def action_used(self, day=None):
        """Say that these were used; discovery tells it, or a person.

        :param day: the last day of use, today without one
        :raise UserError: for what is no day, and for one that lies ahead
        """
        self._check_may_free()
        day = self._day_of_use(day)
        for seat in self.sudo():  # sudo: see action_free
            seat.date_used = max(day, seat.date_used or day)
        return True

    @api.model
    def _day_of_use(self, day):
        today = fields.Date.context_today(self)
        try:
            told = fields.Date.to_date(day) or today
        except (TypeError, ValueError):
            raise UserError(self.env._("“%s” is no day.", str(day)[:40])) from None
        if told > today:
            raise UserError(self.env._("“%s” lies ahead.", told))
        return told

    def _reclaim(self):
        """Free what nobody uses; called with superuser rights."""
        self._free(self.env._("Reclaimed the unused seat of"))

    def _free(self, words=None):
        """Called with superuser rights. A seat that came with access goes with it: when the system has lost it.

        :param str words: what the history says of it
        """
        held = self.filtered("is_current")
        with_access = held.filtered(lambda seat: seat.access_id.state in HELD_STATES)
        (held - with_access)._let_go(words or self.env._("Freed the seat of"))
        going = with_access.filtered(lambda seat: seat.access_id.state != "revoking")
        if going:
            going.access_id._revoke_now(self.env._("Its license was reclaimed."))
        # What is gone at once has been written down by now.
        going.filtered("is_current")._note(self.env._("Taking access back, to free the seat of"))

    def _let_go(self, words):
        """They are free; called with superuser rights.

        :param str words: what the history says of it
        """
        if self:
            self.write({"date_freed": fields.Datetime.now()})
            self._note(words)
            self.license_id._tell_over_use()
            self.license_id._serve_waiting()

    def _follow_access(self):
        """The access that brought these is over: they stay with another one that needs them, or are free."""
        others = self.env["service.desk.access"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("entitlement_id.license_id", "in", self.license_id.ids),
                ("state", "in", REAL_STATES),
                ("id", "not in", self.access_id.ids),
            ]
        )
        by_holder = others.grouped(lambda access: (access.partner_id, access.entitlement_id.license_id))
        kept = self.filtered(lambda seat: (seat.partner_id, seat.license_id) in by_holder)
        for seat in kept:
            seat.access_id = by_holder[seat.partner_id, seat.license_id][:1]
        (self - kept)._let_go(self.env._("Freed with access the seat of"))

    # -- History ---------------------------------------------------------------------------------

    def _note(self, words):
        """One line about these in the history of each license: what became of them, and whose they are."""
        bodies = {product.id: f"{words}: {some._named()}" for product, some in self.grouped("license_id").items()}
        self.license_id._message_log_batch(bodies)

    def _named(self):
        """Who has these seats of one license, for everybody who reads it.

        One of all companies is read by people who know nobody in some of them: those are counted.
        """
        companies = {seat: (seat.partner_id or seat.ci_id).company_id - self.license_id.company_id for seat in self}
        known = self.filtered(lambda seat: not companies[seat]).sorted("id")
        names = [(seat.partner_id or seat.ci_id).name for seat in known[:MOST_NAMED]]
        if more := len(known) - len(names):
            names.append(self.env._("%s more", more))
        for company, some in (self - known).grouped(companies.get).items():
            names.append(self.env._("%(count)s of %(company)s", count=len(some), company=company.name))
        return ", ".join(names)

    @api.model
    def _text_hands(self):
        return self.env._("Seats are taken and freed, never edited.")
