from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..contract_rules import cost_between
from .service_desk_contract_data import COST_PERIODS


class ServiceDeskContractCost(models.Model):
    """One price in a contract: what is paid, how often, from when until when.

    A new price is a new line from its first day; the old line gets a last day, and the past keeps
    what it cost.
    """

    _name = "service.desk.contract.cost"
    _description = "Contract Cost"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
    ]
    _order = "date_from, id"

    _company_from = frozenset({"contract_id"})

    contract_id = fields.Many2one("service.desk.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    name = fields.Char(string="What For", required=True)
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    period = fields.Selection(COST_PERIODS, required=True, default="year")
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_date_from",
        store=True,
        readonly=False,
        precompute=True,
        help="What is paid once counts on this day.",
    )
    date_to = fields.Date(string="Until", help="Empty means until the contract ends.")

    _amount_sane = models.Constraint("CHECK(amount BETWEEN -1e12 AND 1e12)", "That is not a price.")

    @api.depends("contract_id")
    def _compute_currency_id(self):
        for cost in self:
            company = cost.contract_id.company_id or self.env.company
            cost.currency_id = cost.currency_id or company.currency_id

    @api.depends("contract_id")
    def _compute_date_from(self):
        for cost in self:
            cost.date_from = cost.date_from or cost.contract_id.date_start or fields.Date.today()

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for cost in self:
            if cost.date_to and cost.date_to < cost.date_from:
                raise ValidationError(self.env._("“%s” ends before it begins.", cost.name))

    def _amount_between(self, first, last):
        """What this line comes to from one day to another, in its own currency, not rounded."""
        self.ensure_one()
        ends = [day for day in (self.date_to, self.contract_id.date_end) if day]
        return cost_between(self.amount, self.period, self.date_from, min(ends, default=None), first, last)
