from datetime import date

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools.misc import formatLang

from .service_desk_contract_data import MONEY_GROUP

#: Longer contracts show the years around the current one.
MOST_YEARS = 10


class ServiceDeskContractCostMixin(models.AbstractModel):
    """What a contract costs, or brings, in any period. For contract managers alone."""

    _name = "service.desk.contract.cost.mixin"
    _description = "Costs of a Contract"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    cost_ids = fields.One2many("service.desk.contract.cost", "contract_id", groups=MONEY_GROUP, copy=True)
    cost_year = fields.Monetary(
        string="This Year",
        compute="_compute_costs",
        groups=MONEY_GROUP,
        help="What it comes to in this calendar year, in the company's currency.",
    )
    cost_term = fields.Monetary(
        string="This Term",
        compute="_compute_costs",
        groups=MONEY_GROUP,
        help="What it comes to in the current term; in a year when the term has no end.",
    )
    cost_table = fields.Html(string="By Year", compute="_compute_cost_table", groups=MONEY_GROUP)

    @api.depends("company_id")
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = contract.company_id.currency_id

    @api.depends(
        "cost_ids.amount",
        "cost_ids.currency_id",
        "cost_ids.period",
        "cost_ids.date_from",
        "cost_ids.date_to",
        "date_start",
        "date_end",
        "term_id.date_from",
        "term_id.date_to",
    )
    def _compute_costs(self):
        year = fields.Date.today().year
        for contract in self:
            contract.cost_year = contract._cost_between(date(year, 1, 1), date(year, 12, 31))
            first = contract.term_id.date_from or contract.date_start
            last = contract.term_id.date_to or contract.date_end
            contract.cost_term = contract._cost_between(first, last) if first and last else contract.cost_year

    @api.depends("cost_year")
    def _compute_cost_table(self):
        for contract in self:
            rows = [
                Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>")
                % (year, formatLang(self.env, amount, currency_obj=contract.currency_id))
                for year, amount in contract._cost_by_year()
            ]
            body = Markup("<table class='table table-sm w-auto'><tbody>%s</tbody></table>") % Markup("").join(rows)
            contract.cost_table = body if rows else False

    def _cost_between(self, first, last):
        """What this contract comes to from one day to another, in the company's currency.

        Pro rata as in :func:`~..contract_rules.cost_between`. Amounts in another currency are
        converted at the rate of the first day, or today's when that lies ahead.

        :return: rounded amount
        """
        self.ensure_one()
        day = min(first, fields.Date.today())
        total = 0.0
        for cost in self.cost_ids:
            amount = float(cost._amount_between(first, last))
            total += cost.currency_id._convert(amount, self.currency_id, self.company_id, day, round=False)
        return self.currency_id.round(total)

    def _cost_by_year(self):
        """(year, amount) for the years of the contract, those without any cost left out."""
        self.ensure_one()
        if not self.cost_ids:
            return []
        this_year = fields.Date.today().year
        starts = [day for day in (self.date_start, *self.cost_ids.mapped("date_from")) if day]
        first = max(min(starts).year if starts else this_year, this_year - MOST_YEARS)
        last = min((self.date_end or fields.Date.today()).year, this_year + MOST_YEARS)
        years = ((year, self._cost_between(date(year, 1, 1), date(year, 12, 31))) for year in range(first, last + 1))
        return [(year, amount) for year, amount in years if amount]
