from markupsafe import Markup

from odoo import models
from odoo.tools import plaintext2html


class ServiceDeskTicketApprovalMixin(models.AbstractModel):
    """What approval means for every ticket: how approvals name it, and who never decides about it."""

    _name = "service.desk.ticket.approval.mixin"
    _description = "Approval of a Ticket"
    _inherit = ["service.desk.approvable.mixin"]

    def _approval_barred_users(self):
        """Who asked, for whom it is, and who wrote it down: that is one hand, another decides."""
        # Archived logins too: they may come back.
        ticket = self.with_context(active_test=False)
        asking = (ticket.requester_id, ticket.submitted_by_id, ticket.create_uid.partner_id)
        users = ticket.create_uid.union(*(people._same_person().user_ids for people in asking))
        # Who asked once, and has handed it to somebody else since, does not decide either.
        before = ticket.approval_ids.barred_user_ids
        return super()._approval_barred_users() | users | before

    def _approval_title(self):
        return {
            "number": self.number,
            "title": self.name,
            "requester_name": self.requester_id.name or self.requester_email,
        }

    def _approval_mail_from(self):
        return self.mail_from

    def _approval_team_leaders(self):
        return self.team_id.leader_id

    def _approval_person(self):
        return self.requester_id

    def _approval_service_owners(self):
        return self.service_id.owner_id

    def _approval_refused(self, reason):
        """What waits for approval is rejected with the reason."""
        result = super()._approval_refused(reason)
        if self.state == "approval":
            self.write({"state": "rejected", "resolution": Markup(plaintext2html(reason))})
        return result
