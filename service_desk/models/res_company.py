from odoo import fields, models


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
        help="Send the requester a satisfaction question when a ticket is closed.",
    )

    _service_desk_days_positive = models.Constraint(
        "CHECK(service_desk_autoclose_days >= 0 AND service_desk_reopen_days >= 0)",
        "Days cannot be negative.",
    )
