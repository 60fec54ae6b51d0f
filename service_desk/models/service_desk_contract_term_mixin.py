from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ..contract_rules import notice_day
from .service_desk_contract_data import (
    FIRST_YEAR,
    IN_FORCE,
    LAST_YEAR,
    MOST_OF,
    NOTICE_UNITS,
    RENEWALS,
    TERM_DAYS,
)


class ServiceDeskContractTermMixin(models.AbstractModel):
    """From when until when a contract holds, and how it goes on.

    ``date_start`` is the first day of the first term, ``date_end`` the last day of the latest one.
    """

    _name = "service.desk.contract.term.mixin"
    _description = "Terms of a Contract"

    date_start = fields.Date(string="Starts", tracking=True, copy=False, default=fields.Date.context_today)
    date_end = fields.Date(
        string="Ends", tracking=True, copy=False, index="btree_not_null", help="The last day. Empty means no end."
    )
    notice_number = fields.Integer(string="Notice", tracking=True)
    notice_unit = fields.Selection(NOTICE_UNITS, required=True, default="months", tracking=True)
    date_notice = fields.Date(
        string="Notice Until",
        compute="_compute_date_notice",
        store=True,
        index="btree_not_null",
        help="The last day on which notice can be given for the end of the term. Where nothing goes on"
        " by itself and no length of notice was agreed, there is none.",
    )
    renewal = fields.Selection(RENEWALS, required=True, default="none", string="At the End", tracking=True)
    renewal_months = fields.Integer(
        string="Renewed for (Months)", default=12, help="How long the next term is.", tracking=True
    )
    term_ids = fields.One2many("service.desk.contract.term", "contract_id", readonly=True)
    term_id = fields.Many2one(
        "service.desk.contract.term",
        string="Current Term",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The latest one that was agreed.",
    )
    term_count = fields.Integer(compute="_compute_term_count")

    _notice_positive = models.Constraint("CHECK(notice_number >= 0)", "A length of notice cannot be negative.")
    _end_after_start = models.Constraint("CHECK(date_end >= date_start)", "The contract ends before it starts.")

    @api.depends("date_end", "notice_number", "notice_unit", "renewal")
    def _compute_date_notice(self):
        for contract in self:
            matters = contract.date_end and (contract.notice_number or contract.renewal == "tacit")
            contract.date_notice = matters and notice_day(
                contract.date_end, contract.notice_number, contract.notice_unit
            )

    @api.depends("term_ids")
    def _compute_term_count(self):
        for contract in self:
            contract.term_count = len(contract.term_ids)

    @api.constrains("renewal", "renewal_months", "date_end", "state")
    def _check_renewal(self):
        for contract in self:
            if contract.renewal == "tacit" and contract.renewal_months < 1:
                raise ValidationError(self.env._("Say for how many months %s goes on.", contract.display_name))
            if contract.renewal != "none" and contract.state == "active" and not contract.date_end:
                raise ValidationError(self.env._("%s has no end, so there is nothing to renew.", contract.display_name))

    # -- CRUD --------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_figures(vals)
        contracts = super().create(vals_list)
        contracts.filtered(lambda contract: contract.state in IN_FORCE)._begin_first_term()
        return contracts

    def write(self, vals):
        self._check_figures(vals)
        result = super().write(vals)
        if {"date_start", "date_end"} & vals.keys():
            self._correct_terms()
        return result

    @api.model
    def _check_figures(self, vals):
        """:raise ValidationError: for what no day can be reckoned from; before anything is reckoned"""
        for name in TERM_DAYS & vals.keys():
            day = fields.Date.to_date(vals[name])
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                raise ValidationError(
                    self.env._(
                        "A contract is between the years %(first)s and %(last)s.", first=FIRST_YEAR, last=LAST_YEAR
                    )
                )
        for name, most in MOST_OF.items():
            if not 0 <= (vals.get(name) or 0) <= most:
                label = self.fields_get([name], ["string"])[name]["string"]
                raise ValidationError(self.env._("“%(field)s” is between 0 and %(most)s.", field=label, most=most))

    def _correct_terms(self):
        """A date that was corrected on the contract is corrected on the term, too."""
        # sudo: nobody may write terms but the desk itself.
        for contract in self.sudo().filtered("term_id"):
            first = contract.term_ids.sorted("date_from")[:1]
            if contract.date_start and first.date_from != contract.date_start:
                first.date_from = contract.date_start
            if contract.term_id.date_to != contract.date_end:
                contract._check_term_end(contract.date_end)
                contract.term_id.date_to = contract.date_end

    def _check_term_end(self, date_end):
        if date_end and date_end < self.term_id.date_from:
            raise UserError(
                self.env._(
                    "The current term of %(contract)s began on %(day)s; it cannot end before that.",
                    contract=self.display_name,
                    day=format_date(self.env, self.term_id.date_from),
                )
            )

    # -- Terms -------------------------------------------------------------------------------

    def action_open_terms(self):
        """For how long it was agreed, each time."""
        self.check_access("read")
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_contract_term_action")
        return {**action, "domain": [("contract_id", "=", self.id)], "display_name": self.display_name}

    def _begin_first_term(self):
        """The term that was agreed when the contract was made."""
        for contract in self.filtered(lambda contract: not contract.term_id):
            contract._begin_term(contract.date_start, contract.date_end, "initial")

    def _begin_term(self, date_from, date_to, origin, note=False):
        """Add a term, which is the current one from now on; the contract lasts until its end.

        :return: the new term
        """
        self.ensure_one()
        # sudo: callers have checked who asks; nobody may write terms otherwise.
        contract = self.sudo()
        values = {"contract_id": self.id, "date_from": date_from, "date_to": date_to, "origin": origin, "note": note}
        term = self.env["service.desk.contract.term"].sudo().create(values)
        contract.write({"term_id": term.id, "date_end": date_to})
        return term
