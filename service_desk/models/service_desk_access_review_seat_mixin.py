from odoo import api, models


class ServiceDeskAccessReviewSeatMixin(models.AbstractModel):
    """Reviewers who leave while a review is going on: nothing waits for somebody who is gone."""

    _name = "service.desk.access.review.seat.mixin"
    _description = "Reviewers Who Leave"

    @api.model
    def _on_users_changed(self, users):
        """Others take their lines: the reviewers who remain, else the owner, else access managers."""
        # sudo: who archives a user need not see what that user was to review.
        everybody = self.sudo().with_context(active_test=False)
        lines = everybody.search(
            [("reviewer_ids", "in", users.ids), ("decision", "=", False), ("review_id.state", "=", "open")]
        )
        for company, theirs in lines.grouped("company_id").items():
            gone = users.sudo().filtered(lambda user, company=company: not self._may_review(user, company))
            left = theirs.filtered(lambda line, gone=gone: line.reviewer_ids & gone)
            left._replace_reviewers(gone)

    @api.model
    def _may_review(self, user, company):
        """Whether somebody still can decide about what people of a company have."""
        return user.active and (not company or company in user.company_ids)

    def _replace_reviewers(self, gone):
        """Take these people from the lines, and put the owners where nobody remains."""
        self.write({"reviewer_ids": [(3, user.id) for user in gone]})
        empty = self.filtered(lambda line: not line.reviewer_ids)
        for (review, owner, company), lines in empty.grouped(
            lambda line: (line.review_id, line.entitlement_id.owner_id, line.company_id)
        ).items():
            if owner and owner not in gone and self._may_review(owner, company):
                taken = lines.filtered(lambda line, owner=owner: line.partner_id != owner.partner_id)
                taken.write({"reviewer_ids": [(4, owner.id)]})
                if taken:
                    review._ask_reviewers(users=owner)
