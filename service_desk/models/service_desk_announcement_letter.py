from odoo import api, fields, models

from .service_desk_announcement_data import BATCH_SIZE


class ServiceDeskAnnouncementLetter(models.Model):
    """That a subscriber is to be mailed an update, and when that was done.

    The row is marked in the transaction that puts the mail into the queue: a job that is killed
    leaves both or neither, and the next one goes on where it stood. Nobody is mailed twice.
    """

    _name = "service.desk.announcement.letter"
    _description = "Letter about an Announcement"
    _inherit = ["service.desk.batch.mixin", "service.desk.mailing.mixin", "service.desk.handless.mixin"]
    _log_access = False
    _order = "id"
    _rec_name = "partner_id"

    update_id = fields.Many2one("service.desk.announcement.update", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="To", required=True, index=True, ondelete="cascade")
    date_done = fields.Datetime(string="Done", help="When it was handed to the mail queue, or left out.")
    is_sent = fields.Boolean(string="Sent", help="Not if it was left out: no address, or not theirs any more.")

    _once = models.UniqueIndex("(update_id, partner_id)", "This update was mailed to them already.")
    _waiting_index = models.Index("(id) WHERE date_done IS NULL")

    @api.model
    def _cron_send(self):
        """Mail what is waiting, a batch at a time."""
        waiting = [("date_done", "=", False)]
        self._run_batches([(self.search(waiting, order="id"), waiting, "_send")], BATCH_SIZE)

    def _send(self):
        """Hand these letters to the mail queue, one mail for each person."""
        mails = []
        for update, letters in self.grouped("update_id").items():
            announcement = update.announcement_id
            subscribed = announcement.subscription_ids.partner_id
            wanted = announcement._hear((letters.partner_id & subscribed).filtered("email"))
            sent = letters.filtered(lambda letter, wanted=wanted: letter.partner_id in wanted)
            sent.is_sent = True
            mails += [letter._mail() for letter in sent]
        self.date_done = fields.Datetime.now()
        self._queue_mails(mails)

    def _mail(self):
        """The mail to one person, in their language."""
        partner, announcement = self.partner_id, self.update_id.announcement_id
        company = announcement.company_id or partner.company_id or self.env.company
        letter = self._for_reader(partner, company)
        update = letter.update_id
        known = update.announcement_id
        is_over = known.state == "over"
        subject = letter.env._("Over: %s", known.name) if is_over else letter.env._("Update: %s", known.name)
        return letter._mail_values(
            "service_desk.mail_announcement",
            partner,
            company,
            subject,
            announcement=known,
            update=update,
            is_over=is_over,
            url=known._url_for(partner),
        )
