from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class ServiceDeskAnnouncementSubscriberMixin(models.AbstractModel):
    """Who wants a mail when there is news about an announcement."""

    _name = "service.desk.announcement.subscriber.mixin"
    _description = "Subscribers of an Announcement"

    subscription_ids = fields.One2many(
        "service.desk.announcement.subscription",
        "announcement_id",
        string="Subscribers",
        copy=False,
        groups="service_desk.group_agent",
    )
    subscriber_count = fields.Integer(compute="_compute_subscriber_count", groups="service_desk.group_agent")
    is_subscribed = fields.Boolean(compute="_compute_is_subscribed")

    @api.depends("subscription_ids")
    def _compute_subscriber_count(self):
        counts = dict(
            self.env["service.desk.announcement.subscription"]._read_group(
                [("announcement_id", "in", self.ids)], ["announcement_id"], ["__count"]
            )
        )
        for announcement in self:
            announcement.subscriber_count = counts.get(announcement._origin, 0)

    @api.depends_context("uid")
    @api.depends("subscription_ids")
    def _compute_is_subscribed(self):
        # sudo: requesters read no subscriptions; these are the reader's own.
        mine = (
            self.env["service.desk.announcement.subscription"]
            .sudo()
            .search([("announcement_id", "in", self.ids), ("partner_id", "=", self.env.user.partner_id.id)])
        )
        for announcement in self:
            announcement.is_subscribed = announcement._origin in mine.announcement_id

    def action_subscribe(self):
        """Mail me when there is news; for the desk's people, all others do so on the portal."""
        self._check_is_agent()
        self.check_access("read")
        self._subscribe(self.env.user.partner_id)
        return True

    def action_unsubscribe(self):
        """Mail me no more."""
        self._check_is_agent()
        self.check_access("read")
        self._unsubscribe()
        return True

    @api.model
    def _check_is_agent(self):
        if not self.env.user.has_group("service_desk.group_agent"):
            raise AccessError(self.env._("This is for the people of the desk. Please use the portal."))

    def _unsubscribe(self):
        """The current user hears no more of these."""
        # sudo: one's own rows alone
        self.env["service.desk.announcement.subscription"].sudo().search(
            [("announcement_id", "in", self.ids), ("partner_id", "=", self.env.user.partner_id.id)]
        ).unlink()
        self.invalidate_recordset(["is_subscribed", "subscriber_count", "subscription_ids"])

    def _subscribe(self, partners):
        """Let people hear of it, who may read it as far as the caller knows. Twice is once."""
        rows = [(announcement_id, partner_id) for announcement_id in self.ids for partner_id in partners.ids]
        for announcement_id, partner_id in rows:
            # Two clicks at the same moment end in one row.
            self.env.cr.execute(
                SQL(
                    "INSERT INTO service_desk_announcement_subscription (announcement_id, partner_id, date)"
                    " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                    announcement_id,
                    partner_id,
                    fields.Datetime.now(),
                )
            )
        self.invalidate_recordset(["is_subscribed", "subscriber_count", "subscription_ids"])

    def _hear(self, partners):
        """Those of these people who may still read the announcement.

        The desk reads all; the others are looked at one by one, since whom it is for depends on each.
        """
        self.ensure_one()
        return partners.filtered(
            lambda partner: (
                any(user.has_group("service_desk.group_agent") for user in partner.user_ids.filtered("active"))
                or self._is_for(partner)
            )
        )
