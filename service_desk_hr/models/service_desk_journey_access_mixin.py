from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.models.service_desk_access_data import LIVE_STATES

from ..package_rules import INDIVIDUAL, KEEP, PACKAGE, REVOKE, difference
from .service_desk_journey_data import ABSENCE, LEAVER, OPEN_STATES


class ServiceDeskJourneyAccessMixin(models.AbstractModel):
    """The difference between what a person holds and what their role brings."""

    _name = "service.desk.journey.access.mixin"
    _description = "Access in Journeys"

    access_ids = fields.One2many("service.desk.journey.access", "journey_id", readonly=True)

    def _held_each(self):
        """journey -> what its person holds or has asked for; one search for all."""
        contacts = {journey: journey._contacts() for journey in self}
        ids = {partner.id for people in contacts.values() for partner in people}
        held = self.env["service.desk.access"].search([("partner_id", "in", ids), ("state", "in", LIVE_STATES)])
        by_partner = held.grouped("partner_id")
        return {
            journey: held.browse().union(*(by_partner[one] for one in people if one in by_partner))
            for journey, people in contacts.items()
        }

    def _plan_access(self):
        """Work out anew what happens to each entitlement; what somebody decided stands."""
        find = self.env["service.desk.access.package"]._once_for_alike("_entitlements_for")
        rows = []
        for journey, accesses in self.filtered("partner_id")._held_each().items():
            origins = {access.entitlement_id: PACKAGE if access.is_from_package else INDIVIDUAL for access in accesses}
            decided = {row.entitlement_id: row.verdict for row in journey.access_ids if row.decided_by_id}
            verdicts = difference(origins, journey._wanted(find), decided, journey.kind == LEAVER)
            rows += [
                {
                    "journey_id": journey.id,
                    "entitlement_id": entitlement.id,
                    "verdict": verdict,
                    "origin": origins.get(entitlement, False),
                }
                for entitlement, verdict in verdicts.items()
            ]
        self._write_access(rows)

    def _wanted(self, find):
        """The entitlements of the role that the person is to have.

        :param find: a function from facts about a person to what packages give them
        """
        if self.kind in (LEAVER, ABSENCE):
            return self.env["service.desk.entitlement"]
        return find(self._facts())

    def _write_access(self, rows):
        """Make the difference on record that of these rows: what is new comes, what does not apply goes.

        What these journeys have carried out stays as it was done.
        """
        model = self.env["service.desk.journey.access"].sudo()  # sudo: rows are written by the desk alone
        known = {(row.journey_id.id, row.entitlement_id.id): row for row in self.access_ids}
        done = self._access_done() if known else set()
        fresh, changed = [], defaultdict(model.browse)
        for values in rows:
            key = values["journey_id"], values["entitlement_id"]
            row = known.pop(key, model)
            if not row:
                fresh.append(values)
            elif (row.verdict, row.origin) != (values["verdict"], values["origin"]) and not (
                key in done and values["verdict"] == KEEP
            ):
                changed[values["verdict"], values["origin"]] |= row
        for (verdict, origin), some in changed.items():
            some.write({"verdict": verdict, "origin": origin})
        model.union(*(row for key, row in known.items() if key not in done)).unlink()
        model.create(fresh)

    def _access_done(self):
        """Keys of rows about which these journeys have done something: journey and entitlement."""
        done = set()
        for line in self.line_ids:
            accesses = line.grant_ids | line.revoke_ids
            done.update((line.journey_id.id, entitlement.id) for entitlement in accesses.entitlement_id)
        return done

    def action_decide_access(self, entitlement_id, verdict):
        """Keep or take back what the person was granted individually; HR and the manager say so.

        :param int entitlement_id: of a row of this journey that is held individually
        :param str verdict: keep or revoke
        :raise AccessError: for others
        :raise UserError: for what follows from the role, and once it has happened
        """
        self.ensure_one()
        self._check_may_decide()
        # sudo: rows are written by the desk alone; who may was checked.
        row = self.sudo().access_ids.filtered(
            lambda one: one.entitlement_id.id == entitlement_id and one.origin == INDIVIDUAL
        )
        if not row or verdict not in (KEEP, REVOKE) or self.kind == LEAVER or self.state not in OPEN_STATES:
            raise UserError(self.env._("This is not to be decided here."))
        if self.sudo().line_ids.filtered(lambda line: line.kind == "revoke" and line.date_begun):
            raise UserError(self.env._("It has happened already."))
        row.write({"verdict": verdict, "decided_by_id": self.env.uid})
        return True
