from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from .service_desk_access_data import BATCH_SIZE, EMERGENCY_DAYS, WARN_DAYS


class ServiceDeskAccessTimeMixin(models.AbstractModel):
    """Access for a time: its end, the warning before it, and more of it."""

    _name = "service.desk.access.time.mixin"
    _description = "Access for a Time"
    _inherit = ["service.desk.batch.mixin", "service.desk.mailing.mixin"]

    date_end_asked = fields.Datetime(
        string="Extension Asked Until", readonly=True, copy=False, help="Waits for approval."
    )
    extended_by_id = fields.Many2one("res.partner", string="Extension Asked By", readonly=True, copy=False)
    date_warned = fields.Datetime(readonly=True, copy=False)
    date_emergency_end = fields.Datetime(
        string="Ends Unless Approved",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="What was given in an emergency is taken back then if nobody has approved it.",
    )

    # -- Dates -------------------------------------------------------------------------------

    def _check_dates(self, start, end):
        """:raise UserError: when access cannot last from ``start`` to ``end``"""
        if end and end <= max(start, self._now()):
            raise UserError(self.env._("Choose an end that lies in the future."))
        days = self.entitlement_id.max_days
        if end and days and end > start + timedelta(days=days + 1):
            raise UserError(
                self.env._(
                    "“%(entitlement)s” is given for at most %(days)s days at a time.",
                    entitlement=self.entitlement_id.name,
                    days=days,
                )
            )

    def _limited_end(self, granted):
        """When access ends that is granted now: as asked, not longer than is allowed."""
        days = self.entitlement_id.max_days
        limit = days and granted + timedelta(days=days)
        return min(self.date_end or limit, limit) if limit else self.date_end

    def _limit_emergency(self):
        """Given before anybody approved: it ends by itself if nobody does."""
        name, default = EMERGENCY_DAYS
        # sudo: a setting.
        usual = int(self.env["ir.config_parameter"].sudo().get_param(name, default) or default)
        for days, accesses in self.grouped(lambda access: min(access.entitlement_id.max_days or usual, usual)).items():
            accesses.write({"date_emergency_end": self._now() + timedelta(days=days)})

    # -- More of it --------------------------------------------------------------------------

    def _extend(self, date_end):
        try:
            date_end = fields.Datetime.to_datetime(date_end)
        except (ValueError, TypeError):
            date_end = None
        if not date_end:
            raise UserError(self.env._("Say until when."))
        # Whoever is expiring or revoking it right now goes first; then it is over.
        self.lock_for_update()
        for access in self:
            access._check_extensible(date_end)
        for access in self:
            access.extended_by_id = self.env.user.partner_id
            if access._extension_needs_approval():
                access.date_end_asked = date_end
                # What was approved before was the time until now.
                access.approval_state = "none"
                access._ask_approval()
            else:
                access._extend_to(date_end)

    def _check_extensible(self, date_end):
        name = self.display_name
        if self.state != "active":
            raise UserError(
                self.env._(
                    "%(access)s is %(state)s and cannot be extended.", access=name, state=self._state_label(self.state)
                )
            )
        if not self.date_end:
            raise UserError(self.env._("%s has no end.", name))
        if self.date_end <= self._now():
            raise UserError(self.env._("%s is over. Ask for it again.", name))
        if self.approval_state == "pending":
            raise UserError(self.env._("%s already waits for an approval.", name))
        if date_end <= self.date_end:
            raise UserError(
                self.env._(
                    "%(access)s lasts until %(end)s already.", access=name, end=format_date(self.env, self.date_end)
                )
            )
        self._check_dates(self._now(), date_end)
        for against in self._conflicts(("granting", "active")).values():
            for conflict, other in against:
                acceptance = self._acceptance(conflict)
                if not acceptance or (acceptance.date_end and acceptance.date_end < date_end):
                    raise UserError(self._text_conflict(conflict, other))

    def _extension_needs_approval(self):
        """As a new grant would; that an order was approved once does not count for more time."""
        return bool(self._own_policy()) or not self._is_extended_by_manager()

    def _is_extended_by_manager(self):
        user = self.env.user
        return (
            not self._is_about(user)
            and user.has_group("service_desk.group_access_manager")
            and self.entitlement_id._provisioning()._may_hand_out(self.entitlement_id, user)
        )

    def _extend_to(self, date_end):
        self.ensure_one()
        before = self.date_end
        self.write({"date_end": date_end, "date_end_asked": False, "date_warned": False})
        self._log("extended", f"{before or ''} → {date_end}")

    # -- Jobs --------------------------------------------------------------------------------

    @api.model
    def _cron_time(self):
        """Revoke what is over, grant what begins, warn of what ends soon."""
        now = self._now()
        jobs = [
            ([("state", "=", "active"), ("date_end", "<=", now)], "_expire"),
            (
                [("state", "in", ("granting", "active")), ("date_emergency_end", "<=", now)],
                "_expire_emergency",
            ),
            (
                [
                    ("state", "=", "granting"),
                    ("date_ordered", "=", False),
                    ("date_start", "<=", now),
                    ("problem", "=", False),
                ],
                "_provision",
            ),
            (self._domain_to_warn(now), "_warn"),
        ]
        self._run_batches([(self.search(domain, order="id"), domain, work) for domain, work in jobs], BATCH_SIZE)

    def _expire(self):
        """The time is over."""
        self._order_revoke(self.env._("Its time was over."), "expired")

    def _expire_emergency(self):
        """Nobody has approved it."""
        self._order_revoke(self.env._("Nobody approved this emergency access in time."), "expired")

    @api.model
    def _domain_to_warn(self, now):
        name, default = WARN_DAYS
        # sudo: a setting.
        days = int(self.env["ir.config_parameter"].sudo().get_param(name, default) or 0)
        return [
            ("state", "=", "active"),
            ("date_warned", "=", False),
            ("date_end", ">", now),
            ("date_end", "<=", now + timedelta(days=days)),
            # Who got it for a day knows that it ends.
            ("date_granted", "<=", now - timedelta(days=1)),
        ]

    def _warn(self):
        """Tell holders what ends soon, one mail a person."""
        self.write({"date_warned": self._now()})
        self._log("warned")
        mails = []
        by_person = defaultdict(self.browse)
        for access in self.sorted("date_end"):
            by_person[access.partner_id, access.company_id] |= access
        for (partner, company), accesses in by_person.items():
            if partner.email:
                mails.append(accesses._warning_values(partner, company))
        self._queue_mails(mails)

    def _warning_values(self, partner, company):
        accesses = self._for_reader(partner, company)
        return accesses._mail_values(
            "service_desk.mail_access_ends",
            partner,
            company,
            accesses.env._("Your access ends soon"),
            accesses=accesses,
            partner=partner,
            url=f"{company.get_base_url()}/my/access",
        )
