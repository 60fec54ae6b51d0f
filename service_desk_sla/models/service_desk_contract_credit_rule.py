from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES

from .. import credit_rules
from ..words import labels
from .service_desk_contract_credit_data import CREDIT_BASES, CREDIT_UNITS
from .service_desk_sla_data import METRICS


class ServiceDeskContractCreditRule(models.Model):
    """What is owed back when a contract's promises were broken. Money: for contract managers alone."""

    _name = "service.desk.contract.credit.rule"
    _description = "Service Credit Rule"
    _inherit = [
        "service.desk.storable.mixin",
        "service.desk.boundary.mixin",
        "service.desk.export.mixin",
    ]
    _order = "contract_id, sequence, id"

    _company_from = frozenset({"contract_id"})

    contract_id = fields.Many2one("service.desk.contract", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="contract_id.company_id", store=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    metric = fields.Selection(METRICS, help="Empty: whatever was promised.")
    priority = fields.Selection(PRIORITIES, help="Empty: of every priority.")
    basis = fields.Selection(CREDIT_BASES, string="Owed For", required=True, default="month")
    below = fields.Float(
        string="Met Below (%)",
        default=95.0,
        help="When fewer of the promises of a month were met than so many percent.",
    )
    unit = fields.Selection(CREDIT_UNITS, required=True, default="percent")
    value = fields.Float(string="Credit", required=True, help="Percent or amount; for each breach, or for the month.")
    cap = fields.Float(string="At Most", help="For a month, in the same unit. 0 means no limit.")
    currency_id = fields.Many2one(related="contract_id.currency_id")
    credit_ids = fields.One2many("service.desk.contract.credit", "rule_id", string="Applied")

    _value_positive = models.Constraint(
        "CHECK(value > 0 AND value <= 1e12 AND cap BETWEEN 0 AND 1e12)", "A credit is more than nothing."
    )
    _below_sane = models.Constraint(
        "CHECK(basis != 'month' OR (below > 0 AND below <= 100))", "A share is between 0 and 100 percent."
    )

    @api.depends("metric", "priority", "basis", "below", "unit", "value", "cap")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = rule._text()

    def _text(self):
        """The rule in one sentence, as it is kept with what was owed by it."""
        words = [labels(self, name)[self[name]] for name in ("metric", "priority") if self[name]]
        about = ", ".join(words) or self.env._("All promises")
        value, cap = self._told(self.value), self._told(self.cap)
        if self.basis == credit_rules.BREACH:
            text = self.env._("%(about)s: %(value)s for each breach", about=about, value=value)
        else:
            text = self.env._(
                "%(about)s: %(value)s for a month with less than %(below)g %% met",
                about=about,
                value=value,
                below=self.below,
            )
        return self.env._("%(text)s, at most %(cap)s", text=text, cap=cap) if self.cap else text

    def _told(self, number):
        return f"{number:g} %" if self.unit == credit_rules.PERCENT else self.currency_id.format(number)

    @api.constrains("contract_id", "unit", "value")
    def _check_percent(self):
        for rule in self:
            if rule.unit == credit_rules.PERCENT and rule.value > 100:
                raise ValidationError(self.env._("More than a month's cost cannot be owed in percent of it."))

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        for rule in self:
            if rule.credit_ids:
                raise ValidationError(
                    self.env._("“%s” has been applied. Archive it instead.", rule.display_name)
                )

    # -- Working out ---------------------------------------------------------------------------

    def _counted(self, counts):
        """What of a month's promises this rule is about.

        :param counts: (metric, priority) -> (count, breached)
        """
        fitting = [
            numbers
            for (metric, priority), numbers in counts.items()
            if self.metric in (False, metric) and self.priority in (False, priority)
        ]
        return credit_rules.Counted(sum(count for count, _late in fitting), sum(late for _count, late in fitting))

    def _credit_values(self, counts, cost):
        """What is owed by this rule for a month; nothing when nothing is."""
        rule = credit_rules.Rule(self.basis, self.unit, self.value, self.below, self.cap)
        counted = self._counted(counts)
        amount = self.currency_id.round(credit_rules.credit(rule, counted, cost))
        if not amount:
            return None
        return {
            "rule_text": self._text(),
            "count": counted.count,
            "breached_count": counted.breached,
            "met_rate": counted.met_rate,
            "cost": cost,
            "amount": amount,
            "is_capped": credit_rules.is_capped(rule, counted),
        }
