from odoo import api, fields, models

from ..models.service_desk_approval_screen_mixin import table_of
from ..models.service_desk_cab_data import VOTES


class ServiceDeskCabVoteWizard(models.TransientModel):
    """A member of the board votes on a change, or changes their vote."""

    _name = "service.desk.cab.vote.wizard"
    _description = "Vote on a Change"

    item_id = fields.Many2one("service.desk.cab.item", required=True, readonly=True, ondelete="cascade")
    change_id = fields.Many2one(related="item_id.change_id", related_sudo=False)
    collision_html = fields.Html(related="change_id.collision_html", related_sudo=False, string="What Is in the Way")
    content_html = fields.Html(string="What It Says", compute="_compute_content_html", compute_sudo=False)
    vote = fields.Selection(VOTES, required=True, default="approve")
    comment = fields.Text(string="Why")
    seen = fields.Char(readonly=True, help="What the change said when the dialog was opened.")

    @api.depends("change_id")
    def _compute_content_html(self):
        """All that is decided about, as approvers read it; the subject stands above it."""
        for wizard in self:
            wizard.change_id.check_access("read")
            content = wizard.change_id._frozen_content() if wizard.change_id else []
            wizard.content_html = table_of(content[1:])

    def action_confirm(self):
        """Vote as who is logged in."""
        self.check_access("write")
        self.ensure_one()
        self.item_id.action_vote(self.vote, self.comment, self.seen)
        return {"type": "ir.actions.act_window_close"}
