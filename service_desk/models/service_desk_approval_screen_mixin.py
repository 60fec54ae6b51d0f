from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

#: One line of what is asked for; the values are escaped by it.
_LINE = Markup(
    '<tr><td class="text-muted align-top pe-3" style="width: 25%%">%s</td>'
    '<td style="white-space: pre-line">%s</td></tr>'
)


def table_of(pairs):
    """Labels and their values below each other."""
    lines = Markup("").join(_LINE % tuple(pair) for pair in pairs)
    return Markup('<table class="w-100"><tbody>%s</tbody></table>') % lines


class ServiceDeskApprovalScreenMixin(models.AbstractModel):
    """Approvals on the desk's screens."""

    _name = "service.desk.approval.screen.mixin"
    _description = "Approval on the Desk's Screens"
    _inherit = "service.desk.dialog.mixin"

    content_html = fields.Html(string="What Is Asked For", compute="_compute_content_html")
    since_html = fields.Html(string="Written Since", compute="_compute_since_html")
    progress = fields.Char(compute="_compute_progress", help="How many of those asked have agreed.")
    can_replace = fields.Boolean(compute="_compute_can_replace")

    @api.depends("content")
    def _compute_content_html(self):
        for approval in self:
            approval.content_html = table_of(approval.content or [])

    @api.depends_context("lang", "tz")
    def _compute_since_html(self):
        for approval in self:
            since = approval._written_since()
            approval.since_html = since and table_of(since)

    def _written_since(self):
        """What was written of its subject while they decide, pairs of label and text."""
        # sudo: whoever is asked reads what they decide about, wherever else they may look.
        return self.sudo()._subject()._approval_written_since() if self.state == "pending" else []

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
