from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .service_desk_access_data import HELD_STATES, LIVE_STATES


class ServiceDeskAccessConflictMixin(models.AbstractModel):
    """Segregation of duties: what one person does not hold together.

    Looked at when access is asked for, when it is granted and when it is extended.
    """

    _name = "service.desk.access.conflict.mixin"
    _description = "Conflicting Access"

    is_risk_open = fields.Boolean(
        string="Waits for Risk Acceptance",
        readonly=True,
        copy=False,
        help="It conflicts with what the holder has; somebody else must answer for that first.",
    )

    def _conflicts(self, states):
        """What stands against each of these records.

        :param states: of the holder's other records that count
        :return: dict of record -> list of (conflict, other record)
        """
        entitlements = self.entitlement_id
        conflicts = self.env["service.desk.entitlement.conflict"].search(
            Domain("entitlement_id", "in", entitlements.ids) | Domain("other_id", "in", entitlements.ids)
        )
        found = {access: [] for access in self}
        if not conflicts:
            return found
        pairs = {}
        for conflict in conflicts:
            one, other = conflict.entitlement_id, conflict.other_id
            pairs.setdefault(one, {})[other] = conflict
            pairs.setdefault(other, {})[one] = conflict
        held = self.search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("entitlement_id", "in", [entitlement.id for entitlement in pairs]),
                ("state", "in", states),
            ]
        ).grouped("partner_id")
        for access in self:
            against = pairs.get(access.entitlement_id, {})
            found[access] = [
                (against[other.entitlement_id], other)
                for other in held.get(access.partner_id, ())
                if other.entitlement_id in against and other != access
            ]
        return found

    def _refuse_conflicts(self):
        """At the request: say no to what can never be granted, note what needs an acceptance."""
        for access, against in self._conflicts(LIVE_STATES).items():
            for conflict, other in against:
                text = access._text_conflict(conflict, other)
                if conflict.severity == "refuse":
                    raise UserError(text)
                if access.is_emergency and not access._acceptance(conflict):
                    raise UserError(self.env._("%s An access manager must accept the risk first.", text))
                access._log("conflict", text)
                access.conflict_note = text

    def _settle_conflicts(self):
        """At the grant: those of these records that nothing stands against any more.

        One holder at a time: what another transaction decides about the same person is waited for.
        """
        concerned = self.filtered(lambda access: access.entitlement_id.sudo().conflict_ids)
        self.env["service.desk.access.turn"]._take(concerned.partner_id)
        clear = self - concerned
        for access, against in concerned._conflicts(LIVE_STATES).items():
            # What is granted in the same moment is as good as held.
            held = [pair for pair in against if pair[1].state in HELD_STATES or pair[1] in clear]
            if access._passes(held):
                clear |= access
        return clear

    def _passes(self, against):
        """Whether this record may be granted beside what the holder has."""
        self.ensure_one()
        for conflict, other in against:
            text = self._text_conflict(conflict, other)
            if conflict.severity == "refuse":
                self._refuse(text)
                return False
            acceptance = self._acceptance(conflict)
            if not acceptance:
                if not self.is_risk_open:
                    self._log("conflict", self.env._("%s The grant waits for an accepted risk.", text))
                self._wait_for_acceptance()
                return False
            if acceptance.date_end and (not self.date_end or self.date_end > acceptance.date_end):
                self.date_end = acceptance.date_end
            self._log(
                "risk",
                self.env._("Accepted by %(who)s: %(why)s", who=acceptance.accepted_by_id.name, why=acceptance.reason),
            )
        self.is_risk_open = False
        return True

    def _wait_for_acceptance(self):
        self.is_risk_open = True
        if self.state == "requested":
            self.write({"state": "approval"})

    def _acceptance(self, conflict):
        """The acceptance of this risk for this holder that holds now, or nothing."""
        asking = self.requested_by_id | self.extended_by_id
        valid = self.env["service.desk.access.risk"]._valid(self.partner_id, conflict, asking)
        return valid.get((self.partner_id.id, conflict.id))

    def _text_conflict(self, conflict, other):
        return self.env._(
            "%(person)s has, or has asked for, “%(other)s”, which does not go together with “%(wanted)s”: %(reason)s.",
            person=self.partner_id.name,
            other=other.entitlement_id.name,
            wanted=self.entitlement_id.name,
            reason=(conflict.reason or "").rstrip("."),
        )

    def _go_on_after_acceptance(self):
        """Somebody accepted a risk: grant what only waited for that."""
        waiting = self.filtered(lambda access: access.is_risk_open and access.state == "approval")
        waiting._begin_granting()
