from odoo import api, fields, models
from odoo.tools.misc import format_date

from .service_desk_contract_data import MONEY_GROUP, TERM_ORIGINS


class ServiceDeskContractTerm(models.Model):
    """For how long a contract was agreed, each time it was. Rows stay; the verbs write them."""

    _name = "service.desk.contract.term"
    _description = "Contract Term"
    _inherit = ["service.desk.export.mixin"]
    _order = "date_from desc, id desc"
    _rec_names_search = ["contract_id.name"]

    contract_id = fields.Many2one("service.desk.contract", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", readonly=True, help="Empty means that no end was agreed.")
    origin = fields.Selection(TERM_ORIGINS, string="How It Began", required=True, default="initial", readonly=True)
    note = fields.Char(readonly=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    cost = fields.Monetary(
        compute="_compute_cost",
        groups=MONEY_GROUP,
        help="What it comes to in this term, in the company's currency.",
    )

    # However many jobs run at once, a term begins once.
    _begin_uniq = models.Constraint("UNIQUE(contract_id, date_from)", "This term has begun already.")
    _ends_after_it_begins = models.Constraint("CHECK(date_to >= date_from)", "A term cannot end before it begins.")

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for term in self:
            days = (format_date(self.env, day) if day else "…" for day in (term.date_from, term.date_to))
            term.display_name = " – ".join(days)

    @api.depends("date_from", "date_to", "contract_id.cost_ids.amount")
    def _compute_cost(self):
        for term in self:
            last = term.date_to or max(term.date_from, fields.Date.today())
            term.cost = term.contract_id._cost_between(term.date_from, last)
