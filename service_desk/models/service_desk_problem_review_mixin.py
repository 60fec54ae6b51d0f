from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

from ..lifecycle import OPEN_PHASES


class ServiceDeskProblemReviewMixin(models.AbstractModel):
    """What is learned from a major problem, and what becomes better by it."""

    _name = "service.desk.problem.review.mixin"
    _description = "Review of a Problem"

    is_major = fields.Boolean(
        string="Major", tracking=True, index="btree_not_null", help="It is closed with a review of what was learned."
    )
    review_good = fields.Html(string="What Went Well")
    review_bad = fields.Html(string="What Went Wrong")
    review_learned = fields.Html(string="What We Have Learned", help="How it is kept from happening again.")
    review_user_ids = fields.Many2many(
        "res.users",
        "service_desk_problem_reviewer_rel",
        "problem_id",
        "user_id",
        string="Reviewed By",
        domain="[('share', '=', False)]",
    )
    has_no_actions = fields.Boolean(string="Nothing Is to Be Done", help="The review has found nothing to do better.")
    improvement_ids = fields.One2many("service.desk.improvement", "problem_id", string="Actions")
    improvement_count = fields.Integer(compute="_compute_improvement_count")

    @api.depends("improvement_ids")
    def _compute_improvement_count(self):
        for problem in self:
            problem.improvement_count = len(problem.improvement_ids)

    def _guard_review(self, roles):
        """A major problem is closed when its review is written.

        :raise UserError: which says all that is missing
        """
        for problem in self:
            missing = problem._missing_of_review()
            if missing:
                raise UserError(
                    self.env._(
                        "%(problem)s is a major problem and is closed with its review. Still missing: %(missing)s.",
                        problem=problem.display_name,
                        missing=", ".join(missing),
                    )
                )

    def _missing_of_review(self):
        """What the review of a major problem lacks, in words; nothing for others."""
        self.ensure_one()
        if not self.is_major:
            return []
        # sudo: actions of the review count, whoever closes.
        actions = self.sudo().improvement_ids
        facts = {
            self.env._("what was learned"): not is_html_empty(self.review_learned),
            self.env._("who took part in the review"): bool(self.review_user_ids),
            self.env._("an action, or the word that nothing is to be done"): bool(actions) or self.has_no_actions,
        }
        return [words for words, is_there in facts.items() if not is_there]

    # -- What time does not decide ---------------------------------------------------------------

    def _close_silently_accepted(self):
        """A major problem waits for its review; the others close by themselves."""
        ready = self.filtered(lambda problem: not problem._missing_of_review())
        return super(ServiceDeskProblemReviewMixin, ready)._close_silently_accepted()

    def _resolve_for_silence(self):
        """A cause does not go away because nobody answers: the work goes on."""
        self.filtered(lambda problem: problem.phase in OPEN_PHASES)._resume()
