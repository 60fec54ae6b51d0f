from odoo import api, fields, models

from odoo.addons.service_desk.models.service_desk_ticket_data import LEVELS

from .service_desk_event_data import (
    ACTIONS,
    ALWAYS,
    AUTO_RESOLVES,
    CONTAINS,
    DEFAULT_REOPEN_HOURS,
    IGNORE,
    IS,
    LOG,
    OPEN,
    OPERATORS,
    SEVERITIES,
)


class ServiceDeskEventRule(models.Model):
    """What becomes of an alert. The first rule that fits decides; where none does, it is only shown."""

    _name = "service.desk.event.rule"
    _description = "Rule for Monitoring Events"
    _inherit = ["service.desk.storable.mixin", "service.desk.boundary.mixin", "service.desk.export.mixin"]
    _order = "sequence, id"
    _check_company_auto = True
    #: Tests switch such rules off, see the core's test cases.
    _decides_about_tickets = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", index=True, help="Empty for all companies.")
    source_id = fields.Many2one("service.desk.event.source", check_company=True, index="btree_not_null")
    severity = fields.Selection(SEVERITIES, string="At Least", help="Empty for all.")
    class_id = fields.Many2one("service.desk.ci.class", string="Class of the Item", index="btree_not_null")
    service_id = fields.Many2one("service.desk.service", check_company=True, index="btree_not_null")
    label = fields.Char(help="Name of a label that says more, such as team or job.")
    operator = fields.Selection(OPERATORS, required=True, default=IS)
    value = fields.Char()
    action = fields.Selection(ACTIONS, required=True, default=OPEN)
    impact = fields.Selection(LEVELS, help="Empty: as critical as the item is.")
    urgency = fields.Selection(LEVELS, help="Empty: as the severity says.")
    team_id = fields.Many2one(
        "service.desk.team",
        check_company=True,
        index="btree_not_null",
        help="Empty: the team of the item, else of the source.",
    )
    wait_minutes = fields.Integer(
        string="Wait (Minutes)",
        default=1,
        help="Nothing is opened before; what ends in time is never heard of, and what fails together is seen together.",
    )
    auto_resolve = fields.Selection(AUTO_RESOLVES, required=True, default=ALWAYS)
    reopen_hours = fields.Integer(
        string="Reopen Within (Hours)",
        default=DEFAULT_REOPEN_HOURS,
        help="What fires again so soon reopens its incident; later it is a new one.",
    )

    _times_sane = models.Constraint(
        "CHECK(wait_minutes BETWEEN 0 AND 10080 AND reopen_hours BETWEEN 0 AND 8760)",
        "Wait at most a week, and reopen within a year at most.",
    )

    @api.model
    def _for_company(self, company_id):
        return self.search([("company_id", "in", (company_id, False))])

    def _choose(self, source, severity, labels, item, service):
        """The first of these rules that fits; none where nothing does."""
        return next((rule for rule in self if rule._fits(source, severity, labels, item, service)), self.browse())

    def _fits(self, source, severity, labels, item, service):
        if self.source_id and self.source_id != source:
            return False
        if self.severity and severity > self.severity:
            return False
        if self.class_id and (not item or self.class_id not in item.class_id._lineage()):
            return False
        if self.service_id and self.service_id != service:
            return False
        return not self.label or self._fits_label(labels.get(self.label, ""))

    def _fits_label(self, value):
        wanted, value = (self.value or "").lower(), value.lower()
        return wanted in value if self.operator == CONTAINS else wanted == value

    def _opens(self):
        return self.action == OPEN

    def _ignores(self):
        return self.action == IGNORE

    @api.onchange("action")
    def _onchange_action(self):
        if self.action in (LOG, IGNORE):
            self.wait_minutes = 0
