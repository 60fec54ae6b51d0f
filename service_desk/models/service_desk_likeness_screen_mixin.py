from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, is_html_empty

from ..lifecycle import OPEN_PHASES
from ..likeness import words

#: As many as fit beside a ticket.
SHOWN = 6
#: As much of a resolution as tells whether it is worth opening.
EXCERPT = 240


class ServiceDeskLikenessScreenMixin(models.AbstractModel):
    """What an agent sees of like tickets, and what they can do with one of them."""

    _name = "service.desk.likeness.screen.mixin"
    _description = "Like Tickets on the Screen"

    @api.readonly
    def like_this(self):
        """Tickets that are like this one, as plain values, the most alike first; of those alike the open ones.

        Asked for when somebody looks; the form itself knows nothing of it.
        """
        self._check_likeness_reader()
        likes = self._like_tickets(limit=SHOWN)
        tickets = self.browse(like.ticket_id for like in likes)
        tickets.fetch(["number", "name", "state", "phase", "resolution", "date_opened"])
        labels = dict(self._fields["state"]._description_selection(self.env))
        rows = [
            {
                "id": ticket.id,
                "number": ticket.number,
                "name": ticket.name,
                "state": labels[ticket.state],
                "phase": ticket.phase,
                "date": ticket.date_opened,
                "words": like.words,
                "about": list(like.about),
                "percent": round(100 * like.score),
                "resolution": ticket._resolution_excerpt(),
                "can_be_joined": ticket._may_join(self),
                "can_be_used": ticket._may_lend_resolution(self),
            }
            for ticket, like in zip(tickets, likes, strict=True)
        ]
        return sorted(rows, key=lambda row: (-row["percent"], row["phase"] not in OPEN_PHASES))

    def action_merge_like(self, other_id):
        """Open the dialog that merges this ticket into one that is like it."""
        other = self._like_other(other_id)
        if not other._may_join(self):
            raise UserError(self.env._("%(number)s cannot go on for this ticket.", number=other.number))
        column = self.env["service.desk.ticket.line"].LINE_FIELDS[self._name]
        action = self.action_open_merge()
        action["context"] = {**action.get("context", {}), f"default_{column}": other.id}
        return action

    def action_join_like(self, other_id):
        """Make a ticket that is like this one its parent: they are resolved together."""
        other = self._like_other(other_id)
        if not other._may_join(self):
            raise UserError(self.env._("%(number)s cannot go on for this ticket.", number=other.number))
        return self.write({"parent_id": other.id})

    def action_resolve_like(self, other_id):
        """Open the dialog that resolves this ticket, with the words that solved one like it."""
        other = self._like_other(other_id)
        if not other._may_lend_resolution(self):
            raise UserError(self.env._("%(number)s has no resolution to take over.", number=other.number))
        action = self.action_resolve()
        action["context"] = {
            **action.get("context", {}),
            "default_resolution": other.resolution,
            "default_resolution_code_id": other.resolution_code_id.id,
        }
        return action

    def action_open_guide(self):
        """Walk a guided diagnosis beside this ticket."""
        self.ensure_one()
        self.check_access("write")
        guides = self.env["service.desk.guide"].search([("state", "=", "published")], limit=2)
        # Where there is one there is nothing to choose.
        guide = guides if len(guides) == 1 else guides.browse()
        values = {"res_model": self._name, "res_id": self.id, "guide_id": guide.id}
        return self.env["service.desk.guide.wizard"].create(values)._open()

    def _like_other(self, other_id):
        """The other ticket, which the user has to be allowed to read as this one to write."""
        self._check_likeness_reader()
        self.check_access("write")
        other = self.browse(other_id if type(other_id) is int else 0).exists()
        if not other or not other.has_access("read") or other == self:
            raise UserError(self.env._("Choose another ticket that you may open."))
        return other

    def _check_likeness_reader(self):
        self.ensure_one()
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("Like tickets are for the agents of the desk."))
        self.check_access("read")

    def _may_join(self, ticket):
        """Whether ``ticket`` may be merged into this one, or become its child."""
        has_dialog = self.env["service.desk.ticket.line"].LINE_FIELDS[self._name] in (
            self.env["service.desk.merge.wizard"]._fields
        )
        is_open = self.phase in OPEN_PHASES and ticket.phase in OPEN_PHASES
        return has_dialog and is_open and ticket.company_id == self.company_id

    def _may_lend_resolution(self, ticket):
        """Whether the answer to this ticket's requester may be taken over for another's.

        What was said on a confidential ticket stays there.
        """
        is_told = self._resolution_says_something() and not self.is_confidential
        return is_told and ticket.phase in OPEN_PHASES

    def _resolution_says_something(self):
        """Whether its words could help with another ticket: more than that it is done."""
        if is_html_empty(self.resolution):
            return False
        said = words(self.resolution).keys()
        # No words at all may still be a picture.
        return not said or not said <= words(self._resolution_fillers()).keys()

    @api.model
    def _resolution_fillers(self):
        """Words of which a resolution is made that says nothing, in the user's language."""
        return self.env._(
            "a again all and are as been both checked closed complete completed correct corrected done dear each"
            " everything fine finished fixed for good happy has have hello help helped hi i in is issue it its just"
            " me my no now of off ok okay on once our per please problem ready regards resolved see since so solved"
            " successfully tested thank thanks that the there this ticket to today together too us was we well were"
            " with work worked working works yes you your"
        )

    def _resolution_excerpt(self):
        if not self._resolution_says_something():
            return ""
        text = " ".join(html2plaintext(self.resolution).split())
        return text if len(text) <= EXCERPT else f"{text[: EXCERPT - 1].rstrip()}…"
