from odoo import api, fields, models
from odoo.fields import Command

from ..contract_rules import DAY


class ServiceDeskContractRenewWizard(models.TransientModel):
    """Agree on another term, and on what it costs."""

    _name = "service.desk.contract.renew.wizard"
    _description = "Renew a Contract"

    contract_id = fields.Many2one("service.desk.contract", required=True)
    date_end = fields.Date(
        string="Until",
        required=True,
        compute="_compute_date_end",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    note = fields.Char(string="What Was Agreed")
    line_ids = fields.One2many(
        "service.desk.contract.renew.wizard.line",
        "wizard_id",
        compute="_compute_line_ids",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends("contract_id")
    def _compute_date_end(self):
        for wizard in self:
            wizard.date_end = wizard.contract_id.date_end and wizard.contract_id._next_term_end()

    @api.depends("contract_id")
    def _compute_line_ids(self):
        for wizard in self:
            end = wizard.contract_id.date_end
            wizard.line_ids = [
                Command.create({"cost_id": cost.id, "amount": cost.amount})
                for cost in wizard.contract_id.cost_ids
                if cost.period != "once" and (not cost.date_to or cost.date_to >= end)
            ]

    def action_confirm(self):
        """Begin the term; prices that change get a new line from its first day."""
        contract = self.contract_id
        contract._check_is_manager()
        start = contract.date_end and contract.date_end + DAY
        contract.action_renew(self.date_end, self.note)
        for line in self.line_ids:
            line._apply(start)
        return {"type": "ir.actions.act_window_close"}


class ServiceDeskContractRenewWizardLine(models.TransientModel):
    """One price, as it is from the new term on."""

    _name = "service.desk.contract.renew.wizard.line"
    _description = "Price after Renewal"

    wizard_id = fields.Many2one("service.desk.contract.renew.wizard", required=True, ondelete="cascade")
    cost_id = fields.Many2one("service.desk.contract.cost", required=True, ondelete="cascade")
    name = fields.Char(related="cost_id.name", related_sudo=False)
    period = fields.Selection(related="cost_id.period", related_sudo=False)
    currency_id = fields.Many2one(related="cost_id.currency_id", related_sudo=False)
    old_amount = fields.Monetary(related="cost_id.amount", related_sudo=False, string="Until Now")
    amount = fields.Monetary(string="From Then On")

    def _apply(self, start):
        """Let the old price end where the new one begins; a price that stays goes on."""
        self.ensure_one()
        cost = self.cost_id
        if self.currency_id.compare_amounts(self.amount, cost.amount) == 0:
            # What ended with the former term goes on with this one.
            cost.date_to = cost.date_to and cost.date_to >= start and cost.date_to
            return
        if self.amount:
            cost.copy({"amount": self.amount, "date_from": start, "date_to": False})
        cost.date_to = start - DAY
