from odoo import api, fields, models
from odoo.exceptions import UserError

from ..lifecycle import OPEN_PHASES


class ServiceDeskProblemWizard(models.TransientModel):
    """Put incidents behind a problem: a new one, or one that is known."""

    _name = "service.desk.problem.wizard"
    _description = "Problem behind Incidents"
    _inherit = ["service.desk.ticket.wizard"]

    is_new = fields.Boolean(readonly=True)
    name = fields.Char(string="What happens again and again?")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    problem_id = fields.Many2one(
        "service.desk.problem",
        domain="[('company_id', '=', company_id), ('phase', 'in', ('new', 'active', 'pending'))]",
    )
    is_published = fields.Boolean(related="problem_id.is_published", related_sudo=False)
    workaround = fields.Html(related="problem_id.workaround_published", related_sudo=False, string="Workaround")
    tells = fields.Boolean(
        string="Tell the requesters the workaround",
        compute="_compute_tells",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    linked_text = fields.Char(compute="_compute_linked_text")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if values.get("is_new") and self.env.context.get("active_model") == "service.desk.incident":
            incidents = self.env["service.desk.incident"].browse(self.env.context.get("active_ids") or ())
            values["name"] = incidents.sorted("id")[:1].name
        return values

    @api.depends("res_ids")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard._incidents().company_id[:1]

    @api.depends("problem_id")
    def _compute_tells(self):
        for wizard in self:
            wizard.tells = wizard.problem_id.is_published and wizard.problem_id.tells_linked

    @api.depends("res_ids")
    def _compute_linked_text(self):
        """Which of them change problems, so that nobody does it unaware."""
        for wizard in self:
            numbers = wizard._incidents().filtered("problem_id").mapped("number")
            text = self.env._("Already linked to another problem, which they leave: %s", ", ".join(numbers))
            wizard.linked_text = text if numbers else False

    def _incidents(self):
        incidents = self._tickets()
        if incidents._name != "service.desk.incident":
            raise UserError(self.env._("Open this dialog from incidents."))
        return incidents

    def action_confirm(self):
        """Link the incidents, and show the problem."""
        incidents = self._incidents()
        incidents.check_access("write")
        if len(incidents.company_id) > 1:
            raise UserError(self.env._("These incidents are of different companies; a problem belongs to one."))
        problem = self._make(incidents) if self.is_new else self._chosen()
        problem._link(incidents, tells=self.tells)
        return problem._get_records_action()

    def _make(self, incidents):
        if not (self.name or "").strip():
            raise UserError(self.env._("Give the problem a subject."))
        problems = self.env["service.desk.problem"]
        return problems.create({**problems._begin_from(incidents), "name": self.name})

    def _chosen(self):
        if not self.problem_id:
            raise UserError(self.env._("Choose the problem that lies behind them."))
        if self.problem_id.phase not in OPEN_PHASES:
            raise UserError(self.env._("%s is over. Reopen it first.", self.problem_id.display_name))
        return self.problem_id
