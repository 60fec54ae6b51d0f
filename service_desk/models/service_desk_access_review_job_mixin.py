from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_access_review_data import BATCH_SIZE, REVOKE


class ServiceDeskAccessReviewJobMixin(models.AbstractModel):
    """What happens to reviews by itself: reminders, the deadline, carrying out what was decided."""

    _name = "service.desk.access.review.job.mixin"
    _description = "Jobs of Reviews"
    _inherit = ["service.desk.batch.mixin", "service.desk.mailing.mixin"]

    @api.model
    def _cron_review(self):
        """Remind, end at the deadline, carry out."""
        self.search([("state", "=", "open")])._do_what_can_be_done("_remind_or_end")
        self.env["ir.cron"]._commit_progress()
        self._carry_out_decisions()

    def _remind_or_end(self):
        now = self._now()
        for review in self:
            if review.date_deadline <= now:
                review._end_at_deadline()
            elif not review.date_reminded and review.date_deadline <= now + timedelta(days=review.reminder_days):
                review._ask_reviewers(is_reminder=True)
                review.date_reminded = now

    def _end_at_deadline(self):
        """Nobody spoke for it: revoke what is not decided, all in one statement."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE service_desk_access_review_line
                   SET decision = %s, is_by_deadline = TRUE, date_decided = %s
                 WHERE review_id = %s AND decision IS NULL
                """,
                REVOKE,
                self._now(),
                self.id,
            )
        )
        self.env.invalidate_all(flush=False)

    # -- Carrying out --------------------------------------------------------------------------

    @api.model
    def _carry_out_decisions(self):
        """Do what was decided, some at a time; killed in the middle, the next run goes on."""
        Line = self.env["service.desk.access.review.line"]
        domain = [
            ("decision", "!=", False),
            ("is_carried_out", "=", False),
            ("review_id.state", "in", ("open", "closed")),
        ]
        Line._run_batches([(Line.search(domain, order="id"), domain, "_carry_out")], BATCH_SIZE)

    # -- Letters -------------------------------------------------------------------------------

    def _ask_reviewers(self, is_reminder=False, users=None):
        """Write to everybody who still has something to decide, one mail a person.

        :param users: those of them alone who came later
        """
        who = Domain("reviewer_ids", "in", users.ids) if users else Domain("reviewer_ids", "!=", False)
        counts = self.env["service.desk.access.review.line"]._read_group(
            Domain("review_id", "=", self.id) & Domain("decision", "=", False) & who,
            ["reviewer_ids"],
            ["__count"],
        )
        mails = [
            self._letter(user, count, is_reminder)
            for user, count in counts
            if user.active and user.email and (not users or user in users)
        ]
        self._queue_mails(mails)

    def _letter(self, user, count, is_reminder):
        review = self._for_reader(user.partner_id, self.company_id)
        subject = (
            review.env._("Reminder: please review access by the deadline")
            if is_reminder
            else review.env._("Please review who has access")
        )
        return review._mail_values(
            "service_desk.mail_access_review",
            user.partner_id,
            review.company_id,
            subject,
            review=review,
            user=user,
            count=count,
            is_reminder=is_reminder,
            url=f"{review.company_id.get_base_url()}/my/reviews/{self.id}",
        )
