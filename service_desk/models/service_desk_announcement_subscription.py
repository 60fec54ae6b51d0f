from odoo import fields, models


class ServiceDeskAnnouncementSubscription(models.Model):
    """Somebody wants a mail when there is news about an announcement."""

    _name = "service.desk.announcement.subscription"
    _description = "Subscription to an Announcement"
    _inherit = ["service.desk.export.mixin", "service.desk.handless.mixin"]
    _log_access = False
    _order = "id"
    _rec_name = "partner_id"

    announcement_id = fields.Many2one("service.desk.announcement", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", string="Who", required=True, index=True, ondelete="cascade")
    date = fields.Datetime(string="Since", required=True, default=lambda self: fields.Datetime.now())

    _once = models.UniqueIndex("(announcement_id, partner_id)", "Subscribed already.")
