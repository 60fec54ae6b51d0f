from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .service_desk_journey_data import ABSENCE, LEAVER, MOVER
from .service_desk_journey_portal_mixin import SHOWN_DAYS


class ServiceDeskJourneyPersonMixin(models.AbstractModel):
    """What the person whom a journey is about sees of it, and does: the same with and without a login."""

    _name = "service.desk.journey.person.mixin"
    _description = "Journeys for Their Person"

    @api.model
    def _own_domain(self):
        """The reader's own journeys."""
        return Domain("partner_id", "=", self.env.user.partner_id.id) & Domain("state", "in", ("running", "done"))

    @api.model
    def _portal_own(self):
        """All of one's own page."""
        since = fields.Date.context_today(self) - timedelta(days=SHOWN_DAYS)
        # sudo: people may know what is prepared for them; the domain says whose it is.
        own = self.sudo().search(
            self._own_domain() & (Domain("date_start", ">=", since) | Domain("date_end", ">=", since))
        )
        return [journey._own_page_values() for journey in own if journey._is_told_to_person()]

    def _is_told_to_person(self):
        """Nobody reads on a page that they leave: it is shown from when they have a step of their own in it."""
        if self.kind != LEAVER:
            return True
        return any(line.responsible == "person" and line.date_begun for line in self.line_ids)

    def _own_page_values(self):
        """Plain values of one journey for its person. Called with superuser rights."""
        self.ensure_one()
        shown = self.line_ids.filtered(lambda line: line._is_for_person())
        return {
            **self._portal_summary(),
            "heading": self._own_heading(),
            "company": self.company_id.name,
            "manager": self.manager_id.name,
            "buddy": self.buddy_id.name if self.buddy_id != self.manager_id else False,
            "location": self.location_id.name,
            "address": self._portal_address(),
            "note": self.template_id.person_note,
            "steps": [line._own_page_values() for line in shown if line._is_persons_turn()],
            "lines": [line._own_row_values() for line in shown if not line._is_persons_turn()],
        }

    def _own_heading(self):
        """What the day of the journey is to its person."""
        day = self._day()
        shown = format_date(self.env, day, date_format="full") if day else ""
        words = {
            LEAVER: self.env._("Your last day: %s", shown),
            MOVER: self.env._("Your first day in your new place: %s", shown),
            ABSENCE: self.env._("You are away from: %s", shown),
        }
        return words.get(self.kind) or self.env._("Your first day: %s", shown)

    def _portal_address(self):
        """Where to go, in one line."""
        place = self.location_id.address_id
        town = " ".join(part for part in (place.zip, place.city) if part)
        return ", ".join(part for part in (place.street, town) if part)

    def _person_line(self, line_id):
        """A step of this journey that its person has to do now, or nothing. Called with superuser rights."""
        return self.line_ids.filtered(
            lambda line: line.id == line_id and line._is_for_person() and line._is_persons_turn()
        )

    @api.model
    def _portal_own_line(self, line_id):
        """The same in the reader's own journeys."""
        own = self.sudo().search(self._own_domain())  # sudo: see _portal_own
        return own._person_line(line_id)
