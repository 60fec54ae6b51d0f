from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

#: One line of what is asked for; the values are escaped by it.
_LINE = Markup(
    '<tr><td class="text-muted align-top pe-3" style="width: 25%%">%s</td>'
    '<td style="white-space: pre-line">%s</td></tr>'
)


class ServiceDeskApprovalScreenMixin(models.AbstractModel):
    """Approvals on the desk's screens."""

    _name = "service.desk.approval.screen.mixin"
    _description = "Approval on the Desk's Screens"
    _inherit = "service.desk.dialog.mixin"

    content_html = fields.Html(string="What Is Asked For", compute="_compute_content_html")
    progress = fields.Char(compute="_compute_progress", help="How many of those asked have agreed.")
    can_replace = fields.Boolean(compute="_compute_can_replace")

    @api.depends("content")
    def _compute_content_html(self):
        for approval in self:
            lines = Markup("").join(_LINE % tuple(pair) for pair in approval.content or [])
            approval.content_html = Markup('<table class="w-100"><tbody>%s</tbody></table>') % lines

    @api.depends("seat_count", "approve_count", "percent")
    def _compute_progress(self):
        for approval in self:
            approval.progress = f"{approval.approve_count} / {approval._portal_needed()}"

    @api.depends("state", "decision_ids.decision")
    @api.depends_context("uid")
    def _compute_can_replace(self):
        is_manager = self.env.user.has_group("service_desk.group_manager")
        for approval in self:
            # sudo: only whether there is an open seat.
            seats = approval.sudo().decision_ids
            is_open = approval.state in ("waiting", "pending")
            approval.can_replace = is_manager and is_open and not all(seats.mapped("decision"))

    def action_open_refuse(self):
        """Open the dialog that asks for the reason."""
        return self._open_vote(self.env._("Refuse"), "refuse")

    def action_open_approve(self):
        """Open the dialog in which one may say something along with a yes."""
        return self._open_vote(self.env._("Approve"), "approve")

    def action_open_replace(self):
        """Open the dialog that puts somebody else into the seat of who is absent."""
        return self._open_dialog("service.desk.approval.replace.wizard", self.env._("Replace an Approver"))

    def _open_vote(self, title, decision):
        return self._open_dialog("service.desk.approval.vote.wizard", title, decision=decision)

    def _open_dialog(self, model, title, **defaults):
        self.ensure_one()
        self.check_access("read")
        return super()._open_dialog(model, title, approval_id=self.id, **defaults)

    def action_open_subject(self):
        """Open what it is about, for those who may."""
        self.ensure_one()
        self.check_access("read")
        subject = self._subject()
        if not subject.has_access("read"):
            raise UserError(self.env._("You are asked to decide, but you may not open %s itself.", self.number))
        return subject._get_records_action()

    def action_take(self):
        """The queue offers to take what stands in it; who is asked is said by the policy."""
        self.check_access("read")
        if self:
            raise UserError(self.env._("An approval waits for the people it names; nobody takes it."))
