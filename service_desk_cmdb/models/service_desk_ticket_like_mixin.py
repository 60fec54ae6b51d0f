from odoo import models
from odoo.fields import Domain

from odoo.addons.service_desk.lifecycle import OPEN_PHASES
from odoo.addons.service_desk.likeness import MAX_REASONS, Like

#: So much of what two tickets lack in common they have when they are about the same item.
SAME_ITEM = 0.5
#: Out of so many that say the same those about the same item are picked.
LOOKED_AT = 50


class ServiceDeskTicketLikeMixin(models.AbstractModel):
    """Tickets about the same item are like each other, whatever they say."""

    _name = "service.desk.ticket.like.mixin"
    _description = "Likeness by Items"

    def _like_tickets(self, limit=5, domain=None):
        self.ensure_one()
        # Requesters do not know what a ticket is about.
        is_told = self._has_field_access(self._fields["ci_ids"], "read")
        if not is_told or not self.ci_ids:
            return super()._like_tickets(limit, domain)
        tickets = self._same_items(limit, domain)
        tickets.fetch(["ci_ids"])
        likes = {like.ticket_id: like for like in super()._like_tickets(LOOKED_AT, domain)}
        for ticket in tickets:
            words = likes.get(ticket.id, Like(ticket.id, 0, []))
            about = (ticket.ci_ids & self.ci_ids)[:MAX_REASONS].mapped("name")
            if about:
                score = words.score + (1 - words.score) * SAME_ITEM
                likes[ticket.id] = words._replace(score=score, about=tuple(about))
        # What is about the same item stands open ones first, what only says the same as it was found.
        return sorted(likes.values(), key=lambda like: -like.score)[:limit]

    def _same_items(self, limit, domain):
        """Other tickets about one of these items, so many open ones and so many others, the newest of each."""
        same = (
            Domain("ci_ids", "in", self.ci_ids.ids)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("id", "!=", self.id)
            & Domain("merged_into_id", "=", False)
            & Domain(domain or Domain.TRUE)
        )
        is_open = Domain("phase", "in", OPEN_PHASES)
        return self.search(same & is_open, order="id desc", limit=limit) + self.search(
            same & ~is_open, order="id desc", limit=limit
        )
