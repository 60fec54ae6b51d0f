from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskTicketWizard(models.AbstractModel):
    """A dialog about the tickets it was opened from, of whichever process."""

    _name = "service.desk.ticket.wizard"
    _description = "Dialog about Tickets"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    ticket_summary = fields.Char(compute="_compute_ticket_summary")
    is_for_requesters = fields.Boolean(
        compute="_compute_is_for_requesters", help="Requesters hear of what happens to these tickets."
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        values["res_model"] = self.env.context.get("active_model")
        values["res_ids"] = self.env.context.get("active_ids")
        return values

    @api.depends("res_model", "res_ids")
    def _compute_ticket_summary(self):
        for wizard in self:
            tickets = wizard._tickets()
            wizard.ticket_summary = (
                tickets.display_name
                if len(tickets) == 1
                else self.env._("%s tickets", len(tickets))
            )

    @api.depends("res_model")
    def _compute_is_for_requesters(self):
        for wizard in self:
            wizard.is_for_requesters = wizard._tickets()._lifecycle.is_for_requesters

    def _tickets(self):
        """The tickets this dialog is about; the user's own rights apply to them.

        What dialogs compute of tickets therefore says ``compute_sudo=False``: Odoo computes stored
        fields as superuser, and the ids of the tickets are the client's.

        :raise UserError: when the dialog was opened from something that is no ticket
        :raise AccessError: when one of the tickets is one that the user may not open
        """
        self.ensure_one()
        model = self.env.get(self.res_model or "")
        if model is None or not isinstance(model, self.env.registry["service.desk.ticket"]):
            raise UserError(self.env._("Open this dialog from a ticket."))
        ids = self.res_ids or []
        if not isinstance(ids, list) or not all(type(one) is int for one in ids):
            raise UserError(self.env._("Open this dialog from a ticket."))
        tickets = model.browse(ids).exists()
        tickets.check_access("read")
        return tickets

    def _finish(self, tickets):
        """What the browser does when the dialog has done its work.

        A ticket may be out of the user's sight now, behind another team's wall. Its form has
        nothing to show then, so it makes room for the queue.
        """
        close = {"type": "ir.actions.act_window_close"}
        if tickets._filtered_access("read") == tickets:
            return close
        # sudo: just the numbers, which the user had on the screen a moment ago.
        numbers = ", ".join(tickets.sudo().mapped("number"))
        queue = self.env["ir.actions.actions"]._for_xml_id("service_desk.service_desk_work_action")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%s: with another team now. You do not see it any more.", numbers
                ),
                "next": {**queue, "target": "main"} if len(tickets) == 1 else close,
            },
        }
