from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..models.service_desk_access_data import HELD_STATES


class ServiceDeskAccessRiskWizard(models.TransientModel):
    """Answer for a conflict, so that access which waits for that is granted."""

    _name = "service.desk.access.risk.wizard"
    _description = "Accept a Risk"

    access_ids = fields.Many2many("service.desk.access", required=True)
    conflicts = fields.Text(compute="_compute_conflicts")
    reason = fields.Char(required=True, help="Why it is needed, and what watches over it.")
    date_end = fields.Datetime(string="Until", help="The access ends with it.")

    @api.depends("access_ids")
    def _compute_conflicts(self):
        for wizard in self:
            wizard.conflicts = "\n".join(
                access._text_conflict(conflict, other) for access, conflict, other in wizard._open_conflicts()
            )

    def _open_conflicts(self):
        found = self.access_ids._conflicts(HELD_STATES)
        return [
            (access, conflict, other)
            for access, against in found.items()
            for conflict, other in against
            if conflict.severity == "accept" and not access._acceptance(conflict)
        ]

    def action_confirm(self):
        """Accept the risk of each, and let the grants go on."""
        self.check_access("write")
        user = self.env.user
        self.access_ids.check_access("read")
        # sudo: who asked only decides.
        asked = self.access_ids.sudo().filtered(lambda access: access.requested_by_id == user.partner_id)
        if asked:
            raise AccessError(self.env._("Somebody else than who asked for it must accept the risk."))
        open_conflicts = self._open_conflicts()
        if not open_conflicts:
            raise UserError(self.env._("No risk is left to be accepted here."))
        self.env["service.desk.access.risk"].create(
            [
                {
                    "partner_id": access.partner_id.id,
                    "conflict_id": conflict.id,
                    "reason": self.reason,
                    "date_end": self.date_end,
                }
                for access, conflict, _other in open_conflicts
            ]
        )
        # sudo: the rights were checked; nobody writes these rows otherwise.
        self.access_ids.sudo()._go_on_after_acceptance()
        return {"type": "ir.actions.act_window_close"}
