from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES

from ..package_rules import INDIVIDUAL, KEEP, PACKAGE, REVOKE, difference
from .service_desk_journey_data import ABSENCE, LEAVER


class ServiceDeskJourneyAccessMixin(models.AbstractModel):
    """The difference between what a person holds and what their role brings."""

    _name = "service.desk.journey.access.mixin"
    _description = "Access in Journeys"

    access_ids = fields.One2many("service.desk.journey.access", "journey_id", readonly=True)

    def _held(self):
        """What the person holds or has asked for."""
        people = self._contacts()
        return self.env["service.desk.access"].search([("partner_id", "in", people.ids), ("state", "in", LIVE_STATES)])

    def _plan_access(self):
        """Work out anew what happens to each entitlement; what somebody decided stands."""
        for journey in self.filtered("partner_id"):
            held = {access.entitlement_id: access for access in journey._held()}
            origins = {one: PACKAGE if access.is_from_package else INDIVIDUAL for one, access in held.items()}
            decided = {row.entitlement_id: row.verdict for row in journey.access_ids if row.decided_by_id}
            verdicts = difference(origins, journey._wanted(), decided, journey.kind == LEAVER)
            journey._write_access(verdicts, origins)

    def _wanted(self):
        """The entitlements of the role that the person is to have."""
        if self.kind in (LEAVER, ABSENCE):
            return self.env["service.desk.entitlement"]
        return self.env["service.desk.access.package"]._entitlements_for(self._facts())

    def _write_access(self, verdicts, origins):
        rows = {row.entitlement_id: row for row in self.access_ids}
        for entitlement, verdict in verdicts.items():
            row = rows.pop(entitlement, None)
            if row and row.verdict != verdict:
                row.verdict = verdict
            elif not row:
                self.access_ids = [
                    (
                        0,
                        0,
                        {
                            "entitlement_id": entitlement.id,
                            "verdict": verdict,
                            "origin": origins.get(entitlement, False),
                        },
                    )
                ]

    def action_decide_access(self, entitlement_id, verdict):
        """Keep or take back what the person was granted individually; HR and the manager say so.

        :param int entitlement_id: of a row of this journey that is held individually
        :param str verdict: keep or revoke
        :raise AccessError: for others
        :raise UserError: for what follows from the role, and once it has happened
        """
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not (self.env.su or user == self.manager_id or user.has_group("hr.group_hr_user")):
            raise AccessError(self.env._("HR and the manager decide about that."))
        # sudo: rows are written by the desk alone; who may was checked.
        row = self.sudo().access_ids.filtered(
            lambda one: one.entitlement_id.id == entitlement_id and one.origin == INDIVIDUAL
        )
        if not row or verdict not in (KEEP, REVOKE) or self.kind == LEAVER or self.state not in ("proposed", "running"):
            raise UserError(self.env._("This is not to be decided here."))
        if self.sudo().line_ids.filtered(lambda line: line.kind == "revoke" and line.date_begun):
            raise UserError(self.env._("It has happened already."))
        row.write({"verdict": verdict, "decided_by_id": user.id})
        return True
