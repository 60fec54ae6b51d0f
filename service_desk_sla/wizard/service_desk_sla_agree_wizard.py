from odoo import api, fields, models


class ServiceDeskSlaAgreeWizard(models.TransientModel):
    """Agree on a date with the requester instead of the promised one, or take it back."""

    _name = "service.desk.sla.agree.wizard"
    _description = "Agree on a Date"
    _inherit = ["service.desk.ticket.wizard"]

    date_agreed = fields.Datetime(string="Done By", help="The clock waits for this moment, and nothing moves it.")
    reason = fields.Char(string="Why", required=True)
    has_agreement = fields.Boolean(compute="_compute_has_agreement")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        tickets = self.new(values)._tickets()
        if len(tickets) == 1 and "date_agreed" in fields:
            promised = tickets.date_agreed or tickets._promised_date()
            # What is over cannot be agreed on.
            values["date_agreed"] = promised and promised > self.env.cr.now() and promised
        return values

    @api.depends("res_model", "res_ids")
    def _compute_has_agreement(self):
        for wizard in self:
            wizard.has_agreement = any(wizard._tickets().mapped("date_agreed"))

    def action_confirm(self):
        """Set the date; the requester's clock runs to it from now on."""
        return self._agree(self.date_agreed)

    def action_take_back(self):
        """Let the promised time count again."""
        return self._agree(False)

    def _agree(self, date):
        self._tickets().write({"date_agreed": date, "date_agreed_reason": self.reason})
        return {"type": "ir.actions.act_window_close"}
