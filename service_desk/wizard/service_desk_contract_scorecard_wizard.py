from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ServiceDeskContractScorecardWizard(models.TransientModel):
    """The scorecard of any period, on the screen and on paper."""

    _name = "service.desk.contract.scorecard.wizard"
    _description = "Scorecard of a Period"

    contract_id = fields.Many2one("service.desk.contract", required=True)
    date_from = fields.Date(
        string="From", required=True, default=lambda self: self.env["service.desk.contract"]._default_period()[0]
    )
    date_to = fields.Date(
        string="Until", required=True, default=lambda self: self.env["service.desk.contract"]._default_period()[1]
    )
    body = fields.Html(compute="_compute_body", sanitize=False)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for wizard in self:
            if wizard.date_to < wizard.date_from:
                raise ValidationError(self.env._("The period ends before it begins."))

    @api.depends("contract_id", "date_from", "date_to")
    def _compute_body(self):
        for wizard in self:
            is_period = wizard.date_from and wizard.date_to and wizard.date_from <= wizard.date_to
            wizard.body = is_period and wizard.contract_id._scorecard_body(wizard.date_from, wizard.date_to)

    def action_print(self):
        """The same on paper."""
        self.contract_id._check_is_manager()
        return self.env.ref("service_desk.contract_scorecard_report_action").report_action(self)
