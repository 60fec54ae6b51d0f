from odoo import fields, models

from .service_desk_major_data import MOST_MINUTES, PLAN_CHANNELS


class ServiceDeskBriefedMixin(models.AbstractModel):
    """Who is told by what way and how often, in a plan and in what became of it."""

    _name = "service.desk.briefed.mixin"
    _description = "Who Is Told"
    _inherit = ["service.desk.storable.mixin"]

    name = fields.Char(string="To Whom", required=True)
    channel = fields.Selection(PLAN_CHANNELS, required=True, default="announcement")
    interval_minutes = fields.Integer(string="Every (Minutes)", required=True, default=60)
    partner_ids = fields.Many2many("res.partner", string="Mail To", help="For the channel E-mail.")
    body = fields.Html(string="Words to Begin With", help="What an update says; filled in by whoever sends it.")

    _interval_sane = models.Constraint(
        f"CHECK(interval_minutes BETWEEN 1 AND {MOST_MINUTES})",
        "Tell people at least once a week, and not every second.",
    )

    def _has_mail(self):
        """Whether somebody gets the mails, if these people are told by mail."""
        self.ensure_one()
        # sudo: only whether there is an address; the people of a plan need not be readable to agents.
        return self.channel != "email" or any(self.sudo().partner_ids.mapped("email"))
