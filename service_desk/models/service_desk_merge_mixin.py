from odoo import api, models
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES

#: More of a requester's own tickets than that nobody compares.
MAX_OWN = 10


class ServiceDeskMergeMixin(models.AbstractModel):
    """What an agent sees before tickets are merged: likely targets, and who will read what."""

    _name = "service.desk.merge.mixin"
    _description = "Before a Merge"

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Where a double is merged, offer first what it is likely a double of.

        The dialog puts the ids of its tickets into the context as ``service_desk_doubles``.
        """
        ids = self.env.context.get("service_desk_doubles")
        if not isinstance(ids, list) or not all(type(one) is int for one in ids):
            return super().name_search(name, domain, operator, limit)
        domain = Domain(domain or Domain.TRUE)
        if len(ids) == 1:
            domain &= Domain("id", "not in", ids)
        if name:
            return super().name_search(name, domain, operator, limit)
        doubles = self.browse(ids).exists()._filtered_access("read")
        likely = doubles._merge_proposals().filtered_domain(domain)[:limit]
        others = super().name_search(name, domain & Domain("id", "not in", likely.ids), operator, limit)
        return [*((one.id, one.display_name) for one in likely), *others][:limit]

    def _merge_proposals(self):
        """Of several tickets one of them, then similar open ones, then others of their requesters.

        What the customers or companies forbid to merge is left out.
        """
        first = self[:1]
        chosen = self if len(self) > 1 else self.browse()
        open_ones = [("phase", "in", OPEN_PHASES)]
        similar = self.browse(like.ticket_id for like in first._like_tickets(domain=open_ones))
        theirs = self.search(
            [("requester_id", "in", self.requester_id.ids), ("phase", "in", OPEN_PHASES)], limit=MAX_OWN
        )
        ours = first.company_id.sudo().partner_id
        customer = first._organization(ours)
        return (chosen | similar | theirs).filtered(
            lambda ticket: ticket.company_id == first.company_id and ticket._organization(ours) == customer
        )

    def _merge_warnings(self, target):
        """Sentences about who reads what of whom once these tickets are merged into ``target``."""
        # sudo: names and logins of those who asked; their rights decide about what they hear.
        doubles, goal = self.sudo(), target.sudo()
        ours = [person for ticket in doubles for person in ticket._asking_partners()]
        coming = doubles.env["res.partner"].union(*ours) - goal._asking_partners()
        if not coming or not goal:
            return []
        silent = coming.filtered(lambda person: person.user_ids and not goal._may_open(person))
        sides = {
            "doubles": ", ".join(doubles.mapped("number")),
            "target": goal.number,
            "owners": ", ".join(goal._asking_partners().mapped("name")),
        }
        told = [
            self.env._(
                "%(owners)s will read what was said with %(people)s on %(doubles)s.",
                people=", ".join(coming.mapped("name")),
                **sides,
            )
        ]
        if coming - silent:
            told.append(
                self.env._(
                    "%(people)s will follow the ticket of %(owners)s and read its conversation from now on.",
                    people=", ".join((coming - silent).mapped("name")),
                    **sides,
                )
            )
        if silent:
            told.append(
                self.env._(
                    "%(people)s may not open the ticket of %(owners)s and will hear nothing more of"
                    " %(target)s. Answer before you merge, or make %(target)s the parent instead.",
                    people=", ".join(silent.mapped("name")),
                    **sides,
                )
            )
        return told

    def _may_open(self, person):
        """Whether one of the person's logins may read this ticket."""
        return any(self._may_hear(user.id) for user in person.user_ids)
