from odoo import api, fields, models
from odoo.exceptions import UserError


class ServiceDeskSlaBreachReason(models.Model):
    """Why a promise was broken, in a word that can be counted."""

    _name = "service.desk.sla.breach.reason"
    _description = "Breach Reason"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        # sudo: clocks that the user cannot see count too; none of them is shown.
        clocks = self.env["service.desk.sla.clock"].sudo()
        used = clocks.search([("breach_reason_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "Broken promises refer to %s. Archive it instead.", used.breach_reason_id.name
                )
            )
