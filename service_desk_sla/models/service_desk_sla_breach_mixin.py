from odoo import fields, models
from odoo.exceptions import UserError

from ..clock_rules import CANCELLED


class ServiceDeskSlaBreachMixin(models.AbstractModel):
    """Why a promise was broken, as those say who know: the agents of the ticket."""

    _name = "service.desk.sla.breach.mixin"
    _description = "Explained Breach"

    breach_reason_id = fields.Many2one(
        "service.desk.sla.breach.reason",
        string="Why It Was Late",
        index="btree_not_null",
        ondelete="set null",
    )
    breach_note = fields.Text(string="What Happened")

    def write(self, vals):
        if vals.get("breach_reason_id") or vals.get("breach_note"):
            self._check_breached()
        return super().write(vals)

    def _check_breached(self):
        """:raise UserError: when one of these promises was not broken"""
        for clock in self:
            if not clock.is_breached:
                raise UserError(
                    self.env._("%s was not late: there is nothing to explain.", clock.display_name)
                )

    def _unexplained(self):
        """Those of these promises that were broken and of which nobody has said why."""
        return self.filtered(
            lambda clock: clock.is_breached
            and clock.state != CANCELLED
            and not clock.breach_reason_id
        )

    def _breach_reasons(self):
        """Clock id -> why the promise was broken, in a word, where somebody has said so."""
        return {clock.id: clock.breach_reason_id.display_name for clock in self if clock.breach_reason_id}

    def _asked_for(self):
        """Those whose policy asks for a reason."""
        # sudo: the setting of a policy, whichever company it belongs to.
        return self.filtered(lambda clock: clock.sudo().policy_id.asks_reason)
