from odoo import api, models
from odoo.fields import Domain

from .. import journey_rules

#: State of a line -> icon and color of the ticket's state.
ICONS = {
    journey_rules.ASKING: ("fa-question-circle-o", "waiting"),
    journey_rules.PLANNED: ("fa-calendar-o", "received"),
    journey_rules.OPEN: ("fa-wrench", "working"),
    journey_rules.DONE: ("fa-check-circle", "solved"),
    journey_rules.FAILED: ("fa-exclamation-triangle", "waiting"),
    journey_rules.CANCELLED: ("fa-times-circle", "cancelled"),
}


class ServiceDeskJourneyLinePortalMixin(models.AbstractModel):
    """Steps on the pages of those who have them in hand, and of managers: plain values, nothing else."""

    _name = "service.desk.journey.line.portal.mixin"
    _description = "Journey Steps on the Portal"

    @api.model
    def _portal_find(self, line_id):
        """One of the reader's own steps, or nothing."""
        if not (self.has_access("read") and 0 < line_id < 2**31):
            return self.browse()
        return self.search(self._domain_mine() & Domain("id", "=", line_id), limit=1)

    def _portal_values(self):
        """A step in plain values, as pages show it."""
        self.ensure_one()
        icon, color = ICONS[self.state]
        # sudo: what to do was written for whoever does it.
        text = self.sudo().step_id.description if self.is_mine else False
        # What the person says to have given back is still to be seen by somebody else.
        things = self.things or [] if self.is_mine and self.responsible != "person" else []
        names = [name for _key, name in things]
        return {
            "id": self.id,
            "name": self.name,
            "person": self.journey_id.sudo().person_name,
            "description": text,
            "held": [one for one in (self.held or "").splitlines() if one not in names] if self.is_mine else [],
            "things": things,
            "date_due": self.date_due,
            "is_late": self.is_late,
            "is_mine": self.is_mine,
            "needs_proof": self.needs_proof,
            "by": self.responsible_name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "icon": icon,
            "color": color,
        }
