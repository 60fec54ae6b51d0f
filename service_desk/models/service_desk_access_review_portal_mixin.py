from odoo import api, models


class ServiceDeskAccessReviewPortalMixin(models.AbstractModel):
    """What reviewers see on the portal, whether they work for the desk or not."""

    _name = "service.desk.access.review.portal.mixin"
    _description = "Review on the Portal"

    @api.model
    def _portal_domain(self, review_id=None):
        """Lines of open reviews that the current user is asked about."""
        domain = [("reviewer_ids", "in", [self.env.uid]), ("review_state", "=", "open")]
        return [*domain, ("review_id", "=", review_id)] if review_id else domain

    @api.model
    def _portal_waiting(self):
        """How many decisions the current user owes."""
        return self.search_count([*self._portal_domain(), ("decision", "=", False)])

    @api.model
    def _portal_reviews(self):
        """Open reviews in which the current user is asked."""
        values = {}
        for review, decision, count in self._read_group(self._portal_domain(), ["review_id", "decision"], ["__count"]):
            # sudo: name, note and deadline of a review are for those whom it asks.
            named = review.sudo()
            value = values.setdefault(
                review.id,
                {
                    "id": review.id,
                    "name": named.name,
                    "note": named.note,
                    "deadline": named.date_deadline,
                    "total": 0,
                    "waiting": 0,
                },
            )
            value["total"] += count
            value["waiting"] += 0 if decision else count
        return sorted(values.values(), key=lambda value: (value["deadline"], value["id"]))

    def _portal_lines(self):
        """Plain values of these lines."""
        labels = dict(self._fields["decision"]._description_selection(self.env))
        # sudo: names of holders and of what they hold are what a reviewer decides about.
        return [
            {
                "id": line.id,
                "person": line.partner_id.name,
                "function": line.partner_id.function,
                "access": line.entitlement_id.name,
                "system": line.entitlement_id.service_id.name,
                "risk": line.entitlement_id.risk,
                "since": line.date_granted,
                "decision": line.decision,
                "decision_label": labels.get(line.decision),
                "comment": line.comment,
                "is_carried_out": line.is_carried_out,
            }
            for line in self.sudo()
        ]
