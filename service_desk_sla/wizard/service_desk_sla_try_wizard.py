from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_ticket_data import PRIORITIES

from .. import policy_rules
from ..clock_rules import OLA, SLA, UC
from ..models.service_desk_sla_data import KINDS, METRICS, SUBJECTS, criterion_names
from ..moments import to_epoch
from ..words import labels


class ServiceDeskSlaTryWizard(models.TransientModel):
    """Tells which policies would hold for a ticket, why, and which others fit, too."""

    _name = "service.desk.sla.try.wizard"
    _description = "Try Service Level Policies"

    process = fields.Selection(
        SUBJECTS, string="Kind of Ticket", required=True, default=SUBJECTS[0][0]
    )
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    date = fields.Datetime(string="Opened", required=True, default=fields.Datetime.now)
    priority = fields.Selection(PRIORITIES, required=True, default="3")
    customer_id = fields.Many2one("res.partner", domain="[('is_company', '=', True)]")
    contract_id = fields.Many2one(
        "service.desk.contract",
        compute="_compute_contract_id",
        help="The one that covers the customer and the service.",
    )
    service_id = fields.Many2one("service.desk.service")
    category_id = fields.Many2one("service.desk.category")
    team_id = fields.Many2one("service.desk.team")
    supplier_id = fields.Many2one("res.partner", string="Waits for Supplier")
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("company_id", "customer_id", "service_id", "date")
    def _compute_contract_id(self):
        for wizard in self:
            key = (
                wizard.company_id.id,
                wizard.customer_id.commercial_partner_id.id,
                wizard.service_id.id,
            )
            day = wizard.date and wizard.date.date()
            contracts = self.env["service.desk.contract"]
            covering = contracts._covering([key], day).get(key, contracts)
            wizard.contract_id = covering._filtered_access("read")

    @api.depends(
        "process", "company_id", "date", "priority", "customer_id", "contract_id", "service_id",
        "category_id", "team_id", "supplier_id",
    )
    def _compute_result(self):
        for wizard in self:
            wizard.result = self.env["ir.qweb"]._render(
                "service_desk_sla.policy_choice", {"kinds": wizard._told_kinds()}
            )

    def _facts(self):
        """What was entered, as policies look at it."""
        path = (self.category_id.parent_path or "").split("/")
        return policy_rules.Facts(
            company=self.company_id.id or 0,
            begun=to_epoch(self.date) or 0,
            customer=self.customer_id.commercial_partner_id.id or 0,
            contract=self.contract_id.id or 0,
            service=self.service_id.id or 0,
            categories=tuple(int(one) for one in path if one),
            process=self.process or "",
            priority=self.priority or "",
            team=self.team_id.id or 0,
            supplier=self.supplier_id.commercial_partner_id.id or 0,
        )

    def _told_kinds(self):
        """For each kind of promise the policies that fit, the one that holds first."""
        facts = self._facts()
        policies = self.env["service.desk.sla.policy"]
        asked = policies._in_question(facts)
        kinds = labels(policies, "kind")
        return [
            {
                "kind": kind,
                "label": kinds[kind],
                "fitting": [self._told(rule, facts) for rule in policy_rules.ranked(asked, facts, kind)],
                "missing": self._text_missing(kind, facts),
            }
            for kind, _label in KINDS
        ]

    def _told(self, rule, facts):
        """One policy that fits, for people.

        :param rule: :class:`~..policy_rules.Policy`
        """
        policy = self.env["service.desk.sla.policy"].browse(rule.id)
        metrics = labels(self.env["service.desk.sla.target"], "metric")
        words = criterion_names(self.env)
        targets = policy_rules.targets_for(rule, facts.priority)
        return {
            "policy": policy,
            "named": ", ".join(words[name] for name in policy_rules.named(rule, facts)),
            "targets": [
                {"label": metrics[metric], "hours": targets[metric].seconds / 3600}
                for metric, _label in METRICS
                if metric in targets
            ],
        }

    def _text_missing(self, kind, facts):
        """Why no policy of this kind fits."""
        if kind == OLA and not facts.team:
            return self.env._("Choose a team: without one nobody's part is measured.")
        if kind == UC and not facts.supplier:
            return self.env._("Choose the supplier it waits for: their time runs only then.")
        return {
            SLA: self.env._("No policy fits: the requester is promised nothing."),
            OLA: self.env._("No policy fits: the team has promised nothing."),
            UC: self.env._("No policy fits: the supplier has promised nothing."),
        }[kind]
