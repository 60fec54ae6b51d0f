from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES
from .service_desk_article_data import DESK

_TODO = "mail.mail_activity_data_todo"


class ServiceDeskArticleReviewMixin(models.AbstractModel):
    """Looking at articles before they are published, and again when time has passed."""

    _name = "service.desk.article.review.mixin"
    _description = "Review of an Article"

    date_review = fields.Date(
        string="Review On",
        copy=False,
        index="btree_not_null",
        groups=DESK,
        help="When the owner is asked whether it is still right.",
    )
    date_reminded = fields.Date(
        string="Reminded On", readonly=True, copy=False, groups=DESK, help="The owner was asked, once."
    )
    is_review_due = fields.Boolean(compute="_compute_is_review_due", search="_search_is_review_due", groups=DESK)

    @api.depends("date_review", "is_live")
    def _compute_is_review_due(self):
        today = fields.Date.context_today(self)
        for article in self:
            day = article.date_review
            article.is_review_due = bool(article.is_live and day and day <= today)

    @api.model
    def _search_is_review_due(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = Domain("is_live", "=", True) & Domain("date_review", "<=", fields.Date.context_today(self))
        return due if True in value else ~due

    def write(self, vals):
        if "date_review" in vals:
            # Another day is another reminder.
            return super().write({**vals, "date_reminded": False})
        return super().write(vals)

    def _door_values(self, target):
        values = super()._door_values(target)
        if target == "published" and (not self.date_review or self.date_review <= fields.Date.today()):
            values |= {"date_review": self._next_review(), "date_reminded": False}
        return values

    def _next_review(self):
        # sudo: a setting that holds for everybody of the company.
        months = self.company_id.sudo().service_desk_article_review_months
        return fields.Date.today() + relativedelta(months=months) if months else False

    def _after_moves(self, sources, target):
        if target in ("published", "retired", "draft"):
            self.activity_unlink([_TODO])
        return super()._after_moves(sources, target)

    # -- Verbs -------------------------------------------------------------------------------

    def action_confirm(self):
        """It is still right: look at it again after the usual time."""
        self.check_access("write")
        for article in self:
            article.write({"date_review": article._next_review()})
        self.activity_unlink([_TODO])
        for article in self:
            article._message_log(body=self.env._("Looked at: it is still right."))
        return True

    def _ask_reviewers(self):
        """A to-do for whoever may publish it."""
        for article in self:
            # sudo: who leads a team is no secret to its agents.
            reviewer = article.reviewer_id or article.sudo().team_id.leader_id
            if reviewer and reviewer != self.env.user:
                article.activity_schedule(_TODO, summary=self.env._("Review and publish it"), user_id=reviewer.id)

    # -- The job -----------------------------------------------------------------------------

    @api.model
    def _cron_reviews(self):
        """Ask owners, once, whether what they own is still right; the oldest first."""
        today = fields.Date.today()
        due = Domain("is_live", "=", True) & Domain("date_review", "<=", today) & Domain("date_reminded", "=", False)
        articles = self.search(due, order="date_review, id", limit=200)
        articles._remind(today)
        self.env["ir.cron"]._commit_progress(len(articles), remaining=self.search_count(due))

    def _remind(self, today):
        for article in self.try_lock_for_update():
            user = article._in_charge()
            if user:
                article.with_context(lang=user.lang, mail_activity_quick_update=True).activity_schedule(
                    _TODO,
                    date_deadline=today,
                    summary=article.with_context(lang=user.lang).env._("Is this article still right?"),
                    user_id=user.id,
                )
            article.date_reminded = today

    def _in_charge(self):
        """Who is asked about it: its owner, the leader of its team, or else a manager of its company."""
        kept_by = self.owner_id.filtered("active") or self.team_id.leader_id.filtered("active")
        managers = self.env.ref("service_desk.group_manager").all_user_ids.sorted("id")
        return kept_by or managers.filtered(lambda one: self.company_id in one.company_ids)[:1]

    def _ask_whether_needed(self, number):
        """Readers still meet a known error that is over; a to-do asks who keeps its article about it.

        :param str number: of the problem that was resolved
        """
        for article in self.filtered("is_live"):
            if any(problem.phase in OPEN_PHASES for problem in article.problem_ids):
                continue
            user = article._in_charge()
            if user:
                told = article.with_context(lang=user.lang)
                summary = told.env._("%s is resolved: is this known error still to be read? Retire it if not.", number)
                told.activity_schedule(_TODO, summary=summary, user_id=user.id)
