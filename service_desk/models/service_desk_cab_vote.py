from odoo import fields, models

from .service_desk_cab_data import MAX_WORDS, VOTES


class ServiceDeskCabVote(models.Model):
    """How a member of the board voted on a change. Written by ``action_vote`` of the item alone."""

    _name = "service.desk.cab.vote"
    _description = "Vote of the Change Advisory Board"
    _inherit = ["service.desk.handless.mixin"]
    _order = "item_id, id"
    _rec_name = "user_id"

    item_id = fields.Many2one("service.desk.cab.item", required=True, readonly=True, index=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, readonly=True, index=True, ondelete="restrict")
    vote = fields.Selection(VOTES, required=True, readonly=True)
    comment = fields.Text(readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    content_hash = fields.Char(readonly=True, groups="base.group_system", help="What the voter was shown.")
    is_counted = fields.Boolean(string="Counted", readonly=True, help="It was the voter's decision in an approval.")

    _once = models.Constraint("UNIQUE(item_id, user_id)", "Each member has one vote.")
    _comment_sane = models.Constraint(
        f"CHECK(length(comment) <= {MAX_WORDS})", "This is too long; nobody would read it."
    )

    def _decide(self, approval):
        """This vote is its voter's decision in an approval in which they are asked.

        :raise UserError: when they may not decide (any more), or it has changed since they voted
        """
        self.ensure_one()
        # The voter's own rights decide, as when they had clicked themselves.
        own = approval.with_user(self.user_id).with_context(**self.env.context)
        words = self.comment or ""
        own._vote(self.vote, words, seen=self.content_hash)
        self.is_counted = True
