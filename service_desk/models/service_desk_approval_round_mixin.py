from datetime import timedelta

from odoo import models
from odoo.tools import SQL

from ..approval_rules import Outcome, outcome
from .service_desk_approval_data import OPEN_STATES


class ServiceDeskApprovalRoundMixin(models.AbstractModel):
    """How a round goes on: steps open one after the other until one ends it.

    Everything here runs with superuser rights, called by verbs that have checked their caller and
    hold the lock.
    """

    _name = "service.desk.approval.round.mixin"
    _description = "Round of Approvals"

    def _lock(self):
        """Wait until nobody else works on these approvals or their subjects.

        Subjects first, in whatever way one comes, so that no two people wait for each other. Who
        comes second meets a serialization error if the first has changed anything, and Odoo runs
        the request once more with what is then true.
        """
        for _model, subjects in self._subjects_by_model():
            subjects._lock_for_approval()
        self._lock_rows()

    def _lock_rows(self):
        self.env.execute_query(
            SQL(
                "SELECT id FROM %s WHERE id IN %s ORDER BY id FOR NO KEY UPDATE",
                SQL.identifier(self._table),
                tuple(self.ids) or (0,),
            )
        )
        self.invalidate_recordset()

    def _subjects_by_model(self):
        """The subjects of these approvals, as pairs of model and records."""
        found = {}
        for approval in self:
            subject = approval._subject()
            found[subject._name] = found.get(subject._name, subject.browse()) | subject
        return found.items()

    # -- Steps ---------------------------------------------------------------------------------

    def _open(self):
        """Begin to ask: the time runs, the approvers are told."""
        now = self.env.cr.now().replace(microsecond=0)
        for approval in self:
            expiry, reminder = approval.expiry_hours, approval.reminder_hours
            approval.write(
                {
                    "state": "pending",
                    "date_start": approval.date_start or now,
                    "date_due": expiry and now + timedelta(hours=expiry),
                    "date_reminder": reminder and now + timedelta(hours=reminder),
                }
            )
        self._seat_somebody()
        self._log("opened", self._text_waits_for())
        self._mail_asked(self.decision_ids)

    def _weigh_votes(self):
        """See what the votes amount to, and go on from there."""
        for approval in self:
            seats = approval.decision_ids
            votes = [seat.decision or None for seat in seats]
            approval.write(
                {
                    "seat_count": len(votes),
                    "approve_count": votes.count("approve"),
                    "refuse_count": votes.count("refuse"),
                }
            )
            result = outcome(votes, approval.percent, approval.is_refused_by_first)
            if approval.state == "pending" and result == Outcome.APPROVED:
                approval._end("approved")
            elif approval.state == "pending" and result == Outcome.REFUSED:
                approval._end("refused", approval._text_refusal())

    def _end(self, state, reason=""):
        """This step is decided: the next one opens, or the round is over."""
        self.ensure_one()
        self.write(
            {
                "state": state,
                "date_decided": self.env.cr.now().replace(microsecond=0),
                "date_reminder": False,
            }
        )
        self._log("ended", reason)
        rest = self._rest_of_round()
        subject = self._subject()
        if state == "approved" and rest:
            rest[:1]._open()
        elif state == "approved":
            subject._end_approval("approved")
        else:
            rest._cancel(self.env._("An earlier step ended the round."))
            subject._end_approval("refused", reason)

    def _rest_of_round(self):
        """The steps after this one, in order."""
        column = self._column_of(self._subject())
        return self.search(
            [
                (column, "=", self[column].id),
                ("round", "=", self.round),
                ("state", "=", "waiting"),
            ],
            order="sequence, id",
        )

    def _cancel(self, reason):
        """Ask no more."""
        still = self.filtered(lambda approval: approval.state in OPEN_STATES)
        still.write({"state": "cancelled", "date_reminder": False})
        still._log("ended", reason)

    def _text_refusal(self):
        """Why it was refused, in the words of those who did."""
        refusals = self.decision_ids.filtered(lambda seat: seat.decision == "refuse")
        return "\n".join(refusals.mapped("comment"))

    # -- Log -----------------------------------------------------------------------------------

    def _log(self, kind, texts=""):
        """Write one line for each of these approvals.

        :param texts: what it says, or a text for each approval
        """
        self.env["service.desk.approval.log"].create(
            [
                {
                    "approval_id": approval.id,
                    "date": self.env.cr.now().replace(microsecond=0),
                    "kind": kind,
                    "actor_id": self.env.uid,
                    "text": texts[approval] if isinstance(texts, dict) else texts,
                }
                for approval in self
            ]
        )

    def _text_waits_for(self):
        """Approval -> names of those who are asked."""
        return {approval: ", ".join(approval.decision_ids.approver_id.mapped("name")) for approval in self}
