import secrets

from odoo import api, fields, models

from .service_desk_collision_data import BLOCK, REACTIONS, WARN


class ResCompany(models.Model):
    _inherit = "res.company"

    service_desk_autoclose_days = fields.Integer(
        string="Close Resolved Tickets After",
        default=5,
        help="Working days a resolved ticket waits for an objection before it is closed."
        " 0 means that nothing closes by itself.",
    )
    service_desk_reopen_days = fields.Integer(
        string="Reopen Within",
        default=14,
        help="Days after the resolution in which the requester may reopen; later a new ticket"
        " is linked to the old one.",
    )
    service_desk_ask_rating = fields.Boolean(
        string="Ask for Satisfaction",
        default=True,
        help="Ask the requester how it was in the mail that tells of the closing.",
    )

    service_desk_agents_land = fields.Boolean(
        string="Agents Start with the Desk",
        default=True,
        help="After the login agents start with the overview. A home action of their own is kept.",
    )
    service_desk_portal_lands = fields.Boolean(
        string="Customers Start with the Desk",
        default=lambda self: self._service_desk_is_only_portal(),
        help="After the login portal users see the desk instead of their account's overview.",
    )

    service_desk_mail_limit = fields.Integer(
        string="Mails per Sender and Hour",
        default=20,
        help="What one address sends beyond that is held in the inbox. 0 means no limit.",
    )
    service_desk_mail_must_prove = fields.Boolean(
        string="Only Proven Senders",
        help="Hold mails whose sender no mail server has confirmed, not only those it denies.",
    )
    service_desk_mail_auth_server = fields.Char(
        string="Name of Our Mail Server",
        help="As it signs its Authentication-Results headers. Those of other servers are not believed then.",
    )

    service_desk_acknowledge = fields.Boolean(
        string="Acknowledge New Tickets",
        default=True,
        help="Mail requesters the number of their ticket when it arrives.",
    )

    service_desk_mail_link = fields.Selection(
        [("login", "Need a login"), ("open", "Open the ticket for reading")],
        string="Links in Mails",
        default="login",
        required=True,
        help="Whoever a mail is forwarded to has its link too.",
    )
    service_desk_mail_link_days = fields.Integer(string="Links Work for Days", default=14)
    service_desk_mail_link_key = fields.Char(
        default=lambda self: secrets.token_hex(8),
        groups="base.group_system",
        help="Part of what is signed: another one ends all links that were sent.",
    )

    service_desk_digest_hour = fields.Integer(
        string="Hour of Daily Mails", default=7, help="In the zone of whoever gets the mail."
    )

    service_desk_article_four_eyes = fields.Boolean(
        string="Four Eyes on Articles",
        help="Whoever wrote what is new in an article does not publish it.",
    )
    service_desk_article_review_months = fields.Integer(
        string="Review Articles After Months",
        default=12,
        help="Owners are asked whether their articles are still right. 0 means never.",
    )
    service_desk_public_knowledge = fields.Boolean(
        string="Articles without a Login",
        help="Allows articles that everybody on the internet can read.",
    )

    service_desk_change_medium_from = fields.Integer(
        string="Medium Risk From", default=34, help="The score from which a change is of medium risk."
    )
    service_desk_change_high_from = fields.Integer(
        string="High Risk From", default=67, help="The score from which a change is of high risk."
    )
    service_desk_change_history_percent = fields.Integer(
        string="Share of History (%)",
        default=20,
        help="How much it counts for the risk of a change how like changes went in the year before.",
    )
    # What collisions of changes do in this company.
    service_desk_on_freeze = fields.Selection(REACTIONS, string="A Freeze", default=BLOCK, required=True)
    service_desk_on_service = fields.Selection(REACTIONS, string="The Same Service", default=BLOCK, required=True)
    service_desk_on_outage = fields.Selection(REACTIONS, string="An Outage by Another", default=BLOCK, required=True)
    service_desk_on_related = fields.Selection(REACTIONS, string="A Related Service", default=WARN, required=True)
    service_desk_on_people = fields.Selection(REACTIONS, string="The Same People", default=WARN, required=True)
    service_desk_on_window = fields.Selection(REACTIONS, string="Outside of Windows", default=WARN, required=True)
    service_desk_schedule_turn = fields.Integer(
        copy=False, groups="base.group_system", help="Counted up by whoever schedules a change, one at a time."
    )

    _service_desk_risk_sane = models.Constraint(
        "CHECK(service_desk_change_medium_from >= 0"
        " AND service_desk_change_high_from >= service_desk_change_medium_from"
        " AND service_desk_change_history_percent BETWEEN 0 AND 100)",
        "High risk begins at or above medium risk, and history counts from 0 to 100 percent.",
    )
    _service_desk_review_months_sane = models.Constraint(
        "CHECK(service_desk_article_review_months BETWEEN 0 AND 120)",
        "Articles are reviewed after 1 to 120 months, or never.",
    )
    _service_desk_digest_hour_sane = models.Constraint(
        "CHECK(service_desk_digest_hour BETWEEN 0 AND 23)", "An hour is a number from 0 to 23."
    )
    _service_desk_link_days_sane = models.Constraint(
        "CHECK(service_desk_mail_link_days BETWEEN 1 AND 365)",
        "Links in mails work for 1 to 365 days.",
    )
    _service_desk_days_positive = models.Constraint(
        "CHECK(service_desk_autoclose_days >= 0 AND service_desk_reopen_days >= 0)",
        "Days cannot be negative.",
    )

    def write(self, vals):
        if "service_desk_mail_link" in vals:
            changed = self.filtered(lambda company: company.service_desk_mail_link != vals["service_desk_mail_link"])
            for company in changed:
                # sudo: the key is nobody's to read; whoever may change the setting revokes links.
                company.sudo().service_desk_mail_link_key = secrets.token_hex(8)
        return super().write(vals)

    @api.model
    def _service_desk_is_only_portal(self):
        """Whether customers have nothing else to look for, such as quotations or invoices."""
        documents = self.env.registry["portal.mixin"]._inherit_children
        return all(self.env.registry[model]._abstract for model in documents)
