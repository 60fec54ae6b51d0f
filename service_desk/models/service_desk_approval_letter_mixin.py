from odoo import api, models
from odoo.fields import Domain

#: Mails written in one run of the job.
BATCH_SIZE = 200


class ServiceDeskApprovalLetterMixin(models.AbstractModel):
    """The mails to those who are asked.

    They are written by a job: nobody who orders something waits for them. Their button opens the
    page that shows what is asked; no address in them decides anything, since programs that check
    mails open every link.
    """

    _name = "service.desk.approval.letter.mixin"
    _description = "Mails About Approvals"

    @api.model
    def _mail_asked(self, seats):
        """Have people told that they are asked."""
        self._mail_later(seats, "asked")

    @api.model
    def _mail_later(self, seats, kind):
        """Note on seats which mail is due there, and wake the job that writes them."""
        if seats:
            seats.write({"mail": kind})
            self.env.ref("service_desk.cron_approval_mails")._trigger()

    @api.model
    def _cron_mails(self):
        """Write the mails that are due, each once: the note goes with the mail's transaction."""
        cron = self.env["ir.cron"]
        seats = self.env["service.desk.approval.decision"]
        due = Domain("mail", "!=", False)
        waiting = seats.search(due, limit=BATCH_SIZE, order="id")
        cron._commit_progress(remaining=seats.search_count(due))
        for seat in waiting:
            seat = seats._lock_free(due & Domain("id", "=", seat.id))
            kind, seat.mail = seat.mail, False
            if seat and not seat.decision and seat.approval_id.state == "pending":
                seat._write_letters(kind)
            if not cron._commit_progress(1):
                return
