from odoo import api, fields, models

from .service_desk_notice_data import EVENTS
from .service_desk_process_data import REQUESTER_PROCESSES

#: Mails written in one run of the job; what is left makes it run again.
BATCH_SIZE = 500


class ServiceDeskNotice(models.Model):
    """A mail to a requester that is to be written: nobody waits for it while saving a ticket.

    The row goes in the transaction that writes the mail: a job that is killed has done both or
    neither.
    """

    _name = "service.desk.notice"
    _description = "Notice to Be Sent"
    _order = "id"

    event = fields.Selection(EVENTS, required=True, readonly=True)
    res_model = fields.Selection(REQUESTER_PROCESSES, required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")

    @api.model
    def _queue(self, tickets, event):
        """Let the job tell the requesters of ``tickets``; the caller knows that they want to hear."""
        if not tickets:
            return
        self.create(
            [
                {
                    "event": event,
                    "res_model": ticket._name,
                    "res_id": ticket.id,
                    "company_id": ticket.company_id.id,
                }
                for ticket in tickets
            ]
        )
        self.env.ref("service_desk.cron_notices")._trigger()

    @api.model
    def _cron_send(self):
        """Write the mails that wait, in order."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count([]))
        waiting = self.search([], limit=BATCH_SIZE)
        for notice in waiting:
            notice.try_lock_for_update()._send()
            if not cron._commit_progress(1):
                return

    def _send(self):
        """Write one mail; empty when another job has it."""
        for notice in self:
            ticket, event = self.env[notice.res_model].browse(notice.res_id).exists(), notice.event
            notice.unlink()
            ticket._send_notice(event)
