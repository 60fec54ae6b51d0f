from odoo import fields, models
from odoo.exceptions import UserError


class ServiceDeskAccessRequestWizard(models.TransientModel):
    """Ask for access of one person or several, on their behalf."""

    _name = "service.desk.access.request.wizard"
    _description = "Request Access"

    partner_ids = fields.Many2many(
        "res.partner", string="For", required=True, default=lambda self: self._default_partners()
    )
    entitlement_ids = fields.Many2many("service.desk.entitlement", string="Access", required=True)
    date_start = fields.Datetime(string="From", help="Empty means as soon as it is approved.")
    date_end = fields.Datetime(string="Until", help="Empty means as long as the entitlement allows.")
    reason = fields.Char(required=True)
    is_emergency = fields.Boolean(string="Emergency", help="Granted at once; a refusal afterwards takes it away again.")

    def _default_partners(self):
        context = self.env.context
        return context.get("active_model") == "res.partner" and context.get("active_ids")

    def action_confirm(self):
        """Ask, and show what came of it."""
        self.check_access("write")
        self.ensure_one()
        if not self.partner_ids or not self.entitlement_ids:
            raise UserError(self.env._("Choose who gets it and what."))
        self.partner_ids.check_access("read")
        self.entitlement_ids.check_access("read")
        accesses = self.env["service.desk.access"]
        for partner in self.partner_ids:
            self._refuse_held(partner)
            accesses |= accesses._request(
                partner,
                self.entitlement_ids,
                date_start=self.date_start,
                date_end=self.date_end,
                reason=self.reason,
                is_emergency=self.is_emergency,
            )
        return accesses.with_env(self.env)._get_records_action(name=self.env._("Access"))

    def _refuse_held(self, partner):
        held = self.env["service.desk.access"].search(
            [
                ("partner_id", "=", partner.id),
                ("entitlement_id", "in", self.entitlement_ids.ids),
                ("phase", "!=", "closed"),
            ]
        )
        if held:
            raise UserError(
                self.env._(
                    "%(person)s already has “%(access)s”, or has asked for it.",
                    person=partner.name,
                    access=held[0].entitlement_id.name,
                )
            )
