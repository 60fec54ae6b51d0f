import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from .service_desk_journey_data import LEAVER


class ServiceDeskJourneyProofMixin(models.AbstractModel):
    """What was done for a person, when and by whom, as an auditor wants to see it.

    Until it is signed it is read from the records of the desk. Signed, it is kept as it was, with a
    hash that tells whether anybody has touched it since.
    """

    _name = "service.desk.journey.proof.mixin"
    _description = "Proof of a Journey"

    proof = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS)
    proof_hash = fields.Char(string="Fingerprint", readonly=True, copy=False)
    signed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_signed = fields.Datetime(string="Signed On", readonly=True, copy=False)
    is_proof_intact = fields.Boolean(string="Unchanged Since", compute="_compute_is_proof_intact")

    @api.depends("proof", "proof_hash")
    def _compute_is_proof_intact(self):
        for journey in self:
            # sudo: only compares.
            rows = journey.sudo().proof
            journey.is_proof_intact = bool(rows) and self._fingerprint(rows) == journey.proof_hash

    @api.model
    def _fingerprint(self, rows):
        text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def action_sign(self):
        """Answer for what was done: the record is closed and kept as it is.

        :raise AccessError: for those who are not HR
        :raise UserError: before the journey is done, and a second time
        """
        self._check_may_run()
        # sudo: who may was checked; the proof reads what HR cannot, in plain words alone.
        for journey in self.sudo():
            if journey.state != "done":
                raise UserError(self.env._("Close %s first: what is open cannot be proven.", journey.display_name))
            if journey.date_anonymized:
                raise UserError(self.env._("%s is anonymized: there is nothing left to sign.", journey.display_name))
            if journey.signed_by_id:
                raise UserError(self.env._("%s is signed already.", journey.display_name))
            rows = journey._proof_rows()
            journey.write(
                {
                    "proof": rows,
                    "proof_hash": self._fingerprint(rows),
                    "signed_by_id": self.env.uid,
                    "date_signed": self._now(),
                }
            )
            journey._note("signed", journey.proof_hash)
        return True

    def _shown_proof(self):
        """The proof as it was signed, else as it stands now.

        :raise AccessError: for those who do not run such journeys: reports are printed by their address, too
        """
        self.ensure_one()
        self._check_is_hr(self.sudo().is_of_employee)
        journey = self.sudo()  # sudo: see action_sign
        return journey.proof or journey._proof_rows()

    def _proof_rows(self):
        """Plain rows: ``section``, ``what``, ``date``, ``who``, ``how``; times in UTC."""
        self.ensure_one()
        return [
            *self._proof_of_place(),
            *self._proof_of_access(),
            *self._proof_of_steps(),
            *self._proof_of_holdings(),
        ]

    def _proof_of_place(self):
        """Where the person worked; not who it is, for signed proof outlives that."""
        for name in ("company_id", "department_id"):
            if self[name]:
                label = self._fields[name]._description_string(self.env)
                yield {"section": "place", "what": label, "date": "", "who": "", "how": self[name].display_name}

    def _proof_of_steps(self):
        for line in self.line_ids.filtered(lambda line: line.kind not in ("access", "revoke")):
            moment = line.date_done or line.request_id.date_resolved
            yield {
                "section": "steps",
                "what": line.name,
                "date": fields.Datetime.to_string(moment) or "",
                "who": line._doer_name(),
                "how": line._proof_words(),
            }
            yield from line._proof_of_hand_over()

    def _proof_of_access(self):
        """The last word on each access that was given or taken back."""
        for access in self.line_ids.grant_ids | self.line_ids.revoke_ids:
            for evidence in access.evidence_ids.filtered(lambda one: one.kind in ("granted", "revoked", "cancelled")):
                yield {
                    "section": "access",
                    "what": access.entitlement_id.name,
                    "date": fields.Datetime.to_string(evidence.date),
                    "who": evidence.actor_id.name,
                    "how": " ".join(filter(None, [self._evidence_label(evidence), evidence.method, evidence.detail])),
                }

    @api.model
    def _evidence_label(self, evidence):
        return dict(evidence._fields["kind"]._description_selection(self.env))[evidence.kind]

    # -- Leavers -----------------------------------------------------------------------------------

    def _guard_complete(self, roles):
        """Who has left cannot come in any more."""
        result = super()._guard_complete(roles)
        for journey in self.filtered(lambda one: one.kind == LEAVER and one.partner_id):
            if journey._logins():
                raise UserError(self.env._("The login of %s is still open.", journey.person_name))
        return result
