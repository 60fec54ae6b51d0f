from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .service_desk_ci_data import CONFIGURATION_MANAGER
from .service_desk_license_data import BATCH_SIZE, MOST_REMIND_DAYS, REMIND_DAYS


def who_hears(record):
    """Whom to tell about something that has an ``owner_id``.

    The owner while they are here, else the leader of the team that looks after it, else somebody
    who keeps such things.
    """
    known = record.sudo()  # sudo: only whether the login is open still
    leader = known.team_id.leader_id if "team_id" in known._fields else known.owner_id.browse()
    for user in (known.owner_id, leader):
        if user.active and not user.share:
            return user
    keepers = known.env.ref(CONFIGURATION_MANAGER).all_user_ids.filtered("active")
    near = keepers.filtered(lambda user: not known.company_id or known.company_id in user.company_ids)
    return (near or keepers).sorted("id")[:1] or known.env.ref("base.user_admin")


class ServiceDeskExpiryMixin(models.AbstractModel):
    """What ends on a day, and of which somebody is reminded, so many days before, once each.

    The host says when it ends (:meth:`_expiry_date`), where the reminder stands and who gets it.
    """

    _name = "service.desk.expiry.mixin"
    _description = "Ends on a Day"
    _inherit = ["service.desk.batch.mixin"]

    #: Field by which the job finds what ends.
    _expiry_field = "date_end"

    remind_days = fields.Char(
        string="Remind (Days Before)", default=REMIND_DAYS, help="Like 60, 30, 7. Empty means never."
    )
    days_left = fields.Integer(compute="_compute_days_left", help="Until it ends; negative when it has.")
    reminded_of = fields.Char(readonly=True, copy=False, help="The end and the number of days that were told last.")

    @api.depends(lambda self: (self._expiry_field,) if self._expiry_field in self._fields else ())
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for one in self:
            end = one[self._expiry_field]
            one.days_left = (end - today).days if end else 0

    @api.constrains("remind_days")
    def _check_remind_days(self):
        for one in self:
            words = (one.remind_days or "").replace(",", " ").split()
            if not all(word.isdecimal() and len(word) < 9 and int(word) <= MOST_REMIND_DAYS for word in words):
                raise ValidationError(
                    self.env._(
                        "“%(text)s”: please write numbers of days, of %(most)s at most, like 60, 30, 7.",
                        text=one.remind_days,
                        most=MOST_REMIND_DAYS,
                    )
                )

    def _days_of_reminders(self):
        return sorted(int(word) for word in (self.remind_days or "").replace(",", " ").split())

    # -- Hooks -----------------------------------------------------------------------------------

    def _expiry_date(self):
        """The last day, or False."""
        self.ensure_one()
        return self[self._expiry_field]

    def _expiry_host(self):
        """The record with activities on which the reminder stands, and whose ``owner_id`` gets it."""
        self.ensure_one()
        return self

    def _expiry_summary(self):
        """What the reminder says."""
        self.ensure_one()
        return self.env._("Ends: %s", self.display_name)

    # -- The job ---------------------------------------------------------------------------------

    @api.model
    def _domain_expiring(self):
        """What may have to be told: not over for long, and within the farthest reminder there can be."""
        today = fields.Date.context_today(self)
        field = self._expiry_field
        return (
            Domain(field, ">=", today - timedelta(days=7))
            & Domain(field, "<=", today + timedelta(days=MOST_REMIND_DAYS))
            & Domain("remind_days", "!=", False)
        )

    @api.model
    def _cron_remind(self):
        """Tell owners of what ends; called by a job once a day."""
        domain = self._domain_expiring()
        due = self.search(domain).filtered(lambda one: one._reminder_due())
        self._run_batches([(due, domain, "_remind")], BATCH_SIZE)

    def _reminder_due(self):
        """What would be told now, as it is remembered; False when it was told, or it is too early."""
        self.ensure_one()
        end = self._expiry_date()
        left = end and (end - fields.Date.context_today(self)).days
        # The nearest number that has come: whoever was away hears the last word alone.
        days = next((days for days in self._days_of_reminders() if end and left <= days), None)
        if days is None:
            return False
        key = f"{end}:{days}"
        return key if key != self.reminded_of else False

    def _remind(self):
        for one in self:
            key = one._reminder_due()
            if not key:
                continue
            host, end = one._expiry_host(), one._expiry_date()
            hears = who_hears(host)
            host.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=end,
                summary=one.with_context(lang=hears.lang)._expiry_summary(),
                user_id=hears.id,
            )
            one.reminded_of = key
