from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class ServiceDeskProblemLinkWizard(models.TransientModel):
    """Incidents that look as if they belonged to a problem, to choose from."""

    _name = "service.desk.problem.link.wizard"
    _description = "Link Like Incidents"

    problem_id = fields.Many2one("service.desk.problem", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many(
        "service.desk.problem.link.wizard.line",
        "wizard_id",
        string="Like Incidents",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    is_published = fields.Boolean(related="problem_id.is_published", related_sudo=False)
    tells = fields.Boolean(
        string="Tell the requesters the workaround",
        compute="_compute_tells",
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends("problem_id")
    def _compute_line_ids(self):
        for wizard in self:
            likes = wizard.problem_id._like_incidents() if wizard.problem_id else []
            wizard.line_ids = [Command.clear()] + [
                Command.create({"incident_id": like.ticket_id, "reason": ", ".join(like.words)}) for like in likes
            ]

    @api.depends("problem_id")
    def _compute_tells(self):
        for wizard in self:
            wizard.tells = wizard.problem_id.is_published and wizard.problem_id.tells_linked

    def action_confirm(self):
        """Link what was chosen."""
        self.problem_id.check_access("write")
        incidents = self.line_ids.filtered("is_chosen").incident_id
        if not incidents:
            raise UserError(self.env._("Choose the incidents that belong to it."))
        self.problem_id._link(incidents, tells=self.tells)
        return {"type": "ir.actions.act_window_close"}


class ServiceDeskProblemLinkWizardLine(models.TransientModel):
    """An incident that may belong to the problem, and the words that say so."""

    _name = "service.desk.problem.link.wizard.line"
    _description = "Like Incident"

    wizard_id = fields.Many2one("service.desk.problem.link.wizard", required=True, ondelete="cascade")
    incident_id = fields.Many2one("service.desk.incident", required=True, ondelete="cascade")
    state = fields.Selection(related="incident_id.state", related_sudo=False)
    requester_id = fields.Many2one(related="incident_id.requester_id", related_sudo=False)
    date_opened = fields.Datetime(related="incident_id.date_opened", related_sudo=False)
    reason = fields.Char(string="Because Of")
    is_chosen = fields.Boolean(string="Link")
