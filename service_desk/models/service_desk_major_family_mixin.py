from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..lifecycle import OPEN_PHASES
from .service_desk_major_data import LIKELY_HOURS, MOST_LIKELY


class ServiceDeskMajorFamilyMixin(models.AbstractModel):
    """The incidents that wait for the same: children of the one that is major."""

    _name = "service.desk.major.family.mixin"
    _description = "Those Who Wait for a Major Incident"

    def _join(self, incidents):
        """Hang incidents below this one: they are resolved together with it.

        Those that are over, that wait for another ticket already or are major themselves stay as
        they are. The user's rights on the incidents apply.

        :return: those that were joined
        """
        self.check_access("read")
        self.ensure_one()
        if self.state != "declared":
            raise UserError(self.env._("%s is not running.", self.display_name))
        joining = incidents.filtered(self._can_take_in)
        joining.write({"parent_id": self.incident_id.id})
        return joining

    def _can_take_in(self, incident):
        """Whether an incident may be hung below this one."""
        return (
            incident != self.incident_id
            and incident.phase in OPEN_PHASES
            and not incident.parent_id
            and incident.major_state not in ("proposed", "declared")
            and incident.company_id == self.incident_id.company_id
        )

    def _likely_children(self):
        """Open incidents about the same service since the trouble began, which wait for nothing yet."""
        self.ensure_one()
        main = self.incident_id
        if not main.service_id:
            return main.browse()
        since = (self.date_started or main.date_opened) - timedelta(hours=LIKELY_HOURS)
        domain = [
            ("service_id", "=", main.service_id.id),
            ("company_id", "=", main.company_id.id),
            ("phase", "in", OPEN_PHASES),
            ("date_opened", ">=", since),
            ("parent_id", "=", False),
            ("id", "!=", main.id),
        ]
        return main.search(domain, order="id desc", limit=MOST_LIKELY).filtered(self._can_take_in)

    @api.model
    def _near(self, incident):
        """Running ones that an incident may belong to, as far as the user may see them."""
        service_id = incident.service_id._origin.id
        ids = [
            major_id
            for major_id, main_id, concerned_id in self._running()
            if service_id and concerned_id == service_id and main_id != incident._origin.id
        ]
        return self.search(Domain("id", "in", ids), order="id desc", limit=1) if ids else self.browse()

    # -- "I have this too" -----------------------------------------------------------------------

    def _report(self, partner, service):
        """The ticket by which somebody says that they have the same trouble; one for each person.

        The caller has checked that the person reads the announcement; nothing of the incident itself
        gets into their ticket.

        :param service: which one they know it by, may be empty
        """
        # sudo: requesters create no tickets; all values are set here.
        incident = self.sudo().incident_id
        mine = incident.search(
            [("parent_id", "=", incident.id), ("requester_id", "=", partner.id), ("phase", "in", OPEN_PHASES)],
            limit=1,
        )
        return mine or incident.create(
            {
                "name": self.sudo().announcement_id.name,
                "requester_id": partner.id,
                "submitted_by_id": partner.id,
                "company_id": incident.company_id.id,
                "service_id": service.id,
                "team_id": incident.team_id.id,
                "urgency": incident.urgency,
                "impact": "3",
                "channel": "portal",
                "parent_id": incident.id,
            }
        )
