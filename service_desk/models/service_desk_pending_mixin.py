from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import PENDING


class ServiceDeskPendingMixin(models.AbstractModel):
    """Waiting, and how it ends: on a date, by the requester's answer, or for lack of one."""

    _name = "service.desk.pending.mixin"
    _description = "Pending Ticket"

    pending_reason_id = fields.Many2one(
        "service.desk.pending.reason",
        tracking=True,
        copy=False,
        index="btree_not_null",
    )
    date_pending = fields.Datetime(
        readonly=True, copy=False, help="Since when it waits, for reminders."
    )
    date_resume = fields.Datetime(
        string="Resume On", copy=False, help="The ticket goes back to work by itself at this time."
    )
    date_reminded = fields.Datetime(
        readonly=True, copy=False, help="When the requester was reminded of the open question."
    )

    @api.constrains("date_resume")
    def _check_date_resume(self):
        now = self.env.cr.now()
        for ticket in self:
            if ticket.date_resume and ticket.phase == PENDING and ticket.date_resume < now:
                raise UserError(self.env._("Choose a time in the future for resuming the work."))

    def _pending_values(self, target):
        """What of the waiting changes when the ticket moves to ``target``."""
        if target == "pending":
            return {"date_pending": self.env.cr.now().replace(microsecond=0)}
        return {
            "pending_reason_id": False,
            "date_pending": False,
            "date_resume": False,
            "date_reminded": False,
        }

    def _resume(self):
        """Put waiting tickets back to work."""
        self.filtered(lambda ticket: ticket.state == "pending").write({"state": "in_progress"})

    # -- Jobs --------------------------------------------------------------------------------

    @api.model
    def _cron_pending(self):
        """Resume what has waited until its date, remind requesters, give up on silence."""
        # sudo is not needed: the job runs as the superuser.
        due = self.search([("state", "=", "pending"), ("date_resume", "<=", self.env.cr.now())])
        self._in_batches(due, lambda tickets: tickets._resume())
        acting = ["|", ("resolve_after_days", ">", 0), ("remind_after_days", ">", 0)]
        Reason = self.env["service.desk.pending.reason"].with_context(active_test=False)
        for reason in Reason.search(acting):
            if reason.resolve_after_days:
                self._in_batches(
                    self._waiting_longer_than(reason, reason.resolve_after_days),
                    lambda tickets: tickets._resolve_for_silence(),
                )
            if reason.remind_after_days:
                self._in_batches(
                    self._waiting_longer_than(reason, reason.remind_after_days).filtered(
                        lambda ticket: not ticket.date_reminded
                    ),
                    lambda tickets: tickets._remind_requester(),
                )

    @api.model
    def _waiting_longer_than(self, reason, days):
        """Tickets that have waited for ``reason`` for at least ``days`` working days of their team."""
        candidates = self.search(
            [
                ("state", "=", "pending"),
                ("pending_reason_id", "=", reason.id),
                ("date_pending", "<=", self.env.cr.now() - timedelta(days=days)),
            ]
        )
        return candidates._older_than_working_days("date_pending", days)

    def _remind_requester(self):
        """Ask the requester once more, and remember that we did."""
        self.write({"date_reminded": self.env.cr.now().replace(microsecond=0)})
        self._send_notice("reminder")

    def _resolve_for_silence(self):
        """End tickets whose requester did not answer."""
        self.write(self._silence_values())

    @api.model
    def _silence_values(self):
        """How a ticket ends that nobody answered; the host may add what its door needs."""
        return {"resolution": self.env._("Resolved because there was no answer to our question.")}
