from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import format_date

from .service_desk_contract_credit_data import CREDIT_LIFECYCLE, CREDIT_OPEN_FIELDS, CREDIT_STATES


class ServiceDeskContractCredit(models.Model):
    """What one rule of a contract owes for one month. Money: for contract managers alone.

    While it is proposed it follows the clocks. Once it was claimed its figures stay as they were,
    whatever happens to tickets, rules and costs: both sides talk about the same numbers.
    """

    _name = "service.desk.contract.credit"
    _description = "Service Credit"
    _inherit = ["service.desk.own.defaults.mixin", "service.desk.export.mixin", "service.desk.contract.door.mixin"]
    _order = "date_from desc, id desc"

    _lifecycle = CREDIT_LIFECYCLE

    contract_id = fields.Many2one(
        "service.desk.contract", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", store=True)
    kind = fields.Selection(related="contract_id.kind")
    rule_id = fields.Many2one(
        "service.desk.contract.credit.rule",
        string="Agreed Rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    rule_text = fields.Char(string="Rule", readonly=True, help="As it was when it was applied.")
    date_from = fields.Date(string="Month", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    state = fields.Selection(CREDIT_STATES, required=True, default="proposed", copy=False, index=True)
    # -- What it is made of.
    count = fields.Integer(string="Promises", readonly=True)
    breached_count = fields.Integer(string="Breached", readonly=True)
    met_rate = fields.Float(string="Met (%)", readonly=True, aggregator=None)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    cost = fields.Monetary(string="Cost of the Month", readonly=True, aggregator=None)
    amount = fields.Monetary(readonly=True)
    is_capped = fields.Boolean(string="Limited", readonly=True, help="More would be owed without the limit.")
    # -- What became of it.
    note = fields.Text(help="How it was claimed or settled; why it was waived.")
    date_claimed = fields.Date(string="Claimed On", readonly=True, copy=False)
    date_ended = fields.Date(string="Settled or Waived On", readonly=True, copy=False)

    # However many jobs run at once, a rule is applied to a month once.
    _month_uniq = models.Constraint(
        "UNIQUE(contract_id, rule_id, date_from)", "This rule has been applied to this month already."
    )

    @api.depends("contract_id", "date_from")
    def _compute_display_name(self):
        for credit in self:
            month = format_date(self.env, credit.date_from, date_format="MMMM y") if credit.date_from else ""
            credit.display_name = f"{credit.contract_id.display_name}, {month}"

    # -- CRUD ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Credits are worked out from clocks, not written."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - CREDIT_OPEN_FIELDS:
            raise AccessError(self.env._("Credits are worked out from clocks, not written."))
        moves_and_notes = vals.keys() & CREDIT_OPEN_FIELDS
        for credit in self:
            if credit.state in ("settled", "waived") and moves_and_notes - {"state"}:
                raise UserError(self.env._("%s is over and stays as it is.", credit.display_name))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_proposed(self):
        for credit in self:
            if credit.state != "proposed":
                raise UserError(self.env._("%s was claimed or waived and is kept.", credit.display_name))

    # -- The door ------------------------------------------------------------------------------

    def _door_values(self, target):
        today = fields.Date.context_today(self)
        if target == "claimed":
            return {**super()._door_values(target), "date_claimed": today}
        return {**super()._door_values(target), "date_ended": today}

    # -- Verbs ---------------------------------------------------------------------------------

    def action_claim(self):
        """Ask for it; from now on its figures stay."""
        return self._go_to("claimed")

    def action_settle(self):
        """It was credited or paid."""
        return self._go_to("settled")

    def action_waive(self):
        """It is not asked for, for the reason in the note."""
        return self._go_to("waived")

    def action_recompute(self):
        """Work the month out again, as long as it was not claimed."""
        self._check_may_act()
        for credit in self:
            if credit.state != "proposed":
                raise UserError(self.env._("%s stays as it was claimed.", credit.display_name))
        for contract, credits in self.grouped("contract_id").items():
            for day in sorted(set(credits.mapped("date_from"))):
                contract._work_out_credits(day)
        return True

    def _go_to(self, state):
        self._check_may_act()
        self.write({"state": state})
        return True

    def _check_may_act(self):
        self.env["service.desk.contract"]._check_is_manager()
        self.check_access("write")
