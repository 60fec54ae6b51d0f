from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

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
    date_pending = fields.Datetime(readonly=True, copy=False, help="Since when it waits, for reminders.")
    date_resume = fields.Datetime(
        string="Resume On", copy=False, help="The ticket goes back to work by itself at this time."
    )
    date_reminded = fields.Datetime(
        readonly=True, copy=False, help="When the requester was reminded of the open question."
    )

    @api.constrains("date_resume", "state")
    def _check_date_resume(self):
        now = self.env.cr.now()
        for ticket in self:
            if ticket.date_resume and ticket.phase == PENDING and ticket.date_resume < now:
                raise UserError(self.env._("Choose a time in the future for resuming the work."))

    def write(self, vals):
        if "pending_reason_id" not in vals or "state" in vals:
            return super().write(vals)
        # Another reason is another waiting: it has not lasted yet, and nobody was reminded of it.
        renewed = self.filtered(
            lambda ticket: (
                ticket.state == self._lifecycle.waiting and ticket.pending_reason_id.id != vals["pending_reason_id"]
            )
        )
        result = super(ServiceDeskPendingMixin, self - renewed).write(vals)
        fresh = {"date_pending": self._now(), "date_reminded": False}
        return super(ServiceDeskPendingMixin, renewed).write({**vals, **fresh}) and result

    def _pending_values(self, target):
        """What of the waiting changes when the ticket moves to ``target``."""
        if target == self._lifecycle.waiting:
            return {"date_pending": self._now()}
        return {
            "pending_reason_id": False,
            "date_pending": False,
            "date_resume": False,
            "date_reminded": False,
        }

    def _resume(self):
        """Put waiting tickets back to work."""
        waiting = self.filtered(lambda ticket: ticket.state == self._lifecycle.waiting)
        waiting.write({"state": self._lifecycle.working})

    # -- Jobs --------------------------------------------------------------------------------

    @api.model
    def _cron_pending(self):
        """Resume what has waited until its date, remind requesters, give up on silence."""
        waiting = Domain("state", "=", self._lifecycle.waiting)
        now = self.env.cr.now()
        jobs = [(waiting & Domain("date_resume", "<=", now), "_resume", None)]
        acting = ["|", ("resolve_after_days", ">", 0), ("remind_after_days", ">", 0)]
        Reason = self.env["service.desk.pending.reason"].with_context(active_test=False)
        for reason in Reason.search(acting):
            because = waiting & Domain("pending_reason_id", "=", reason.id)
            unasked = because & Domain("date_reminded", "=", False)
            jobs += [
                (self._domain_waiting_since(domain, days), method, days)
                for domain, method, days in (
                    (because, "_resolve_for_silence", reason.resolve_after_days),
                    (unasked, "_remind_requester", reason.remind_after_days),
                )
                if days
            ]
        self._run_jobs(jobs, "date_pending")

    @api.model
    def _domain_waiting_since(self, domain, days):
        """Those of ``domain`` that may have waited ``days`` working days: as many days of any kind."""
        return domain & Domain("date_pending", "<=", self.env.cr.now() - timedelta(days=days))

    def _remind_requester(self):
        """Ask the requester once more, and remember that we did."""
        self.write({"date_reminded": self._now()})
        self._send_notice("reminder")

    def _resolve_for_silence(self):
        """End tickets whose requester did not answer, and tell each in their language."""
        tickets = self.with_context(service_desk_notify=True)
        for lang, theirs in tickets.grouped(lambda ticket: ticket.requester_id.lang).items():
            texts = theirs.with_context(lang=lang or self.env.lang)
            theirs.write(texts._silence_values())

    @api.model
    def _silence_values(self):
        """How a ticket ends that nobody answered; the host may add what its door needs."""
        return {"resolution": self.env._("Resolved because there was no answer to our question.")}
