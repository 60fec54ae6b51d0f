from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskSlaBreachWizard(models.TransientModel):
    """Say why promises about tickets were broken, and what is to be done better."""

    _name = "service.desk.sla.breach.wizard"
    _description = "Explain the Breach"
    _inherit = ["service.desk.ticket.wizard"]

    possible_ids = fields.Many2many(
        "service.desk.sla.clock", compute="_compute_possible_ids", string="Broken Promises"
    )
    clock_ids = fields.Many2many(
        "service.desk.sla.clock",
        "service_desk_sla_breach_wizard_clock_rel",
        "wizard_id",
        "clock_id",
        string="Which Promises",
        compute="_compute_clock_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    breach_reason_id = fields.Many2one(
        "service.desk.sla.breach.reason", string="Why", required=True, ondelete="cascade"
    )
    breach_note = fields.Text(string="What Happened")
    has_improvement = fields.Boolean(string="Note an Improvement")
    improvement_name = fields.Char(string="What")
    improvement_user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain=lambda self: [("all_group_ids", "in", self.env.ref("service_desk.group_agent").ids)],
    )
    improvement_deadline = fields.Date(string="Deadline")

    @api.depends("res_model", "res_ids")
    def _compute_possible_ids(self):
        for wizard in self:
            wizard.possible_ids = wizard._tickets().clock_ids.filtered("is_breached")

    @api.depends("possible_ids")
    def _compute_clock_ids(self):
        """Those of which nobody has said why; all of them to put it right."""
        for wizard in self:
            wizard.clock_ids = wizard.possible_ids._unexplained() or wizard.possible_ids

    def action_confirm(self):
        """Write down why, note it on the tickets, and register what is to be improved."""
        tickets = self._tickets()
        tickets.check_access("write")
        clocks = self.clock_ids & self.possible_ids
        if not clocks:
            raise UserError(self.env._("No promise about these tickets was broken."))
        clocks.write({"breach_reason_id": self.breach_reason_id.id, "breach_note": self.breach_note})
        for ticket in tickets:
            self._note(ticket, clocks & ticket.clock_ids)
        if self.has_improvement:
            self._improve(clocks)
        return {"type": "ir.actions.act_window_close"}

    def _note(self, ticket, clocks):
        if clocks:
            names = ", ".join(clocks.mapped("display_name"))
            title = self.env._("Late: %(promises)s", promises=names)
            words = ". ".join(filter(None, [self.breach_reason_id.name, self.breach_note]))
            ticket._log_note(title, words)

    def _improve(self, clocks):
        """One improvement for each company whose promises these are."""
        if not (self.improvement_name or "").strip():
            raise UserError(self.env._("Say what shall become better."))
        self.env["service.desk.improvement"].create(
            [
                {
                    "name": self.improvement_name,
                    "user_id": self.improvement_user_id.id,
                    "date_deadline": self.improvement_deadline,
                    "company_id": company.id,
                    "sla_clock_ids": theirs.ids,
                }
                for company, theirs in clocks.grouped("company_id").items()
            ]
        )
