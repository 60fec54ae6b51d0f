from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

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
        return [journey._own_page_values() for journey in own]

    def _own_page_values(self):
        """Plain values of one journey for its person. Called with superuser rights."""
        self.ensure_one()
        shown = self.line_ids.filtered(lambda line: line._is_for_person())
        return {
            **self._portal_summary(),
            "date_start": self.date_start,
            "company": self.company_id.name,
            "manager": self.manager_id.name,
            "buddy": self.buddy_id.name if self.buddy_id != self.manager_id else False,
            "location": self.location_id.name,
            "address": self._portal_address(),
            "note": self.template_id.person_note,
            "steps": [line._own_page_values() for line in shown if line._is_persons_turn()],
            "lines": [line._portal_values() for line in shown if not line._is_persons_turn()],
        }

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
