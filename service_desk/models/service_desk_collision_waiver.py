from odoo import fields, models

from ..collisions import is_within
from .service_desk_collision_data import COLLISION_KINDS, MAX_REASON


class ServiceDeskCollisionWaiver(models.Model):
    """A change manager has accepted that a change collides with something, and said why.

    It holds for that collision at that time and for what both have alone: once the change is moved
    to where they overlap at other times, or works on more, somebody must look at it again. Written
    by ``action_accept_collisions`` alone.
    """

    _name = "service.desk.collision.waiver"
    _description = "Accepted Collision"
    _inherit = ["service.desk.handless.mixin"]
    _order = "date desc, id desc"
    _rec_name = "words"

    change_id = fields.Many2one("service.desk.change", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="change_id.company_id", store=True, index=True)
    kind = fields.Selection(COLLISION_KINDS, required=True, readonly=True)
    other_id = fields.Integer(readonly=True, help="Of the other change, freeze or outage.")
    shared = fields.Char(
        readonly=True,
        help="The services or people that both have. Older ones say nothing and hold for all.",
    )
    date_from = fields.Datetime(required=True, readonly=True)
    date_to = fields.Datetime(required=True, readonly=True)
    words = fields.Char(string="Collision", readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Accepted By", required=True, readonly=True, ondelete="restrict", index=True
    )
    date = fields.Datetime(string="Accepted On", required=True, readonly=True)

    _reasoned = models.Constraint(
        f"CHECK(length(trim(reason)) BETWEEN 1 AND {MAX_REASON})", "Say why, in 2,000 characters at most."
    )

    def _covers(self, clash):
        """Whether one of these accepts this clash, as far as it goes now."""
        return any(
            waiver.kind == clash.kind
            and waiver.other_id == clash.other
            and waiver.date_from <= clash.period[0]
            and clash.period[1] <= waiver.date_to
            and (waiver.shared is False or is_within(clash, waiver.shared))
            for waiver in self
        )
