from odoo import api, fields, models
from odoo.exceptions import UserError

WAYS = [
    ("tier", "Next tier: hand over to another team"),
    ("supplier", "Supplier: pass to their desk and wait"),
    ("management", "Management: ask a leader to act"),
]


class ServiceDeskEscalateWizard(models.TransientModel):
    """Hand tickets over to another team, to a supplier's desk, or call for management."""

    _name = "service.desk.escalate.wizard"
    _description = "Escalate Tickets"
    _inherit = ["service.desk.ticket.wizard"]

    way = fields.Selection(WAYS, string="How", required=True, default="tier")
    team_id = fields.Many2one(
        "service.desk.team", compute="_compute_team_id", compute_sudo=False, store=True, readonly=False
    )
    former_team_ids = fields.Many2many("service.desk.team", compute="_compute_former_team_ids")
    supplier_id = fields.Many2one(
        "res.partner", compute="_compute_supplier_id", compute_sudo=False, store=True, readonly=False
    )
    supplier_ref = fields.Char(
        string="Supplier's Reference",
        compute="_compute_supplier_ref",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    note = fields.Text(required=True)

    @api.depends("res_model", "res_ids")
    def _compute_team_id(self):
        for wizard in self:
            wizard.team_id = wizard._tickets().team_id.escalation_team_id[:1]

    @api.depends("res_model", "res_ids")
    def _compute_former_team_ids(self):
        for wizard in self:
            teams = wizard._tickets().team_id
            # Tickets of several teams may all go to one of these.
            wizard.former_team_ids = teams if len(teams) == 1 else False

    @api.depends("supplier_id")
    def _compute_supplier_ref(self):
        for wizard in self:
            tickets = wizard._tickets()
            is_known = len(tickets) == 1 and tickets.supplier_id == wizard.supplier_id
            wizard.supplier_ref = is_known and tickets.supplier_ref

    @api.depends("res_model", "res_ids")
    def _compute_supplier_id(self):
        for wizard in self:
            tickets = wizard._tickets()
            wizard.supplier_id = (tickets.supplier_id or tickets.team_id.supplier_id)[:1]

    def action_confirm(self):
        """Escalate the chosen way."""
        tickets = self._tickets()
        if not (self.note or "").strip():
            raise UserError(self.env._("Say what the next one needs to know."))
        getattr(self, f"_escalate_{self.way}")(tickets)
        return self._finish(tickets)

    def _escalate_tier(self, tickets):
        if not self.team_id:
            raise UserError(self.env._("Choose the team that takes over."))
        tickets._check_escalable().write(
            {"team_id": self.team_id.id, "handoff_note": self.note}
        )

    def _escalate_supplier(self, tickets):
        if not self.supplier_id:
            raise UserError(self.env._("Choose the supplier."))
        tickets._escalate_to_supplier(self.supplier_id, self.supplier_ref, self.note)

    def _escalate_management(self, tickets):
        tickets._escalate_to_management(self.note)
