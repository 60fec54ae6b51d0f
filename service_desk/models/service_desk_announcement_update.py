from odoo import fields, models
from odoo.tools import SQL


class ServiceDeskAnnouncementUpdate(models.Model):
    """How it goes, as it was told to those concerned. What was said and mailed stays as it is."""

    _name = "service.desk.announcement.update"
    _description = "Update of an Announcement"
    _inherit = ["service.desk.export.mixin", "service.desk.handless.mixin", "service.desk.unsigned.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"

    announcement_id = fields.Many2one("service.desk.announcement", required=True, index=True, ondelete="cascade")
    date = fields.Datetime(required=True, default=lambda self: fields.Datetime.now())
    body = fields.Html(string="Text", required=True)
    user_id = fields.Many2one("res.users", string="Written By", groups="service_desk.group_agent")
    letter_ids = fields.One2many("service.desk.announcement.letter", "update_id", groups="service_desk.group_agent")

    def _queue_letters(self):
        """Leave a letter for each subscriber, in one statement however many they are."""
        self.flush_recordset()
        self.env["service.desk.announcement.subscription"].flush_model()
        self.env.cr.execute(
            SQL(
                "INSERT INTO service_desk_announcement_letter (update_id, partner_id)"
                " SELECT news.id, subscription.partner_id"
                " FROM service_desk_announcement_update news"
                " JOIN service_desk_announcement_subscription subscription USING (announcement_id)"
                " WHERE news.id = ANY(%s) ORDER BY 1, 2 ON CONFLICT DO NOTHING",
                self.ids,
            )
        )
        self.env["service.desk.announcement.letter"].invalidate_model()
        # sudo: nothing is changed, the job only begins now.
        self.env.ref("service_desk.cron_announcement").sudo()._trigger()
