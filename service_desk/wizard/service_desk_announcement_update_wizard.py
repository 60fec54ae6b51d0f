from odoo import fields, models


class ServiceDeskAnnouncementUpdateWizard(models.TransientModel):
    """Write how it goes, for all who read the announcement and by mail for those who asked for it."""

    _name = "service.desk.announcement.update.wizard"
    _description = "Post an Update"

    announcement_id = fields.Many2one("service.desk.announcement", required=True, ondelete="cascade")
    subscriber_count = fields.Integer(related="announcement_id.subscriber_count", related_sudo=False)
    body = fields.Html(string="What People Should Know", required=True)
    date_expected = fields.Datetime(string="Expected to End")
    is_over = fields.Boolean(string="It is over", help="The banner goes away; the update says so.")

    def action_confirm(self):
        """Post it."""
        announcement = self.announcement_id
        announcement.check_access("write")
        announcement.date_expected = self.date_expected
        if self.is_over:
            announcement._end()
        announcement._post_update(self.body)
        return {"type": "ir.actions.act_window_close"}
