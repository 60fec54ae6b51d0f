from odoo import api, fields, models
from odoo.fields import Domain

from .service_desk_change_data import CHANGE_TYPES, EMERGENCY, NORMAL, RISKS, STANDARD


class ServiceDeskChangeRule(models.Model):
    """Who must agree to a change, by its type and its risk."""

    _name = "service.desk.change.rule"
    _description = "Approval Rule of Changes"
    _inherit = ["service.desk.boundary.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    change_type = fields.Selection(
        [pair for pair in CHANGE_TYPES if pair[0] != STANDARD],
        string="Type",
        required=True,
        default=NORMAL,
        help="Standard changes were agreed to with their model.",
    )
    risk = fields.Selection(RISKS, help="Leave empty for every risk, also one that is not known yet.")
    policy_id = fields.Many2one(
        "service.desk.approval.policy",
        string="Approval Policy",
        check_company=True,
        help="Who must agree. Without one a change manager who schedules it authorizes it.",
    )

    @api.depends("change_type", "risk")
    def _compute_display_name(self):
        types = dict(self._fields["change_type"]._description_selection(self.env))
        risks = dict(self._fields["risk"]._description_selection(self.env))
        for rule in self:
            rule.display_name = " · ".join(filter(None, (types.get(rule.change_type), risks.get(rule.risk))))

    @api.model
    def _rule_for(self, company, change_type, risk):
        """The first rule that fits, those of the company before those of all.

        :param company: ``res.company``
        :param str change_type: normal or emergency
        :param str risk: low, medium, high or empty
        """
        fitting = self.search(
            Domain("company_id", "in", [company.id, False])
            & Domain("change_type", "=", change_type)
            & Domain("risk", "in", [risk or False, False])
        )
        return fitting.sorted(lambda rule: (not rule.company_id, rule.sequence, rule.id))[:1]

    @api.model
    def _policy_for(self, change):
        """Who must agree to a change; where no rule fits, the strictest there is for its type."""
        if change.change_type not in (NORMAL, EMERGENCY):
            return self.env["service.desk.approval.policy"]
        rule = self._rule_for(change.company_id, change.change_type, change.risk)
        if rule:
            return rule.policy_id
        default = self.env.ref("service_desk.approval_policy_change_manager", raise_if_not_found=False)
        return default or self.env["service.desk.approval.policy"]
