import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class ServiceDeskApprovalClockMixin(models.AbstractModel):
    """What happens to approvals as time goes by: reminders, the end of the time, stand-ins."""

    _name = "service.desk.approval.clock.mixin"
    _description = "Approval in Time"

    @api.model
    def _cron_clock(self):
        """Remind, end what nobody decided in time, and tell those who stand in from today.

        One by one, each committed: an approval whose subject cannot go on stops no other.
        """
        now = self.env.cr.now()
        late = Domain("state", "=", "pending") & Domain("date_due", "<=", now)
        slow = Domain("state", "=", "pending") & Domain("date_reminder", "<=", now)
        jobs = [
            *((approval, late, "_expire") for approval in self.search(late, order="date_due")),
            *((approval, slow, "_remind") for approval in self.search(slow, order="date_reminder")),
        ]
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(jobs))
        for approval, domain, work in jobs:
            approval._work_off(domain, work)
            if not cron._commit_progress(1):
                return
        for delegation in self.env["service.desk.approval.delegation"]._to_announce():
            delegation._announce()
            cron._commit_progress()

    def _work_off(self, domain, work):
        """Do what is due, if it still is and nobody else works on it; else a little later."""
        try:
            with self.env.cr.savepoint():
                if not self._lock_if_free():
                    later = fields.Datetime.now() + timedelta(minutes=1)
                    self.env.ref("service_desk.cron_approval_clock")._trigger(later)
                    return
                getattr(self.filtered_domain(domain), work)()
        except OperationalError:
            # Somebody was faster; the next run sees what is true then.
            raise
        except Exception:  # whatever the subject does when it is refused
            _logger.exception("Approval %s could not go on.", self.id)

    def _lock_if_free(self):
        """Lock an approval with its seats and its subject, unless somebody works on one of them.

        A job does not wait as people do, see :meth:`_lock`: the mails to the same seats may be
        written at this very moment, and who waits for them ends with a serialization error.

        :return: whether all of it is locked
        """
        seats = self.env["service.desk.approval.decision"]._lock_free(Domain("approval_id", "in", self.ids))
        others = [subjects for _model, subjects in self._subjects_by_model()]
        is_free = seats == self.decision_ids.sorted() and all(
            records.try_lock_for_update(allow_referencing=True) == records for records in (*others, self)
        )
        self.invalidate_recordset()
        return is_free

    # -- Reminders -----------------------------------------------------------------------------

    def _remind(self):
        """Mail once more to those who have not decided."""
        now = self.env.cr.now().replace(microsecond=0)
        for approval in self:
            later = now + timedelta(hours=approval.reminder_hours or 24)
            approval.date_reminder = later
            open_seats = approval.decision_ids.filtered(lambda seat: not seat.decision)
            approval._mail_later(open_seats, "reminder")
            approval._log("reminded", approval.approver_names)

    # -- The end of the time -------------------------------------------------------------------

    def _expire(self):
        """Nobody decided in time: ask others once, where the policy says so, else it is refused."""
        for approval in self:
            company = approval.company_id
            approval = approval.with_context(lang=company.partner_id.lang or "en_US")
            if approval.on_expiry != "fallback" or not approval._ask_others():
                # Customers read it; whom it waited for stands in the history.
                approval._end("expired", approval.env._("Nobody decided in time."))

    def _ask_others(self):
        """Seat others in place of those who have not decided, with as much time once more.

        :return: whether there is anybody
        """
        silent = self.decision_ids.filtered(lambda seat: not seat.decision).approver_id
        others = self._may_sit(self.fallback_user_ids - self.decision_ids.approver_id)
        barred = self.barred_user_ids | self.decision_ids.approver_id
        others = others or self._last_resort(self.company_id, barred)
        if not others:
            return False
        now = self.env.cr.now().replace(microsecond=0)
        self._take_seats(silent, "fallback", ", ".join(others.mapped("name")))
        added = self._add_seats(others)
        self.write(
            {
                # Once; the next time it is over.
                "on_expiry": "refuse",
                "is_fallback": True,
                "date_due": now + timedelta(hours=self.expiry_hours),
                "date_reminder": self.reminder_hours and now + timedelta(hours=self.reminder_hours),
            }
        )
        self._mail_asked(added)
        self._weigh_votes()
        return True
