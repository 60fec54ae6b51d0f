from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.service_desk.days import in_zone, start_of_day, zone_of
from odoo.addons.service_desk.models.service_desk_contract_data import MONEY_GROUP

from ..review_rules import latest_period, period_of
from .service_desk_sla_data import REPORT


class ServiceDeskContractCreditMixin(models.AbstractModel):
    """Service credits: what a contract's rules owe for a month, worked out when the month is over."""

    _name = "service.desk.contract.credit.mixin"
    _description = "Service Credits of a Contract"

    credit_rule_ids = fields.One2many(
        "service.desk.contract.credit.rule", "contract_id", string="Service Credit Rules", groups=MONEY_GROUP, copy=True
    )
    credit_ids = fields.One2many(
        "service.desk.contract.credit", "contract_id", string="Service Credits", groups=MONEY_GROUP, readonly=True
    )
    date_credited = fields.Date(
        string="Credits Until",
        readonly=True,
        copy=False,
        groups=MONEY_GROUP,
        help="The last day of the latest month that was worked out by itself.",
    )

    def action_work_out_credits(self, day=None):
        """Work out what is owed for the last month that is over, or for that of a day.

        :param day: a day of the month
        :raise UserError: when the month is not over, or nothing is agreed
        """
        self.env["service.desk.contract"]._check_is_manager()
        self.check_access("write")
        for contract in self:
            first, last = contract._month(day)
            if contract._month(None)[1] < last:
                raise UserError(self.env._("The month is not over yet."))
            if not contract.credit_rule_ids:
                raise UserError(self.env._("Say first what is owed: %s has no rules.", contract.display_name))
            contract._work_out_credits(first)
        return True

    def _month(self, day):
        """The first and the last day of a day's month; of the latest that is over without one."""
        if day:
            try:
                return period_of(fields.Date.to_date(day), 1)
            except (TypeError, ValueError) as error:
                raise UserError(self.env._("%s is not a day.", day)) from error
        zone = zone_of(self.company_id)
        return latest_period(in_zone(self.env.cr.now(), zone).date(), 1)

    # -- The job -------------------------------------------------------------------------------

    @api.model
    def _cron_credits(self):
        """Work out the month that is over, once for each contract; each is committed for itself."""
        domain = [("state", "!=", "draft"), ("credit_rule_ids", "!=", False)]
        self._run_due(domain, "_propose_credits", lambda contract: contract._owes_a_month())

    def _owes_a_month(self):
        """Whether the latest month that is over was not worked out, and was under the contract."""
        first, last = self._month(None)
        if self.date_credited and self.date_credited >= last:
            return False
        is_early = self.date_start and self.date_start > last
        ends = [day for day in (self.date_ended, self.date_end) if day and self.state == "ended"]
        return not is_early and not (ends and min(ends) < first)

    def _propose_credits(self):
        for contract in self.filtered(lambda contract: contract._owes_a_month()):
            first, last = contract._month(None)
            contract.date_credited = last
            contract._work_out_credits(first)

    # -- Working out ---------------------------------------------------------------------------

    def _work_out_credits(self, first):
        """Propose what is owed for the month that begins with ``first``.

        What is proposed already follows the figures of today, or goes when nothing is owed; what was
        claimed, settled or waived stays.
        """
        self.ensure_one()
        # sudo: credits count all tickets of the contract and are written by nobody; callers asked
        # whether this user keeps contracts.
        contract = self.sudo()
        first, last = period_of(first, 1)
        counts = contract._promise_counts(first, last)
        cost = contract._cost_between(first, last)
        there = contract.credit_ids.filtered(lambda credit: credit.date_from == first).grouped("rule_id")
        fresh = []
        for rule in contract.credit_rule_ids:
            values, credit = rule._credit_values(counts, cost), there.get(rule)
            if credit and credit.state != "proposed":
                continue
            if credit and values:
                credit.write(values)
            elif credit:
                credit.unlink()
            elif values:
                fresh.append({**contract._credit_birth(rule, first, last), **values})
        return contract.env["service.desk.contract.credit"].create(fresh)

    def _credit_birth(self, rule, first, last):
        return {
            "contract_id": self.id,
            "rule_id": rule.id,
            "date_from": first,
            "date_to": last,
            "currency_id": self.currency_id.id,
        }

    def _promise_counts(self, first, last):
        """(metric, priority) -> (count, breached) of the promises decided in these days."""
        zone = zone_of(self.company_id)
        begin, end = start_of_day(first, zone), start_of_day(fields.Date.add(last, days=1), zone)
        groups = self.env[REPORT]._read_group(
            self._promise_domain(begin, end), ["metric", "priority"], ["__count", "breached_count:sum"]
        )
        return {(metric, priority): (count, late) for metric, priority, count, late in groups}
