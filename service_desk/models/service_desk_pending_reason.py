from odoo import fields, models

from .service_desk_pending_reason_data import WAITS_FOR


class ServiceDeskPendingReason(models.Model):
    """Why a ticket waits, and what the desk does while it waits."""

    _name = "service.desk.pending.reason"
    _description = "Pending Reason"
    _inherit = ["service.desk.reference.mixin"]
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    waits_for = fields.Selection(WAITS_FOR, required=True, default="requester")
    pauses_clocks = fields.Boolean(default=True, help="Service level clocks stand still while a ticket waits for this.")
    resumes_on_reply = fields.Boolean(default=True, help="The requester's own reply puts the ticket back to work.")
    remind_after_days = fields.Integer(help="Working days after which the requester is reminded, once. 0 means never.")
    resolve_after_days = fields.Integer(
        help="Working days after which the ticket is resolved for lack of an answer. 0 means never."
    )

    _days_positive = models.Constraint(
        "CHECK(remind_after_days >= 0 AND resolve_after_days >= 0)",
        "Days cannot be negative; 0 means never.",
    )
