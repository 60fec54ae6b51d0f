from odoo import api, models
from odoo.fields import Domain

from ..approval_rules import needed
from .service_desk_approval_data import PORTAL_STATES
from .service_desk_portal_data import size_label, translated


class ServiceDeskApprovalPortalMixin(models.AbstractModel):
    """How an approval looks to those who are asked.

    Pages get these plain values and never the record. On the portal everybody sees what they are
    asked themselves, agents too.
    """

    _name = "service.desk.approval.portal.mixin"
    _description = "Approval on the Portal"

    # -- The gate ------------------------------------------------------------------------------

    @api.model
    def _portal_domain(self, which):
        """Approvals that wait for the person, or those in which they have decided."""
        if which == "waiting":
            return Domain("is_waiting_for_me", "=", True)
        seats = Domain("user_id", "=", self.env.uid)
        return Domain("is_for_me", "=", True) & Domain("decision_ids", "any!", seats)

    @api.model
    def _portal_find(self, approval_id):
        """The one way from a number in an address to an approval; empty for what is not theirs."""
        return self.search(Domain("id", "=", approval_id) & Domain("is_for_me", "=", True))

    @api.model
    def _portal_page(self, which, limit, offset=0):
        """One page of the list; what is due first comes first, what was decided last."""
        order = "date_due, id" if which == "waiting" else "date_decided desc, id desc"
        found = self.search(self._portal_domain(which), limit=limit, offset=offset, order=order)
        return found._portal_summaries()

    # -- Values --------------------------------------------------------------------------------

    def _portal_summaries(self):
        """What a list shows of each of these, in a constant number of queries."""
        # sudo: on which seats of these the person may vote, and for whom.
        decisions = self.env["service.desk.approval.decision"].sudo()
        seats = decisions.search(Domain("approval_id", "in", self.ids) & decisions._domain_open_of(self.env.user))
        absent = seats.grouped("approval_id")
        return [approval._portal_summary(absent.get(approval.sudo(), seats.browse()).approver_id) for approval in self]

    def _portal_summary(self, absent):
        """What a list shows of one approval.

        :param absent: ``res.users`` on whose seats the person may vote
        """
        state = "mine" if self.is_waiting_for_me else self.state
        label, icon, color = PORTAL_STATES[state]
        me = self.env.user
        # sudo: the person's own vote.
        mine = self.sudo().decision_ids.filtered(lambda seat: seat.user_id == me)[:1]
        is_waiting = self.is_waiting_for_me
        return {
            "id": self.id,
            "url": self._portal_url(),
            "number": self.number,
            "title": self.title,
            "step": self.name,
            "requester": self.requester_name,
            "state_label": translated(self.env, label),
            "state_icon": icon,
            "state": color,
            "is_waiting": is_waiting,
            "absent": is_waiting and ", ".join((absent - me).mapped("name")),
            "my_vote": mine.decision,
            "date_start": self.date_start,
            "date_due": self.state == "pending" and self.date_due,
            "date_decided": self.date_decided,
        }

    def _portal_url(self):
        return f"/my/approvals/{self.id}"

    def _portal_detail(self):
        """What the page of one approval shows."""
        # sudo: who else is asked and what they said is for those who are asked.
        seats = self.sudo().decision_ids
        return self._portal_summaries()[0] | {
            "content": self.content or [],
            "since": self._written_since(),
            "files": [self._portal_file(file) for file in self._portal_files()],
            "seen": self.content_hash,
            "percent": self.percent,
            "is_pending": self.state == "pending",
            "is_one_of_many": len(seats) > 1,
            "needed": self._portal_needed(),
            "seats": [seat._portal_values() for seat in seats],
        }

    def _portal_files(self):
        """The files that belong to what is asked for; those of an earlier round are not there."""
        # sudo: the gate has found that the reader is asked; these files are what it is about.
        approval = self.sudo()
        subject = approval._subject()
        is_present = approval.round == max(subject.approval_ids.mapped("round"))
        files = subject._approval_files() if is_present else self.env["ir.attachment"]
        return files.filtered(lambda file: file.type == "binary")

    def _portal_file(self, file):
        return {
            "name": file.name,
            "size_label": size_label(file.file_size),
            "url": f"{self._portal_url()}/files/{file.id}",
        }

    def _portal_needed(self):
        return needed(max(self.seat_count, 1), self.percent)
