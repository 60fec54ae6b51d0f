from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .service_desk_access_review_data import BATCH_SIZE, REVOKE
from .service_desk_notice_data import AUTOMATIC_HEADERS


class ServiceDeskAccessReviewJobMixin(models.AbstractModel):
    """What happens to reviews by itself: reminders, the deadline, carrying out what was decided."""

    _name = "service.desk.access.review.job.mixin"
    _description = "Jobs of Reviews"

    @api.model
    def _cron_review(self):
        """Remind, end at the deadline, carry out."""
        now = self._now()
        reviews = self.search([("state", "=", "open")])
        for review in reviews:
            if review.date_deadline <= now:
                review._end_at_deadline()
            elif not review.date_reminded and review.date_deadline <= now + timedelta(days=review.reminder_days):
                review._ask_reviewers(is_reminder=True)
                review.date_reminded = now
        self.env["ir.cron"]._commit_progress()
        self._carry_out_decisions()

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
        if mails:
            self.env["mail.mail"].create(mails)
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def _letter(self, user, count, is_reminder):
        lang = user.lang or self.env.lang
        review = self.with_context(lang=lang, tz=user.tz or "UTC")
        company = review.company_id
        body = review.env["ir.qweb"]._render(
            "service_desk.mail_access_review",
            {
                "review": review,
                "user": user,
                "count": count,
                "is_reminder": is_reminder,
                "company": company,
                "lang": lang,
                "url": f"{company.get_base_url()}/my/reviews/{self.id}",
            },
            minimal_qcontext=True,
            lang=lang,
        )
        subject = (
            review.env._("Reminder: please review access by the deadline")
            if is_reminder
            else review.env._("Please review who has access")
        )
        return {
            "subject": subject,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "recipient_ids": [(4, user.partner_id.id)],
            "author_id": company.partner_id.id,
            "body_html": body,
            "auto_delete": True,
            "headers": repr(AUTOMATIC_HEADERS),
        }
