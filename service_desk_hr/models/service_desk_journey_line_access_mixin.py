from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.days import start_of_day, zone_of
from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES

from .. import journey_rules
from ..package_rules import GRANT, REVOKE


class ServiceDeskJourneyLineAccessMixin(models.AbstractModel):
    """Lines that give and take access, as the difference says that the journey has worked out."""

    _name = "service.desk.journey.line.access.mixin"
    _description = "Access by Journey Steps"

    grant_ids = fields.One2many(
        "service.desk.access", "journey_line_id", string="Granted", groups="service_desk.group_agent"
    )
    revoke_ids = fields.One2many(
        "service.desk.access", "revoke_line_id", string="Taken Back", groups="service_desk.group_agent"
    )
    is_login_missing = fields.Boolean(
        string="Waits for the Login", readonly=True, help="Goes on by itself when the person has one."
    )

    def _access_parts(self):
        """What each access that the line gives or takes back is to the journey."""
        if self.is_login_missing:
            yield journey_rules.OPEN
        for access in self.grant_ids:
            # Revoked later on, by another journey for instance, it was granted once.
            is_done = access.date_granted or access.state == "revoked"
            yield journey_rules.DONE if is_done else self._open_part(access)
        for access in self.revoke_ids:
            yield self._open_part(access) if access.state in LIVE_STATES else journey_rules.DONE

    def _open_part(self, access):
        if access.state == "cancelled":
            return journey_rules.CANCELLED
        is_lost = access.state == "refused" or access.problem
        return journey_rules.FAILED if is_lost else journey_rules.OPEN

    def _begin_access(self):
        """Ask for what the role brings; each system gets to know on the day the line is due.

        What cannot be granted yet, for want of a login for instance, keeps nothing else back: the
        line says so, and asks for what is missing when it is tried again.
        """
        for line in self:
            wanted = line.journey_id.access_ids.filtered(lambda row: row.verdict == GRANT).entitlement_id
            waiting = line._waiting_for_login(wanted)
            line.is_login_missing = bool(waiting)
            problems = line._ask_access(wanted - waiting)
            if problems:
                line._note_problem(" ".join(problems))

    def _waiting_for_login(self, entitlements):
        """What needs a login that another line of the journey is still to open."""
        journey = self.journey_id
        coming = journey.line_ids.filtered(
            lambda line: line.kind == "account" and line.state not in journey_rules.ENDED
        )
        if not coming or journey._logins():
            return entitlements.browse()
        return entitlements.filtered(lambda one: one.method == "group")

    def _ask_access(self, entitlements):
        """Ask for entitlements together, one by one where that fails.

        :return: list of sentences about those that are not to be had
        """
        try:
            with self.env.cr.savepoint():
                self._ask_access_at_once(entitlements)
                return []
        except UserError as error:
            if len(entitlements) <= 1:
                return [error.args[0]]
            return [sentence for one in entitlements for sentence in self._ask_access(one)]

    def _ask_access_at_once(self, entitlements):
        journey = self.journey_id
        asked = self.env["service.desk.access"]._ask_for(
            journey.partner_id,
            entitlements,
            date_start=self._access_start(),
            reason=journey.number,
            origin={"journey_line_id": self.id, "is_from_package": True},
        )
        asked._proceed()

    def _access_start(self):
        """The beginning of the day on which it is due, or at once if that has passed."""
        moment = start_of_day(self.date_due, zone_of(self.company_id))
        return moment if moment > self.journey_id._now() else None

    def _begin_revoke(self):
        """Take back what the difference says, looked at once more: time has passed since."""
        for line in self:
            journey = line.journey_id
            journey._plan_access()
            gone = journey.access_ids.filtered(lambda row: row.verdict == REVOKE).entitlement_id
            held = journey._held().filtered(lambda access, gone=gone: access.entitlement_id in gone)
            held.write({"revoke_line_id": line.id})
            held._revoke_now(journey.number)
