from odoo import api, fields, models


class ServiceDeskContractEndWizard(models.TransientModel):
    """End a contract: by notice with its term, or on a day that was agreed."""

    _name = "service.desk.contract.end.wizard"
    _description = "End a Contract"

    contract_id = fields.Many2one("service.desk.contract", required=True)
    way = fields.Selection([("notice", "Give Notice"), ("terminate", "Terminate")], required=True, default="notice")
    reason = fields.Char(required=True)
    date_end = fields.Date(
        string="Last Day",
        compute="_compute_date_end",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late", help="It has renewed itself already.")

    @api.depends("contract_id", "way")
    def _compute_date_end(self):
        for wizard in self:
            contract = wizard.contract_id
            is_notice = wizard.way == "notice" and contract.date_start
            wizard.date_end = contract._end_after_notice() if is_notice else fields.Date.today()

    @api.depends("contract_id")
    def _compute_is_late(self):
        today = fields.Date.today()
        for wizard in self:
            contract = wizard.contract_id
            day = contract.date_notice
            wizard.is_late = bool(contract.renewal == "tacit" and day and day < today)

    def action_confirm(self):
        """Do it."""
        contract = self.contract_id
        contract._check_is_manager()
        if self.way == "notice":
            contract.action_give_notice(self.reason)
        else:
            contract.action_terminate(self.date_end, self.reason)
        return {"type": "ir.actions.act_window_close"}
